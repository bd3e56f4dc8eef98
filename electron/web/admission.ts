import type { IncomingMessage } from 'node:http'

/** Names under which this server may be asked for, as `host` or `host:port` in lower case. */
export type KnownHosts = {
  /** Origins that a page of ours has when it was asked for under this Host header; none for a foreign one. */
  originsOf(hostHeader: string): readonly string[]
}

const ownNames = ['127.0.0.1', 'localhost', '[::1]']

/** The bound port under loopback names, and what --allow-host names (forwarded from a container or ssh). */
export const createKnownHosts = (port: number, allowed: readonly string[]): KnownHosts => {
  const origins = new Map<string, readonly string[]>()
  for (const name of ownNames) origins.set(`${name}:${port}`, [`http://${name}:${port}`])
  for (const host of allowed) {
    const schemes = ['http', 'https'].map(scheme => new URL(`${scheme}://${host}`))
    // A browser leaves out a scheme's own port, in the Host header and in the origin.
    for (const url of schemes)
      origins.set(
        url.host,
        schemes.map(({ origin }) => origin),
      )
    origins.set(
      host,
      schemes.map(({ origin }) => origin),
    )
  }
  return { originsOf: hostHeader => origins.get(hostHeader) ?? [] }
}

export type Refusal = { readonly status: 400 | 403 | 405 | 421; readonly reason: string }

/** What a request wants: `page` is a built file, `api` everything that reads or changes state. */
export type Kind = 'page' | 'api'

/**
 * Everything that can be said before a route is looked at. Loopback is no border: any page in the user's browser
 * and any name that resolves here can reach it, so Host, Origin and Sec-Fetch must all be ours.
 */
export const refuse = (
  request: IncomingMessage,
  kind: Kind,
  hosts: KnownHosts,
): Refusal | undefined => {
  const { origin, 'sec-fetch-site': site } = request.headers
  const origins = hosts.originsOf(onlyHost(request) ?? '')
  if (origins.length === 0) return { status: 421, reason: 'foreign-host' }
  if (!request.url?.startsWith('/')) return { status: 400, reason: 'malformed-target' }
  if (origin !== undefined && !origins.includes(origin))
    return { status: 403, reason: 'foreign-origin' }
  if (origin === undefined && needsOrigin(request)) return { status: 403, reason: 'no-origin' }
  if (site !== undefined && !isOwnFetch(request, kind))
    return { status: 403, reason: 'foreign-fetch' }
  return undefined
}

/** Undefined when absent or given twice: two readers of one request must not see two hosts. */
const onlyHost = ({ rawHeaders }: IncomingMessage): string | undefined => {
  const hosts = rawHeaders.filter(
    (_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'host',
  )
  return hosts.length === 1 ? hosts[0]?.toLowerCase() : undefined
}

const needsOrigin = ({ method, headers }: IncomingMessage) =>
  headers.upgrade !== undefined || (method !== 'GET' && method !== 'HEAD')

/**
 * A page may be opened from anywhere (typed, or from the file that the launcher hands to the browser), in a tab
 * of its own; what it loads, and every call, comes from the page itself.
 */
const isOwnFetch = ({ headers }: IncomingMessage, kind: Kind): boolean => {
  if (headers['sec-fetch-site'] === 'same-origin') return true
  if (kind === 'api') return false
  return (
    headers['sec-fetch-site'] === 'none' ||
    (headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document')
  )
}
