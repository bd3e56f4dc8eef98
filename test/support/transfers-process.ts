// A core of its own that begins one transfer and is killed in the middle of it; it says when that has ended. argv: pull or push, registry host,
// data folder, folder to save to or file to push, digest.
import path from 'node:path'
import type { Digest } from '../../shared/model/digest.ts'
import { openDatabase } from '../../electron/core/store/database.ts'
import { createTransfersRig } from './transfers-rig.ts'

const [action, host = '', databaseFolder = '', target = '', digest = ''] = process.argv.slice(2)
const { signal } = new AbortController()
const rig = await createTransfersRig({ host, database: openDatabase(databaseFolder, Date.now).db })
console.log(rig.folder)

const toItsEnd = async (started: { result: string; transferId?: string }) => {
  if (started.transferId === undefined) throw new Error(started.result)
  await rig.ended(started.transferId)
  console.log('ended')
}

if (action === 'pull') {
  rig.chosen.folder = target
  const folder = await rig.transfers.folders.choose()
  const started = await rig.transfers.pulls.start(
    {
      registryId: rig.registryId,
      repository: 'team/demo',
      digest: digest as Digest,
      tag: '1.0.0',
      destination: { kind: 'folder', folderId: folder?.folderId ?? '' },
      keepProvenance: true,
      onExisting: 'ask',
    },
    signal,
  )
  await toItsEnd(started)
} else {
  const { drafts } = await rig.transfers.drafts.openPaths([path.resolve(target)], signal)
  const started = await rig.transfers.pushes.start(
    {
      draftId: drafts[0]?.draftId ?? '',
      target: { registryId: rig.registryId, namespace: 'team' },
    },
    signal,
  )
  await toItsEnd(started)
}
