import type { PullOutcome, Transfer } from '../../shared/ipc/schemas/transfers.ts'

/** Why it failed, if it did. */
export const errorOf = (transfer: Transfer) =>
  transfer.state === 'failed' ? transfer.error : undefined

/** What a pull that is done has saved. Throws where it is none. */
export const outcomeOfPull = (transfer: Transfer): PullOutcome => {
  if (transfer.kind === 'pull' && transfer.state === 'done') return transfer.outcome
  throw new Error(JSON.stringify(transfer))
}
