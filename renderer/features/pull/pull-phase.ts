import type { Transfer } from '../../../shared/ipc/schemas/transfers.ts'
import type { PullStage } from './use-pull.ts'

export type PullPhase =
  'resolving' | 'choosing' | 'asking' | 'running' | 'done' | 'failed' | 'cancelled'

/** Where the dialog stands, of what it did itself and what the core tells of the transfer. */
export const pullPhase = (stage: PullStage, transfer: Transfer | undefined): PullPhase => {
  switch (stage.kind) {
    case 'choosing':
      return 'choosing'
    case 'exists':
      return 'asking'
    case 'already-there':
      return 'done'
    case 'failed':
      return 'failed'
    case 'starting':
      return 'running'
    case 'transfer':
      return !transfer || transfer.state === 'waiting' ? 'running' : transfer.state
  }
}
