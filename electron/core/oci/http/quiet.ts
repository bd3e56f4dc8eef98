import type { Clock } from './clock.ts'
import type { HttpRequest, HttpResponse } from './http-types.ts'
import { limits } from './limits.ts'
import { withHeader } from './response-headers.ts'

/** Requests wait until then (wall clock) because a registry said so; undefined when they go on. */
export type OnQuiet = (untilMs: number | undefined) => void

/** The waits that hosts have asked for. All requests to a host share one (RFC 6585 4, security row 211). */
export type Quiet = {
  /** Waits while the host wants to be left alone. A long wait is not waited for: the refusal it came with is returned. */
  pass(request: HttpRequest): Promise<HttpResponse | undefined>
  /** From now on nobody asks this host for so long. */
  begin(refusal: HttpResponse, waitMs: number): void
  /** The host answers again, and so does the one that sent us there. */
  end(request: HttpRequest, response: HttpResponse): void
}

type Entry = {
  readonly untilMs: number
  /** What the host said, even where we do not leave it alone for so long. */
  readonly saidUntilMs: number
  readonly refusal: HttpResponse
  waiting: number
}

const maxEntries = 100

export const createQuiet = (
  clock: Clock,
  onQuiet: OnQuiet = () => undefined,
  random: () => number = Math.random,
): Quiet => {
  const entries = new Map<string, Entry>()
  const told = new Map<string, number>()
  const repeated = new WeakSet<HttpResponse>()

  /** Of several hosts the one that waits longest: the wait is over when all are. */
  const tellLast = () => {
    const waits = [...told.values()].filter(untilMs => untilMs > clock.now())
    onQuiet(waits.length === 0 ? undefined : Math.max(...waits))
  }
  const tell = (origin: string, waitMs: number) => {
    // A wait that is over before it can be read is not worth a countdown.
    if (waitMs < limits.shownQuietMs) return
    told.set(origin, Math.round(clock.now() + waitMs))
    tellLast()
  }
  const forget = (origin: string) => {
    entries.delete(origin)
    if (told.delete(origin)) tellLast()
  }
  /** One goes at once, the others after it, so that nobody rushes in. */
  const paceMs = (entry: Entry) =>
    Math.min(entry.waiting++ * limits.releaseGapMs * (0.5 + random()), limits.maxBackoffMs)

  const refuse = (request: HttpRequest, entry: Entry): HttpResponse => {
    const refusal = refusalOf(request, entry, clock.monotonicMs())
    repeated.add(refusal)
    return refusal
  }

  return {
    pass: async request => {
      const { origin } = request.target.url
      for (;;) {
        const entry = entries.get(origin)
        if (!entry) return undefined
        const waitMs = entry.untilMs - clock.monotonicMs()
        if (waitMs > limits.maxRetryAfterMs) return refuse(request, entry)
        if (waitMs > 0) await clock.sleep(waitMs + paceMs(entry), request.signal)
        // Another may have been refused meanwhile.
        else return undefined
      }
    },
    begin: (refusal, waitMs) => {
      // What we said ourselves begins no wait, or one of an hour would never end.
      if (repeated.has(refusal)) return
      const { origin } = refusal.url
      const now = clock.monotonicMs()
      const untilMs = now + Math.min(waitMs, limits.maxQuietMs)
      if (untilMs <= (entries.get(origin)?.untilMs ?? 0)) return
      const [oldest] = entries.keys()
      // A registry may send us to ever new hosts.
      if (entries.size >= maxEntries && oldest !== undefined) forget(oldest)
      entries.set(origin, { untilMs, saidUntilMs: now + waitMs, refusal, waiting: 0 })
      tell(origin, waitMs)
    },
    end: (request, response) => {
      for (const { origin } of [request.target.url, response.url]) {
        const entry = entries.get(origin)
        // An answer to what was sent before the wait began ends nothing.
        if (entry && entry.untilMs <= clock.monotonicMs()) forget(origin)
      }
    },
  }
}

const refusalOf = (
  request: HttpRequest,
  { refusal, saidUntilMs }: Entry,
  now: number,
): HttpResponse => {
  const seconds = String(Math.ceil((saidUntilMs - now) / 1000))
  const headers = withHeader(refusal.headers, 'retry-after', seconds)
  return { ...refusal, request, url: request.target.url, headers }
}
