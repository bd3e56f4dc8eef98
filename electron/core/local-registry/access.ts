import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Secret } from '../http/base/secret.ts'
import { RegistryError } from './registry-error.ts'

export type Guard = { readonly password: Secret | string | undefined; readonly open: boolean }

export const challenge = 'Basic realm="Chartroom local registry", charset="UTF-8"'

const loopbackNames = ['127.0.0.1', 'localhost', '[::1]']

/** Values of a header as sent: Node keeps only the first of two Hosts. */
const rawHeader = (request: IncomingMessage, name: string): string[] =>
  request.rawHeaders.filter(
    (_, index) => index % 2 === 1 && request.rawHeaders[index - 1]?.toLowerCase() === name,
  )

/**
 * Refuses what a web page could send: a foreign Host is DNS rebinding, an Origin is a script on some site. No
 * OCI client sends either. Before routing, so that nothing is learnt from the answer.
 */
export const refuseForeign = (request: IncomingMessage, port: number): void => {
  const hosts = rawHeader(request, 'host')
  const allowed = loopbackNames.flatMap(name => [`${name}:${port}`, ...(port === 80 ? [name] : [])])
  const [host = ''] = hosts
  if (hosts.length !== 1 || !allowed.includes(host.toLowerCase())) {
    throw new RegistryError('DENIED', 'This registry answers only to its loopback address.', {
      status: 421,
    })
  }
  if (rawHeader(request, 'origin').length > 0) {
    throw new RegistryError('DENIED', 'This registry does not answer web pages.')
  }
}

type Presented = { readonly password: string } | 'nothing' | 'malformed'

/** Empty Basic credentials are what skopeo sends when it has none. */
const presentedBy = (request: IncomingMessage): Presented => {
  const header = request.headers.authorization
  if (header === undefined) return 'nothing'
  const encoded = /^basic +([A-Za-z0-9+/=]*)$/i.exec(header)?.[1]
  if (encoded === undefined) return 'malformed'
  const decoded = Buffer.from(encoded, 'base64').toString('utf8')
  if (decoded === ':' || decoded === '') return 'nothing'
  const colon = decoded.indexOf(':')
  return colon === -1 ? 'malformed' : { password: decoded.slice(colon + 1) }
}

const sha256 = (text: string) => createHash('sha256').update(text).digest()

const isRight = (presented: string, guard: Guard): boolean => {
  if (guard.password === undefined) return false
  const expected = typeof guard.password === 'string' ? guard.password : guard.password.reveal()
  return timingSafeEqual(sha256(presented), sha256(expected))
}

/** Anonymous reads pass; a write needs the password; a wrong password is told so even where none is needed. */
export const authorize = (request: IncomingMessage, guard: Guard, writes: boolean): void => {
  if (guard.open) return
  const presented = presentedBy(request)
  if (presented === 'nothing' && !writes) return
  if (typeof presented === 'object' && isRight(presented.password, guard)) return
  throw new RegistryError('UNAUTHORIZED', 'Writing to this registry needs its password.', {
    headers: { 'WWW-Authenticate': challenge },
  })
}
