import type { Clock } from './clock.ts'
import type { HttpRequest, HttpResponse, Send } from './http-types.ts'
import { limits } from './limits.ts'
import { parseRetryAfter } from './retry-after.ts'
import { isTransient } from './transport-errors.ts'

const passingStatus = new Set([408, 425, 429, 500, 502, 503, 504])

/**
 * The only owner of retries: at most 4 tries, 250 ms doubled ±25 %, `Retry-After` obeyed up to a minute. After a 429
 * all requests of the registry wait together. What is still refused at the end is returned, not thrown.
 */
export const withRetry = (send: Send, clock: Clock, random: () => number = Math.random): Send => {
  let quietUntilMs = 0

  const waitForQuiet = async (signal: AbortSignal) => {
    const waitMs = quietUntilMs - clock.monotonicMs()
    if (waitMs > 0) await clock.sleep(waitMs, signal)
  }

  const waitBefore = async (next: number, askedMs: number | undefined, signal: AbortSignal) => {
    if (askedMs !== undefined) return clock.sleep(askedMs, signal)
    const backoffMs = limits.firstBackoffMs * 2 ** (next - 1) * (0.75 + random() * 0.5)
    return clock.sleep(Math.min(backoffMs, limits.maxBackoffMs), signal)
  }

  return async request => {
    const startMs = clock.monotonicMs()
    const mayRepeat = request.repeatable ?? isSafe(request)
    for (let attempt = 1; ; attempt++) {
      await waitForQuiet(request.signal)
      const outcome = await attemptOnce(send, request)
      const isLast =
        !mayRepeat || attempt >= limits.tries || clock.monotonicMs() - startMs > limits.callMs
      if ('error' in outcome) {
        if (isLast || !isTransient(outcome.error)) throw outcome.error
        await waitBefore(attempt, undefined, request.signal)
        continue
      }
      const { response } = outcome
      if (!passingStatus.has(response.status)) return response
      const askedMs = parseRetryAfter(response.headers.get('retry-after'), clock.now())
      if (isLast || (askedMs ?? 0) > limits.maxRetryAfterMs) return response
      if (response.status === 429 && askedMs !== undefined) {
        quietUntilMs = Math.max(quietUntilMs, clock.monotonicMs() + askedMs)
      }
      await waitBefore(attempt, askedMs, request.signal)
    }
  }
}

const isSafe = ({ method }: HttpRequest): boolean => method === 'GET' || method === 'HEAD'

const attemptOnce = async (
  send: Send,
  request: HttpRequest,
): Promise<{ response: HttpResponse } | { error: unknown }> => {
  try {
    return { response: await send(request) }
  } catch (error) {
    return { error }
  }
}
