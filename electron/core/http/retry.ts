import type { Clock } from '../ports.ts'
import type { HttpRequest, HttpResponse, Send } from './base/http-types.ts'
import { limits } from './base/limits.ts'
import type { Quiet } from './quiet-hosts.ts'
import { parseRetryAfter } from './base/retry-after.ts'
import { isTransient } from './base/transport-errors.ts'

/** Said of what may be otherwise in a moment. */
export const passingStatus = new Set([408, 425, 429, 500, 502, 503, 504])

type RetryOptions = { readonly tries?: number | undefined; readonly random?: () => number }

/**
 * The only owner of retries: at most 4 tries, 250 ms doubled ±25 %, `Retry-After` obeyed up to a minute. What a host
 * says of its load (429, or 503 with a time) holds for all requests to it. What is still refused at the end is
 * returned, not thrown.
 */
export const withRetry = (
  send: Send,
  clock: Clock,
  quiet: Quiet,
  { tries = limits.tries, random = Math.random }: RetryOptions = {},
): Send => {
  const backoffMs = (attempt: number) => {
    const spreadMs = limits.firstBackoffMs * 2 ** (attempt - 1) * (0.75 + random() * 0.5)
    return Math.min(spreadMs, limits.maxBackoffMs)
  }
  const attemptOnce = async (request: HttpRequest): Promise<Outcome> => {
    try {
      return { response: await send(request) }
    } catch (error) {
      return { error }
    }
  }
  /** How long to wait before the next try, beyond what everybody waits. */
  const waitAfter = (request: HttpRequest, response: HttpResponse, attempt: number): number => {
    const askedMs = parseRetryAfter(response.headers.get('retry-after'), clock.now())
    const waitMs = askedMs ?? backoffMs(attempt)
    if (!isAboutLoad(response, askedMs)) return waitMs
    quiet.begin(response, waitMs)
    return response.url.origin === request.target.url.origin ? 0 : waitMs
  }

  return async request => {
    const mayRepeat = request.repeatable ?? isSafe(request)
    let busyMs = 0
    for (let attempt = 1; ; attempt++) {
      const refusal = await quiet.pass(request)
      if (refusal) return refusal
      const startMs = clock.monotonicMs()
      const outcome = await attemptOnce(request)
      busyMs += clock.monotonicMs() - startMs
      const isLast = !mayRepeat || attempt >= tries || busyMs > limits.callMs
      if ('error' in outcome) {
        if (isLast || !isTransient(outcome.error)) throw outcome.error
        await clock.sleep(backoffMs(attempt), request.signal)
        continue
      }
      const { response } = outcome
      if (!passingStatus.has(response.status)) {
        quiet.end(request, response)
        return response
      }
      const waitMs = waitAfter(request, response, attempt)
      if (isLast || waitMs > limits.maxRetryAfterMs) return response
      if (waitMs > 0) await clock.sleep(waitMs, request.signal)
    }
  }
}

type Outcome = { readonly response: HttpResponse } | { readonly error: unknown }

const isSafe = ({ method }: HttpRequest): boolean => method === 'GET' || method === 'HEAD'

/** What holds for all requests to the host. */
export const isAboutLoad = ({ status }: HttpResponse, askedMs: number | undefined): boolean =>
  status === 429 || (status === 503 && askedMs !== undefined)
