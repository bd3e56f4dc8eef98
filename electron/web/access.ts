import type { Clock } from '../core/ports.ts'
import { hashSecret, isSecret, newSecret, type SecretHash } from './secret-hash.ts'

export const linkLifetimeMs = 10 * 60 * 1000
export const idleLifetimeMs = 12 * 60 * 60 * 1000
const maxSessions = 32
const maxPagesPerSession = 64

/** One browser that followed a link: the cookie says which browser, a page token which of its pages. */
export type Session = {
  readonly cookie: SecretHash
  readonly pages: SecretHash[]
  /** Aborted when the session ends; sockets close with it. */
  readonly ended: AbortController
  lastUsedMs: number
}

export type Exchange = { readonly cookie: string | undefined; readonly page: string }

export type Access = {
  /** A new one-time link's token; the one before it is void. */
  issueLink(): string
  /** A used, old or wrong link gives undefined. A browser that has a session keeps its cookie. */
  exchange(link: string, cookie: string | undefined): Exchange | undefined
  /** Who asks, when both the cookie and the page's token are right. */
  authenticate(cookie: string | undefined, page: string | undefined): Session | undefined
  /** By the cookie alone: for what a single-use ticket guards too. */
  recognise(cookie: string | undefined): Session | undefined
  /** The user did something: the idle time starts again. */
  touch(session: Session): void
  end(session: Session): void
  endIdle(): void
  endAll(): void
}

export const createAccess = (clock: Clock): Access => {
  const sessions = new Set<Session>()
  let link: { readonly hash: SecretHash; readonly issuedMs: number } | undefined

  const takeLink = (candidate: string): boolean => {
    if (link === undefined || !isSecret(link.hash, candidate)) return false
    const isFresh = clock.monotonicMs() - link.issuedMs < linkLifetimeMs
    link = undefined
    return isFresh
  }
  const end = (session: Session) => {
    sessions.delete(session)
    session.ended.abort()
  }
  const endIdle = () => {
    for (const session of sessions)
      if (clock.monotonicMs() - session.lastUsedMs >= idleLifetimeMs) end(session)
  }
  const recognise = (cookie: string | undefined): Session | undefined => {
    if (cookie === undefined) return undefined
    endIdle()
    const found = [...sessions].find(session => isSecret(session.cookie, cookie))
    if (found) found.lastUsedMs = clock.monotonicMs()
    return found
  }
  const start = (cookie: string): Session => {
    const session = {
      cookie: hashSecret(cookie),
      pages: [],
      ended: new AbortController(),
      lastUsedMs: clock.monotonicMs(),
    }
    sessions.add(session)
    const [oldest] = sessions
    if (oldest && sessions.size > maxSessions) end(oldest)
    return session
  }

  return {
    issueLink: () => {
      const token = newSecret()
      link = { hash: hashSecret(token), issuedMs: clock.monotonicMs() }
      return token
    },
    exchange: (candidate, cookie) => {
      if (!takeLink(candidate)) return undefined
      const known = recognise(cookie)
      const fresh = newSecret()
      const page = newSecret()
      const session = known ?? start(fresh)
      session.pages.push(hashSecret(page))
      if (session.pages.length > maxPagesPerSession) session.pages.shift()
      return { cookie: known ? undefined : fresh, page }
    },
    authenticate: (cookie, page) => {
      if (page === undefined) return undefined
      const session = recognise(cookie)
      return session?.pages.some(hash => isSecret(hash, page)) ? session : undefined
    },
    recognise,
    touch: session => (session.lastUsedMs = clock.monotonicMs()),
    end,
    endIdle,
    endAll: () => sessions.forEach(end),
  }
}
