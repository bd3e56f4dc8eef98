import type { EndpointsOf } from '../dispatcher.ts'
import type { Clock } from '../ports.ts'
import type { Transfers } from '../transfers/transfers.ts'
import { watchTransfers } from '../transfers/engine/watch-transfers.ts'

export const createTransferEndpoints = (
  { engine, ...transfers }: Transfers,
  clock: Clock,
): EndpointsOf<'transfers'> => ({
  'transfers.watch': async (_input, { signal, progress }) => {
    await watchTransfers(engine, progress, clock, signal)
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
