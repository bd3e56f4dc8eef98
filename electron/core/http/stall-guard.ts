import type { Clock } from '../ports.ts'
import { limits } from './base/limits.ts'

export type StallGuard = {
  /** Ends the exchange: the caller cancelled, or the other side was too slow. */
  readonly signal: AbortSignal
  isExpired(): boolean
  /** Bytes went through, in either direction. */
  received(bytes: number): void
  /** The request is sent; only its answer is missing. */
  awaitAnswer(ms: number): void
  answered(): void
  /** Our own side is busy: nothing counts until `resume`. */
  pause(): void
  resume(): void
  stop(): void
}

const tickMs = 5_000

export type StallWatch = {
  /** Begins to watch one exchange; `cancelled` is the caller's own wish to end it. */
  start(callMs: number | undefined, cancelled: AbortSignal): StallGuard
}

/** One coarse timer for all exchanges of a client, instead of several for each chunk. */
export const createStallWatch = (clock: Clock, closed: AbortSignal): StallWatch => {
  const checks = new Set<() => void>()
  let isTicking = false
  const tick = async () => {
    try {
      while (checks.size > 0) {
        await clock.sleep(tickMs, closed)
        for (const check of checks) check()
      }
    } finally {
      isTicking = false
    }
  }
  const keepTicking = () => {
    if (isTicking) return
    isTicking = true
    // The sleep rejects when the client closes: that is the end of the watch, not a failure.
    tick().catch(() => undefined)
  }
  return {
    start: (callMs, cancelled) => {
      const { guard, check } = createStallGuard(clock, callMs, cancelled, () =>
        checks.delete(check),
      )
      checks.add(check)
      keepTicking()
      return guard
    },
  }
}

/**
 * Time to the answer, silence, a rate below 1 KiB/s over a minute, and the whole call where it has a bound. Nothing
 * counts while the receiver is busy.
 */
const createStallGuard = (
  clock: Clock,
  callMs: number | undefined,
  cancelled: AbortSignal,
  onStop: () => void,
): { readonly guard: StallGuard; readonly check: () => void } => {
  const ending = new AbortController()
  const startMs = clock.monotonicMs()
  let isExpired = false
  let answerDueMs = Infinity
  let pausedMs: number | undefined
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
    if (pausedMs !== undefined) return false
    if (answerDueMs !== Infinity) return now >= answerDueMs
    if (now - lastMs >= limits.idleMs) return true
    if (now - windowMs < limits.rateWindowMs) return false
    const enough = ((now - windowMs) / 1000) * limits.minBytesPerSecond
    if (windowBytes < enough) return true
    windowMs = now
    windowBytes = 0
    return false
  }
  const cancel = () => ending.abort()
  if (cancelled.aborted) cancel()
  cancelled.addEventListener('abort', cancel, { once: true })

  const guard: StallGuard = {
    signal: ending.signal,
    isExpired: () => isExpired,
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
      pausedMs ??= clock.monotonicMs()
    },
    resume: () => {
      if (pausedMs === undefined) return
      const now = clock.monotonicMs()
      const tookMs = now - pausedMs
      pausedMs = undefined
      // Later by as much, or a rate over a minute would never be seen where each chunk has its pause.
      lastMs = Math.min(now, lastMs + tookMs)
      windowMs = Math.min(now, windowMs + tookMs)
    },
    stop: () => {
      cancelled.removeEventListener('abort', cancel)
      onStop()
    },
  }
  const check = () => {
    if (!isStalled(clock.monotonicMs())) return
    isExpired = true
    onStop()
    ending.abort()
  }
  return { guard, check }
}
