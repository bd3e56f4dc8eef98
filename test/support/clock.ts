import type { Clock } from '../../electron/core/ports.ts'

/** A clock that stands still: `sleep` returns at once and moves it; `advance` moves it by hand. */
export const testClock = () => {
  let nowMs = Date.UTC(2026, 0, 1)
  let elapsedMs = 0
  let slept = 0
  return {
    now: () => nowMs,
    monotonicMs: () => elapsedMs,
    sleep: async (ms: number, signal?: AbortSignal) => {
      signal?.throwIfAborted()
      nowMs += ms
      elapsedMs += ms
      slept += ms
    },
    advance: (ms: number) => {
      nowMs += ms
      elapsedMs += ms
    },
    get slept() {
      return slept
    },
  } satisfies Clock & { advance: (ms: number) => void; readonly slept: number }
}
