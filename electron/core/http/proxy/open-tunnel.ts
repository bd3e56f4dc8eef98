import { request } from 'node:http'
import type { Socket } from 'node:net'
import { AppError } from '../../../../shared/errors.ts'
import { limits } from '../base/limits.ts'
import type { HostAndPort } from '../tls/dial.ts'
import { dialProxy } from './dial-proxy.ts'
import { refusalOfProxy } from './refusal-of-proxy.ts'
import { type Proxy, proxyAuthorization, shownProxy } from './route.ts'

/**
 * A way through the proxy to the place (CONNECT, RFC 9110 9.3.6). The proxy sees host, port and its own sign-in,
 * nothing of what goes through. Throws `unreachable` with a reason that names the proxy.
 */
export const openTunnel = async (
  proxy: Proxy,
  { hostname, port }: HostAndPort,
  roots: readonly string[],
): Promise<Socket> => {
  const connection = await dialProxy(proxy, roots)
  const authority = `${hostname.includes(':') ? `[${hostname}]` : hostname}:${port}`
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      connection.destroy()
      reject(error)
    }
    const asking = request({
      createConnection: () => connection,
      method: 'CONNECT',
      path: authority,
      headers: { host: authority, ...proxyAuthorization(proxy) },
      maxHeaderSize: limits.headerBytes,
      timeout: limits.headersMs,
    })
    asking.once('connect', ({ statusCode = 0 }, socket, head) => {
      if (statusCode < 200 || statusCode > 299) return fail(refusalOfProxy(proxy, statusCode))
      // The place speaks first only in answer to us: what comes now is the proxy's own.
      if (head.length > 0) return fail(refusalOfProxy(proxy, statusCode))
      resolve(socket)
    })
    const unreachable = (cause?: Error) =>
      fail(
        new AppError('unreachable', 'proxy-unreachable', { proxy: shownProxy(proxy) }, { cause }),
      )
    asking.once('timeout', () => unreachable())
    asking.once('error', unreachable)
    asking.end()
  })
}
