import type { Transfer } from '../../../shared/ipc/schemas/transfers.ts'

export const groupNames = ['running', 'waiting', 'failed', 'finished'] as const
export type GroupName = (typeof groupNames)[number]

const groupOf: Record<Transfer['state'], GroupName> = {
  running: 'running',
  waiting: 'waiting',
  failed: 'failed',
  done: 'finished',
  cancelled: 'finished',
}

export type Group = { readonly name: GroupName; readonly transfers: readonly Transfer[] }

/** When it ended, or began. */
export const timeOf = (transfer: Transfer): number =>
  'endedAtMs' in transfer ? transfer.endedAtMs : transfer.startedAtMs

/** Running, waiting, failed, finished; the newest of each first. Empty groups are left out. */
export const groupTransfers = (transfers: readonly Transfer[]): readonly Group[] =>
  groupNames
    .map(name => ({
      name,
      transfers: transfers
        .filter(({ state }) => groupOf[state] === name)
        .toSorted((a, b) => timeOf(b) - timeOf(a)),
    }))
    .filter(group => group.transfers.length > 0)
