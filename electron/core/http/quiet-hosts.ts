import type { Clock } from '../ports.ts'
import type { HttpRequest, HttpResponse } from './base/http-types.ts'
import { limits } from './base/limits.ts'
import { createResponseHeaders, withHeader } from './base/response-headers.ts'

/** Requests wait until then (wall clock) because a host said so; undefined when they go on. */
export type OnQuiet = (untilMs: number | undefined) => void

/** The waits that hosts have asked for. Whoever asks a host, they hold for it (RFC 6585 4). */
export type QuietHosts = {
  /**
   * What one client knows of them: it is told of the waits of its origin, whoever learnt of them, and of those of
   * other hosts that it met itself.
   */
  join(own: URL, onQuiet?: OnQuiet): Quiet
}

export type Quiet = {
  /** Waits while the host wants to be left alone. A long wait is not waited for: the refusal it came with is returned. */
  pass(request: HttpRequest): Promise<HttpResponse | undefined>
  /** For how long from now the host said that it wants to be left alone; 0 where it may be asked. */
  leftMs(url: URL): number
  /** From now on nobody asks this host for so long. */
  begin(refusal: HttpResponse, waitMs: number): void
  /** The host answers again, and so does the one that sent us there. */
  end(request: HttpRequest, response: HttpResponse): void
  /** Is told of nothing more. */
  leave(): void
}

type Entry = {
  readonly untilMs: number
  /** What the host said, even where we do not leave it alone for so long. */
  readonly saidUntilMs: number
  /** The same by the wall clock; absent for a wait that is over before it can be read, which is not shown. */
  readonly shownUntilMs: number | undefined
  readonly refusal: HttpResponse
  /** Who was refused. */
  readonly by: Member
  waiting: number
}

type Member = { readonly look: () => void }

const maxEntries = 100

export const createQuietHosts = (clock: Clock, random: () => number = Math.random): QuietHosts => {
  const entries = new Map<string, Entry>()
  const members = new Set<Member>()
  const repeated = new WeakSet<HttpResponse>()

  const lookAll = () => {
    for (const { look } of members) look()
  }
  const forget = (origin: string) => {
    if (entries.delete(origin)) lookAll()
  }
  /** One goes at once, the others after it, so that nobody rushes in. */
  const paceMs = (entry: Entry) =>
    Math.min(entry.waiting++ * limits.releaseGapMs * (0.5 + random()), limits.maxBackoffMs)

  const join = (own: URL, onQuiet: OnQuiet = () => undefined): Quiet => {
    const met = new Set([own.origin])
    let told: number | undefined

    /** Of several hosts the one that waits longest: the wait is over when all are. */
    const look = () => {
      const waits = [...met]
        .map(origin => entries.get(origin)?.shownUntilMs ?? 0)
        .filter(untilMs => untilMs > clock.now())
      const untilMs = waits.length === 0 ? undefined : Math.max(...waits)
      if (untilMs === told) return
      told = untilMs
      onQuiet(untilMs)
    }
    const meet = (origin: string) => {
      for (const other of met) if (other !== own.origin && !entries.has(other)) met.delete(other)
      met.add(origin)
      look()
    }
    const member: Member = { look }
    const refuse = (request: HttpRequest, entry: Entry): HttpResponse => {
      const refusal = refusalOf(request, entry, entry.by === member, clock.monotonicMs())
      repeated.add(refusal)
      return refusal
    }

    members.add(member)
    look()
    return {
      pass: async request => {
        const { origin } = request.target.url
        for (;;) {
          const entry = entries.get(origin)
          if (!entry) return undefined
          const waitMs = entry.untilMs - clock.monotonicMs()
          if (waitMs <= 0) return undefined
          meet(origin)
          if (waitMs > limits.maxRetryAfterMs) return refuse(request, entry)
          // Another may have been refused meanwhile.
          await clock.sleep(waitMs + paceMs(entry), request.signal)
        }
      },
      leftMs: ({ origin }) => {
        const entry = entries.get(origin)
        const now = clock.monotonicMs()
        return entry && entry.untilMs > now ? entry.saidUntilMs - now : 0
      },
      begin: (refusal, waitMs) => {
        // What we said ourselves begins no wait, or one of an hour would never end.
        if (repeated.has(refusal)) return
        const { origin } = refusal.url
        const now = clock.monotonicMs()
        const untilMs = now + Math.min(waitMs, limits.maxQuietMs)
        if (untilMs <= (entries.get(origin)?.untilMs ?? 0)) return
        const [oldest] = entries.keys()
        // An origin may send us to ever new hosts.
        if (entries.size >= maxEntries && oldest !== undefined) forget(oldest)
        const shownUntilMs =
          waitMs < limits.shownQuietMs
            ? entries.get(origin)?.shownUntilMs
            : Math.round(clock.now() + waitMs)
        const saidUntilMs = now + waitMs
        entries.set(origin, { untilMs, saidUntilMs, shownUntilMs, refusal, by: member, waiting: 0 })
        meet(origin)
        lookAll()
      },
      end: (request, response) => {
        for (const { origin } of [request.target.url, response.url]) {
          const entry = entries.get(origin)
          // An answer to what was sent before the wait began ends nothing.
          if (entry && entry.untilMs <= clock.monotonicMs()) forget(origin)
        }
      },
      leave: () => void members.delete(member),
    }
  }
  return { join }
}

/** What a host said to another client may say back that one's sign-in: of it no more is repeated than the wait. */
const refusalOf = (
  request: HttpRequest,
  { refusal, saidUntilMs }: Entry,
  isOwn: boolean,
  now: number,
): HttpResponse => {
  const seconds = String(Math.ceil((saidUntilMs - now) / 1000))
  const said = isOwn
    ? refusal
    : { ...refusal, headers: createResponseHeaders({}), bytes: new Uint8Array() }
  const headers = withHeader(said.headers, 'retry-after', seconds)
  return { ...said, request, url: request.target.url, headers }
}
