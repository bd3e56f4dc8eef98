import type { Clock } from './clock.ts'
import { limits } from './limits.ts'

export type StallGuard = {
  /** Aborted when the other side was too slow. */
  readonly signal: AbortSignal
  /** Bytes went through, in either direction. */
  received(bytes: number): void
  /** The request is sent; only its answer is missing. */
  awaitAnswer(ms: number): void
  answered(): void
  pause(): void
  resume(): void
  stop(): void
}

const tickMs = 5_000

/**
 * Watches one exchange: time to the answer, silence, a rate below 1 KiB/s over a minute, and the whole call
 * where it has a bound. One coarse timer instead of one per chunk; it stands still while the receiver is busy.
 */
export const createStallGuard = (clock: Clock, callMs: number | undefined): StallGuard => {
  const expired = new AbortController()
  const stopped = new AbortController()
  const startMs = clock.monotonicMs()
  let answerDueMs = Infinity
  let paused = false
  let lastMs = startMs
  let windowMs = startMs
  let windowBytes = 0

  const startWindow = (now: number) => {
    lastMs = now
    windowMs = now
    windowBytes = 0
  }
  const isStalled = (now: number): boolean => {
    if (callMs !== undefined && now - startMs >= callMs) return true
    if (paused) return false
    if (answerDueMs !== Infinity) return now >= answerDueMs
    if (now - lastMs >= limits.idleMs) return true
    if (now - windowMs < limits.rateWindowMs) return false
    const enough = ((now - windowMs) / 1000) * limits.minBytesPerSecond
    if (windowBytes < enough) return true
    windowMs = now
    windowBytes = 0
    return false
  }
  const watch = async () => {
    while (!stopped.signal.aborted) {
      await clock.sleep(tickMs, stopped.signal)
      if (!isStalled(clock.monotonicMs())) continue
      expired.abort()
      return
    }
  }
  // The sleep rejects when stopped: that is the end of the watch, not a failure.
  watch().catch(() => undefined)

  return {
    signal: expired.signal,
    received: bytes => {
      lastMs = clock.monotonicMs()
      windowBytes += bytes
    },
    awaitAnswer: ms => {
      answerDueMs = clock.monotonicMs() + ms
    },
    answered: () => {
      answerDueMs = Infinity
      startWindow(clock.monotonicMs())
    },
    pause: () => {
      paused = true
    },
    resume: () => {
      paused = false
      startWindow(clock.monotonicMs())
    },
    stop: () => stopped.abort(),
  }
}
