import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Transfer } from '../../shared/ipc/schemas/transfers.ts'
import type { Digest } from '../../shared/model/digest.ts'
import type { AppRig } from './app-rig.ts'
import { temporaryFolder } from './temporary-folder.ts'

/** Resolves when the transfer has ended, however. */
export const transferEnded = async (
  { call }: Pick<AppRig, 'call'>,
  transferId: string,
): Promise<Transfer> => {
  const hangUp = new AbortController()
  const over = Promise.withResolvers<Transfer>()
  const watching = call(
    'transfers.watch',
    {},
    {
      signal: hangUp.signal,
      onProgress: ({ transfers }) => {
        const one = transfers.find(({ id }) => id === transferId)
        if (one && one.state !== 'waiting' && one.state !== 'running') over.resolve(one)
      },
    },
  )
  watching.catch(error => over.reject(error))
  const transfer = await over.promise
  hangUp.abort()
  await watching.catch(() => undefined)
  return transfer
}

/** Pushes an archive as a user does who drops a file. Throws what `push.start` throws. */
export const pushArchive = async (
  rig: AppRig,
  registryId: string,
  { namespace, fileName, bytes }: { namespace: string; fileName: string; bytes: Uint8Array },
): Promise<Transfer> => {
  const file = path.join(temporaryFolder(), fileName)
  writeFileSync(file, bytes)
  const granted = { path: file, fileName, modifiedMs: 0, temporary: false }
  const { drafts } = await rig.call('drafts.open', { tokens: [rig.app.grants.grant(granted)] })
  const draftId = drafts[0]?.draftId ?? ''
  const started = await rig.call('push.start', { draftId, target: { registryId, namespace } })
  if (started.result !== 'started') throw new Error(started.result)
  return transferEnded(rig, started.transferId)
}

/** Pulls into the browser; the file lies where its ticket says. */
export const pullArchive = async (
  rig: AppRig,
  what: {
    registryId: string
    repository: string
    digest: Digest
    tag: string
    fromCache?: true
  },
): Promise<{ transfer: Transfer; file: string | undefined }> => {
  const destination = { kind: 'browser' } as const
  const request = { ...what, destination, keepProvenance: true, onExisting: 'ask' } as const
  const started = await rig.call('pull.start', request)
  if (started.result !== 'started') throw new Error(started.result)
  const transfer = await transferEnded(rig, started.transferId)
  if (transfer.state !== 'done') return { transfer, file: undefined }
  const { tickets } = await rig.call('transfers.tickets', { transferId: started.transferId })
  const file = rig.app.downloads.redeem(tickets[0]?.url.split('/').at(-1) ?? '')
  return { transfer, file: file?.path }
}
