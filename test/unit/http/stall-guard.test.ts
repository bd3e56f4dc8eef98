import { expect, it } from 'vitest'
import { createStallWatch } from '../../../electron/core/http/stall-guard.ts'
import { createTestClock } from '../../support/fault-registry/test-clock.ts'

const never = new AbortController().signal

/** Lets time pass in steps, so that each wake of the watch is seen. */
const start = () => {
  const clock = createTestClock()
  const guard = createStallWatch(clock, never).start(undefined, never)
  guard.answered()
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) {
      clock.advance(1_000)
      await Promise.resolve()
      await Promise.resolve()
    }
  }
  return { guard, pass }
}

it('a body that stands still for half a minute is given up, however fast it came before', async () => {
  const { guard, pass } = start()
  guard.received(100_000_000)
  await pass(29)
  expect(guard.isExpired()).toBe(false)
  await pass(7)
  expect(guard.isExpired()).toBe(true)
  expect(guard.signal.aborted).toBe(true)
})

it('a body is not given up while its receiver is busy', async () => {
  const { guard, pass } = start()
  guard.received(1)
  guard.pause()
  await pass(300)
  guard.resume()
  await pass(20)
  expect(guard.isExpired()).toBe(false)
})

it('a body whose every chunk is waited for is judged by the time between', async () => {
  const { guard, pass } = start()
  for (let minute = 0; minute < 3; minute++) {
    for (let chunk = 0; chunk < 6; chunk++) {
      guard.received(10)
      guard.pause()
      await pass(300)
      guard.resume()
      await pass(15)
    }
  }
  expect(guard.isExpired()).toBe(true)
})
