import type { Clock } from '../../electron/core/ports.ts'

export type HastyClock = Clock & {
  /** Lets so much time pass at once; whoever has slept long enough wakes. */
  skip(ms: number): void
}

/** A clock that runs `times` faster than the wall: half a minute of silence is over in half a second. */
export const hastyClock = (times: number): HastyClock => {
  const startMs = Date.now()
  const started = performance.now()
  const sleepers = new Map<() => void, number>()
  let skippedMs = 0
  const elapsedMs = () => (performance.now() - started) * times + skippedMs
  return {
    now: () => startMs + elapsedMs(),
    monotonicMs: elapsedMs,
    skip: ms => {
      skippedMs += ms
      const now = elapsedMs()
      for (const [wake, dueMs] of sleepers) if (dueMs <= now) wake()
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const leave = () => {
          clearTimeout(timer)
          sleepers.delete(wake)
          signal?.removeEventListener('abort', end)
        }
        const wake = () => {
          leave()
          resolve()
        }
        const end = () => {
          leave()
          reject(signal?.reason)
        }
        if (signal?.aborted) return reject(signal.reason)
        const timer = setTimeout(wake, ms / times)
        sleepers.set(wake, elapsedMs() + ms)
        signal?.addEventListener('abort', end, { once: true })
      }),
  }
}
