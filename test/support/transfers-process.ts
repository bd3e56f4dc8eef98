// A core of its own that begins one transfer and is killed in the middle of it. argv: pull or push, registry host,
// database file, folder to save to or file to push, digest.
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Digest } from '../../shared/model/digest.ts'
import { createTransfersRig } from './transfers-rig.ts'

const [action, host = '', databaseFile = '', target = '', digest = ''] = process.argv.slice(2)
const { signal } = new AbortController()
const rig = await createTransfersRig({ host, database: new DatabaseSync(databaseFile) })
console.log(rig.folder)

if (action === 'pull') {
  rig.chosen.folder = target
  const folder = await rig.transfers.folders.choose()
  await rig.transfers.pulls.start(
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
} else {
  const { drafts } = await rig.transfers.drafts.openPaths([path.resolve(target)], signal)
  await rig.transfers.pushes.start(
    {
      draftId: drafts[0]?.draftId ?? '',
      target: { registryId: rig.registryId, namespace: 'team' },
    },
    signal,
  )
}
