import type { Endpoints } from '../dispatcher.ts'
import type { Clock, Desktop } from '../ports.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Transfers } from '../transfers/transfers.ts'
import { watchChanges } from '../transfers/watch.ts'

type TransferMethods = Extract<
  keyof Endpoints,
  | `drafts.${string}`
  | `push.${string}`
  | `pull.${string}`
  | `folders.${string}`
  | `transfers.${string}`
>

export const createTransferEndpoints = (
  { drafts, pushes, pulls, engine, folders, ...transfers }: Transfers,
  desktop: Desktop | undefined,
  clock: Clock,
): Pick<Endpoints, TransferMethods> => ({
  'drafts.open': ({ tokens }, { signal }) => drafts.redeem(tokens, signal),
  'drafts.choose': async (_input, { signal }) =>
    drafts.openPaths((await desktop?.chooseCharts()) ?? [], signal),
  'drafts.removeProvenance': async ({ draftId }) => ({
    draft: await drafts.removeProvenance(draftId),
  }),
  'drafts.discard': async ({ draftIds }) => {
    await drafts.discard(draftIds)
    return {}
  },
  'push.review': (input, context) => pushes.review(input, context),
  'push.start': (input, { signal }) => pushes.start(input, signal),
  'pull.resolve': (input, { signal }) => pulls.resolve(input, signal),
  'pull.start': (input, { signal }) => pulls.start(input, signal),
  'folders.choose': async () => {
    const folder = await folders.choose()
    return folder ? { folder } : {}
  },
  'folders.last': () => {
    const folder = folders.last()
    return folder ? { folder } : {}
  },
  'folders.reveal': ({ transferId }) => {
    if (desktop === undefined) throw new AppError('unsupported', 'not-available-here')
    desktop.revealFile(transfers.savedPath(transferId))
    return {}
  },
  'transfers.watch': async (_input, { signal, progress }) => {
    await watchChanges(engine.onChange, () => progress({ transfers: engine.list() }), clock, signal)
    return {}
  },
  'transfers.cancel': async ({ transferId }) => {
    await engine.cancel(transferId)
    return {}
  },
  'transfers.retry': ({ transferId }, { signal }) => transfers.retry(transferId, signal),
  'transfers.clear': async ({ transferId }) => {
    await transfers.clear(transferId)
    return {}
  },
  'transfers.tickets': ({ transferId }) => transfers.tickets(transferId),
})
