import { setTimeout as sleepFor } from 'node:timers/promises'
import type { Clock } from '../../../electron/core/ports.ts'

export const realClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) => sleepFor(ms, undefined, { signal, ref: false }),
}

export type TestClock = Clock & {
  /** Lets time pass; whoever has slept long enough wakes. */
  advance(ms: number): void
  /** Resolves once somebody sleeps for at least `ms`: then it is time to advance. */
  sleeping(ms: number): Promise<void>
  /** Lets `ms` pass again and again, whenever everybody sleeps, until the promise settles. */
  advanceUntil(settled: Promise<unknown>, ms: number): Promise<void>
  /** How long each finished or running sleep was meant to be. */
  readonly sleeps: readonly number[]
}

type Sleeper = { readonly dueMs: number; readonly ms: number; wake(): void }

/** Time that passes only when told to. */
export const createTestClock = (startMs = Date.UTC(2026, 0, 1)): TestClock => {
  let nowMs = 0
  let sleepers: Sleeper[] = []
  const sleeps: number[] = []
  const watchers = new Set<() => void>()
  const tellWatchers = () => watchers.forEach(watcher => watcher())
  const advance = (ms: number) => {
    nowMs += ms
    const due = sleepers.filter(sleeper => sleeper.dueMs <= nowMs)
    sleepers = sleepers.filter(sleeper => sleeper.dueMs > nowMs)
    for (const sleeper of due) sleeper.wake()
  }
  const sleeping = (ms: number) =>
    new Promise<void>(resolve => {
      const look = () => {
        if (!sleepers.some(sleeper => sleeper.ms >= ms)) return
        watchers.delete(look)
        resolve()
      }
      watchers.add(look)
      look()
    })
  return {
    sleeps,
    advance,
    sleeping,
    advanceUntil: async (settled, ms) => {
      let isSettled = false
      const end = settled.then(
        () => void (isSettled = true),
        () => void (isSettled = true),
      )
      while (!isSettled) {
        await Promise.race([end, sleeping(0)])
        advance(ms)
        await new Promise(resolve => setImmediate(resolve))
      }
    },
    now: () => startMs + nowMs,
    monotonicMs: () => nowMs,
    sleep: (ms, signal) =>
      new Promise<void>((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const sleeper = { dueMs: nowMs + ms, ms, wake: resolve }
        sleepers.push(sleeper)
        sleeps.push(ms)
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter(other => other !== sleeper)
          reject(signal.reason)
        })
        tellWatchers()
      }),
  }
}
