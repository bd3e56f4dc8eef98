import type { Clock } from '../../electron/core/ports.ts'

/** A clock that runs `times` faster than the wall: half a minute of silence is over in half a second. */
export const hastyClock = (times: number): Clock => {
  const startMs = Date.now()
  const started = performance.now()
  const elapsedMs = () => (performance.now() - started) * times
  return {
    now: () => startMs + elapsedMs(),
    monotonicMs: elapsedMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const end = () => {
          clearTimeout(timer)
          reject(signal?.reason)
        }
        if (signal?.aborted) return reject(signal.reason)
        const timer = setTimeout(() => {
          signal?.removeEventListener('abort', end)
          resolve()
        }, ms / times)
        signal?.addEventListener('abort', end, { once: true })
      }),
  }
}
