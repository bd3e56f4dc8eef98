import { expect, it } from 'vitest'
import type { Transfer } from '../../../shared/ipc/schemas/transfers.ts'
import { groupTransfers } from '../../../renderer/features/transfers/transfer-groups.ts'

const transfer = (id: string, state: Transfer['state'], startedAtMs: number, endedAtMs?: number) =>
  ({ id, state, startedAtMs, ...(endedAtMs !== undefined && { endedAtMs }) }) as Transfer

it('puts running, waiting, failed and finished transfers below each other, the latest first', () => {
  const groups = groupTransfers([
    transfer('done early', 'done', 1, 9),
    transfer('waits', 'waiting', 5),
    transfer('failed', 'failed', 2, 3),
    transfer('cancelled late', 'cancelled', 1, 12),
    transfer('runs', 'running', 4),
  ])
  expect(groups.map(({ name, transfers }) => [name, transfers.map(({ id }) => id)])).toEqual([
    ['running', ['runs']],
    ['waiting', ['waits']],
    ['failed', ['failed']],
    ['finished', ['cancelled late', 'done early']],
  ])
})
