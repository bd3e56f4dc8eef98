import { lookup as systemLookup } from 'node:dns'
import type { Socket } from 'node:net'
import { createSecureContext } from 'node:tls'
import { AppError } from '../../../../shared/errors.ts'
import type { Lookup } from '../base/address-guard.ts'
import type { Tap } from '../base/tap.ts'
import { errorFromTransport } from '../base/transport-errors.ts'
import { dialPlain, dialTls } from '../tls/dial.ts'
import { type Proxy, shownProxy } from './route.ts'

/**
 * Opens a connection to the proxy. The address guard does not apply: the user named it, and most live in private
 * networks. Throws `unreachable/proxy-unreachable`, or `untrusted-certificate` for a proxy that speaks TLS.
 */
export const dialProxy = async (
  proxy: Proxy,
  roots: readonly string[],
  tap?: Tap,
): Promise<Socket> => {
  const { hostname, port, protocol } = proxy.url
  const isTls = protocol === 'https:'
  const place = { hostname: hostname.replace(/^\[|\]$/g, ''), port: port || (isTls ? '443' : '80') }
  const lookup = systemLookup as Lookup
  try {
    if (!isTls) return await dialPlain(place, lookup, tap)
    const context = createSecureContext({ ca: [...roots] })
    return await dialTls({ place, lookup, context, verify: true, tap })
  } catch (cause) {
    const host = shownProxy(proxy)
    const error = errorFromTransport(cause, host)
    if (error.code === 'untrusted-certificate') throw error
    throw new AppError('unreachable', 'proxy-unreachable', { proxy: host }, { cause })
  }
}
