import { AppError } from '../../../shared/errors.ts'
import type { AddressGuard } from './base/address-guard.ts'
import type { HttpRequest, HttpResponse, Send } from './base/http-types.ts'
import { limits } from './base/limits.ts'
import type { Quiet } from './quiet-hosts.ts'
import { isSameOrigin, parseTarget, type Target } from './base/target.ts'

const redirectStatus = new Set([301, 302, 303, 307, 308])
const sameMethodStatus = new Set([307, 308])

// The few headers that mean the same anywhere; Authorization and all others stay with the origin.
const travelling = new Set(['accept', 'accept-encoding', 'range', 'user-agent'])

/**
 * Follows redirects by hand: five for GET and HEAD; for what changes something, one within the origin that keeps the
 * method. What is asked for often lies at another host, which must not see our sign-in (GHSA-56hp-xqp3-w2jf).
 */
export const withRedirects =
  (send: Send, addresses: AddressGuard, quiet?: Pick<Quiet, 'pass'>): Send =>
  async request => {
    let current = request
    for (let hops = 0; ; hops++) {
      const response = await send(current)
      if (!redirectStatus.has(response.status) || request.keepsRedirects) return response
      const location = response.headers.get('location')
      if (location === undefined) return response
      const isRead = request.method === 'GET' || request.method === 'HEAD'
      if (hops >= (isRead ? limits.redirects : 1)) {
        throw new AppError('unsupported', 'too-many-redirects', { host: request.target.url.host })
      }
      const target = safeTarget(location, current, addresses)
      if (!isRead && !isSafeForChange(response, current, target)) throw unsafe(current, target.url)
      current = moved(current, target)
      const refusal = await quiet?.pass(current)
      if (refusal) return refusal
    }
  }

const safeTarget = (location: string, from: HttpRequest, addresses: AddressGuard): Target => {
  const target = parseTarget(location, from.target.url)
  if (!target) throw unsafe(from, undefined)
  const { protocol, hostname } = target.url
  const isDowngrade = protocol === 'http:' && from.target.url.protocol === 'https:'
  const isHttp = protocol === 'https:' || protocol === 'http:'
  if (!isHttp || isDowngrade || !addresses.allows(hostname)) throw unsafe(from, target.url)
  return target
}

const isSafeForChange = (response: HttpResponse, from: HttpRequest, to: Target): boolean =>
  sameMethodStatus.has(response.status) && isSameOrigin(from.target.url, to.url)

const moved = (from: HttpRequest, target: Target): HttpRequest => {
  if (isSameOrigin(from.target.url, target.url)) return { ...from, target }
  const { as: _nobodyThere, ...rest } = from
  const headers = Object.entries(from.headers).filter(([name]) => travelling.has(name))
  return { ...rest, target, headers: Object.fromEntries(headers) }
}

const unsafe = (from: HttpRequest, to: URL | undefined): AppError =>
  new AppError('unsupported', 'unsafe-redirect', {
    host: from.target.url.host,
    // No path: a signed one is a secret.
    target: to === undefined ? '?' : `${to.protocol}//${to.host}`,
  })
