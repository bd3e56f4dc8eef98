import { describe, expect, it } from 'vitest'
import { eachAtMost } from '../../../electron/core/async/each-at-most.ts'
import { createKeyedLock } from '../../../electron/core/async/keyed-lock.ts'
import { createSingleFlight } from '../../../electron/core/async/single-flight.ts'
import { createSlots } from '../../../electron/core/async/slots.ts'
import { untilAborted } from '../../../electron/core/async/until-aborted.ts'
import { within } from '../../../electron/core/async/within.ts'
import { createTestClock } from '../../support/fault-registry/test-clock.ts'

const never = new AbortController().signal
const cancelled = { code: 'cancelled', reason: 'by-user' }

describe('untilAborted', () => {
  it('lets one go who no longer waits, before and while it waits', async () => {
    const caller = new AbortController()
    const waiting = untilAborted(new Promise<void>(() => {}), caller.signal)
    caller.abort()
    await expect(waiting).rejects.toMatchObject(cancelled)
    await expect(untilAborted(Promise.resolve(1), caller.signal)).rejects.toMatchObject(cancelled)
  })
  it('leaves nobody with a failure that was no longer waited for', async () => {
    const failing = Promise.withResolvers<void>()
    const waiting = untilAborted(failing.promise, AbortSignal.abort())
    await expect(waiting).rejects.toMatchObject(cancelled)
    // Vitest fails the run for a rejection that nobody handles.
    failing.reject(new Error('too late'))
    await new Promise(setImmediate)
  })
  it('is the promise itself where nobody may leave', () => {
    const promise = Promise.resolve(1)
    expect(untilAborted(promise, undefined)).toBe(promise)
  })
})

describe('createSingleFlight', () => {
  it('asks once for all who wait, and again once it is over', async () => {
    const share = createSingleFlight<number>()
    let asked = 0
    const ask = async () => (asked += 1)
    expect(await Promise.all([share('a', never, ask), share('a', undefined, ask)])).toEqual([1, 1])
    expect(await share('b', never, ask)).toBe(2)
    expect(await share('a', never, ask)).toBe(3)
  })
  it('goes on for the others when one leaves, and forgets a failure', async () => {
    const share = createSingleFlight<number>()
    const answer = Promise.withResolvers<number>()
    const caller = new AbortController()
    const leaving = share('a', caller.signal, () => answer.promise)
    const staying = share('a', never, () => Promise.reject(new Error('never asked')))
    caller.abort()
    await expect(leaving).rejects.toMatchObject(cancelled)
    answer.reject(new Error('refused'))
    await expect(staying).rejects.toThrow('refused')
    expect(await share('a', never, async () => 5)).toBe(5)
  })
})

describe('createSlots', () => {
  it('serves who came first, and skips who left', async () => {
    const slots = createSlots(1)
    const release = await slots.take(never)
    const order: string[] = []
    const caller = new AbortController()
    const leaving = slots.take(caller.signal)
    const second = slots.take(never).then(give => (order.push('second'), give()))
    const third = slots.take(never).then(give => (order.push('third'), give()))
    caller.abort()
    await expect(leaving).rejects.toMatchObject(cancelled)
    await expect(slots.take(caller.signal)).rejects.toMatchObject(cancelled)
    expect(order).toEqual([])
    release()
    await Promise.all([second, third])
    expect(order).toEqual(['second', 'third'])
  })
  it('has as many at a time as it was made with', async () => {
    const slots = createSlots(2)
    const [first] = await Promise.all([slots.take(never), slots.take(never)])
    let isIn = false
    const waiting = slots.take(never).then(() => (isIn = true))
    await new Promise(setImmediate)
    expect(isIn).toBe(false)
    first()
    await waiting
  })
})

describe('within', () => {
  const late = () => 'late'

  it('says what holds when it takes too long', async () => {
    const clock = createTestClock()
    const waiting = within({ clock, ms: 3_000 }, new Promise<string>(() => {}), late)
    await clock.sleeping(3_000)
    clock.advance(3_000)
    expect(await waiting).toBe('late')
  })
  it('gives what came in time, failures too, and stops its clock', async () => {
    const clock = createTestClock()
    expect(await within({ clock, ms: 10 }, Promise.resolve('there'), late)).toBe('there')
    await expect(
      within({ clock, ms: 10 }, Promise.reject(new Error('broken')), late),
    ).rejects.toThrow('broken')
    clock.advance(10)
  })
  it('ends with the caller', async () => {
    const clock = createTestClock()
    const caller = new AbortController()
    const wait = { clock, ms: 10, signal: caller.signal }
    const waiting = within(wait, new Promise<string>(() => {}), late)
    caller.abort()
    await expect(waiting).rejects.toMatchObject(cancelled)
  })
})

describe('createKeyedLock', () => {
  it('keeps jobs of one key apart, whatever became of the one before, and no others', async () => {
    const lock = createKeyedLock()
    const order: string[] = []
    const first = Promise.withResolvers<void>()
    const failing = lock('a', async () => {
      await first.promise
      order.push('first of a')
      throw new Error('broken')
    })
    const next = lock('a', async () => order.push('second of a'))
    await lock('b', async () => order.push('b'))
    first.resolve()
    await expect(failing).rejects.toThrow('broken')
    await next
    expect(order).toEqual(['b', 'first of a', 'second of a'])
  })
})

describe('eachAtMost', () => {
  it('has at most so many under way, in order', async () => {
    let running = 0
    let most = 0
    const order: number[] = []
    await eachAtMost(2, [1, 2, 3, 4, 5], async item => {
      order.push(item)
      most = Math.max(most, (running += 1))
      await new Promise(setImmediate)
      running -= 1
    })
    expect({ order, most }).toEqual({ order: [1, 2, 3, 4, 5], most: 2 })
  })
  it('starts no more after a failure, and throws it once all have ended', async () => {
    const ended: number[] = []
    const act = async (item: number) => {
      if (item === 1) throw new Error('refused')
      await new Promise(setImmediate)
      ended.push(item)
    }
    await expect(eachAtMost(2, [1, 2, 3, 4], act)).rejects.toThrow('refused')
    expect(ended).toEqual([2])
  })
})
