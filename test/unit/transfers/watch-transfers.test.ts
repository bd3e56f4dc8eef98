import { expect, it } from 'vitest'
import type { Progress } from '../../../shared/ipc/contract.ts'
import type { Transfer } from '../../../shared/ipc/schemas/transfers.ts'
import { withChanges } from '../../../shared/model/transfer-list.ts'
import { watchTransfers } from '../../../electron/core/transfers/engine/watch-transfers.ts'
import { createTestClock } from '../../support/fault-registry/test-clock.ts'

type Told = Progress<'transfers.watch'>

const transfer = (id: string, movedBytes = 0) => ({ id, movedBytes }) as Transfer

/** Lets what waits for a turn of the loop run. */
const settle = () => new Promise(resolve => setImmediate(resolve))

const setUp = async (...ids: string[]) => {
  let list = ids.map(id => transfer(id))
  let listener: (id: string) => void = () => undefined
  const engine = {
    list: () => list,
    shown: (id: string) => list.find(one => one.id === id),
    onChange: (next: typeof listener) => {
      listener = next
      return () => true
    },
  }
  const clock = createTestClock()
  const told: Told[] = []
  const end = new AbortController()
  const watching = watchTransfers(engine, one => void told.push(one), clock, end.signal)
  await settle()
  return {
    told,
    list: () => list,
    change: (next: Transfer[], ...changed: string[]) => {
      list = next
      for (const id of changed) listener(id)
    },
    pause: async () => {
      await settle()
      clock.advance(100)
      await settle()
    },
    end: async () => {
      end.abort()
      await watching
    },
  }
}

it('tells the whole list once, then only what has changed', async () => {
  const { told, list, change, pause, end } = await setUp('b', 'a')
  change([transfer('b'), transfer('a', 5)], 'a')
  await pause()
  change([transfer('c'), ...list()], 'c')
  await pause()
  change([transfer('c'), transfer('a', 5)], 'b')
  await pause()
  expect(told.map(({ transfers, gone }) => [transfers.map(({ id }) => id), gone])).toEqual([
    [['b', 'a'], undefined],
    [['a'], undefined],
    [['c'], undefined],
    [[], ['b']],
  ])
  const whole = told.reduce<readonly Transfer[]>(withChanges, [])
  expect(whole).toEqual(list())
  await end()
})

it('tells many changes within a moment as one, and never loses the last', async () => {
  const { told, change, pause, end } = await setUp('a')
  change([transfer('a', 1)], 'a')
  await settle()
  for (let bytes = 2; bytes <= 50; bytes++) change([transfer('a', bytes)], 'a')
  await pause()
  expect(told.map(({ transfers }) => transfers[0]?.movedBytes)).toEqual([0, 1, 50])
  await end()
})

it('says nothing of one that nobody was told of', async () => {
  const { told, change, pause, end } = await setUp()
  change([], 'never-shown')
  await pause()
  expect(told).toEqual([{ transfers: [] }])
  await end()
})
