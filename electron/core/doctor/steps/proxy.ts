import type { Socket } from 'node:net'
import { type AppError, isAppError } from '../../../../shared/errors.ts'
import { openTunnel } from '../../http/proxy/open-tunnel.ts'
import { type Proxy, type Route, shownProxy } from '../../http/proxy/route.ts'
import { failed, saw, skipped, type StepSuccess } from '../observation.ts'
import { inTime, type Wait } from '../in-time.ts'

/** How the registry is reached. Over a proxy TLS needs a tunnel; without TLS the proxy is told each address. */
export const passProxy = async (
  registry: URL,
  { proxy, setBy }: Route,
  roots: () => Promise<readonly string[]>,
  wait: Wait,
): Promise<StepSuccess<Socket | undefined>> => {
  if (!proxy) {
    return setBy === undefined
      ? skipped('no-proxy', {}, undefined)
      : skipped('no-proxy-because', { setBy }, undefined)
  }
  const seen = { proxy: shownProxy(proxy), setBy: setBy ?? '' }
  if (registry.protocol === 'http:') return saw('through-proxy', seen, undefined)
  return saw('through-proxy', seen, await tunnelTo(registry, proxy, roots, wait))
}

const tunnelTo = async (
  registry: URL,
  proxy: Proxy,
  roots: () => Promise<readonly string[]>,
  wait: Wait,
): Promise<Socket> => {
  const hostname = registry.hostname.replace(/^\[|\]$/g, '')
  const place = { hostname, port: registry.port || '443' }
  const opening = roots().then(known => openTunnel(proxy, place, known))
  try {
    return await inTime(wait, shownProxy(proxy), opening)
  } catch (error) {
    // The caller may have left meanwhile; the connection that comes all the same has to be closed.
    opening.then(
      socket => socket.destroy(),
      () => undefined,
    )
    throw isAppError(error) && !wait.signal.aborted ? explain(error, shownProxy(proxy)) : error
  }
}

const explain = (error: AppError, proxy: string) => {
  const asks = error.reason === 'proxy-sign-in' || error.reason === 'proxy-sign-in-refused'
  if (asks) return failed('proxy-asks', { proxy, status: 407 }, error)
  const status = error.params['status']
  return error.reason === 'proxy-refused' && status !== undefined
    ? failed('proxy-refused', { proxy, status }, error)
    : failed('proxy-cut-off', { proxy }, error)
}
