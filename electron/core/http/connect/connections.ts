import { Readable } from 'node:stream'
import { rootCertificates } from 'node:tls'
import { Agent, Pool, type Dispatcher } from 'undici'
import type { ConnectionSeen } from './connection-seen.ts'
import { refusalOfProxy } from '../proxy/refusal-of-proxy.ts'
import {
  direct,
  type Proxy,
  proxyAuthorization,
  type Route,
  type RouteSource,
} from '../proxy/route.ts'
import { createConnector } from './connector.ts'
import { createSecureContexts } from '../tls/secure-contexts.ts'
import type { TrustSource } from '../tls/trust.ts'
import { createAddressGuard, type AddressGuard, type Lookup } from '../base/address-guard.ts'
import { limits } from '../base/limits.ts'
import { openStream, type StreamAnswer, type StreamRequest } from './open-stream.ts'
import type { ReceivedBody } from './received-body.ts'
import type { Tap } from '../base/tap.ts'
import { TappedClient } from './tapped-client.ts'
import { isSameOrigin } from '../base/target.ts'
import { untilAborted } from '../../async/until-aborted.ts'

export type ConnectionRequest = StreamRequest

export type Connections = {
  /** At most six connections per origin; other hosts than the origin are looked up guardedly. */
  for(url: URL): {
    request(options: ConnectionRequest): Promise<Dispatcher.ResponseData>
    /** Hands out the body while it comes. */
    stream(options: ConnectionRequest): Promise<StreamAnswer>
  }
  readonly addresses: AddressGuard
  close(): Promise<void>
}

export type ConnectionOptions = {
  readonly lookup?: Lookup
  /** The bundled roots where it is not said. */
  readonly trust?: TrustSource
  /** Straight where it is not said. */
  readonly route?: RouteSource
  /** Told of every new connection to the origin itself. */
  readonly onConnection?: (seen: ConnectionSeen) => void
}

const bundledRoots: TrustSource = async () => ({ roots: rootCertificates })

export const createConnections = (
  own: URL,
  { lookup, trust = bundledRoots, route = direct, onConnection }: ConnectionOptions,
): Connections => {
  const addresses = createAddressGuard(own.hostname, lookup)
  const contexts = createSecureContexts()
  const agents = new Map<string, Agent>()
  let isClosed = false

  const open = (isOwn: boolean, way: Route): Agent =>
    new Agent({
      connections: limits.sockets,
      pipelining: 1,
      allowH2: false,
      maxHeaderSize: limits.headerBytes,
      // The stall guard watches both, by rules of its own.
      headersTimeout: 0,
      bodyTimeout: 0,
      factory: (origin, options) =>
        new Pool(origin, {
          ...options,
          factory: (place, own) => new TappedClient(place, own, connectorFor(isOwn, way)),
        }),
    })

  const connectorFor = (isOwn: boolean, way: Route) => (tap: Tap) =>
    createConnector({
      lookup: isOwn ? addresses.ownLookup : addresses.foreignLookup,
      trust,
      contexts,
      route: way,
      isOwn,
      onConnection: seen => (isOwn ? onConnection?.(seen) : undefined),
      tap,
    })

  const agentFor = (url: URL, way: Route): Agent => {
    const isOwn = isSameOrigin(url, own)
    const key = [isOwn, way.proxy?.url.href, way.proxy?.credential?.username].join(' ')
    const agent = agents.get(key) ?? open(isOwn, way)
    agents.set(key, agent)
    if (isClosed) void agent.destroy()
    return agent
  }

  const call = async <Answer extends { statusCode: number; body: Readable | ReceivedBody }>(
    url: URL,
    options: ConnectionRequest,
    send: (agent: Agent, options: ConnectionRequest) => Promise<Answer>,
  ): Promise<Answer> => {
    // A proxy's script, or the keychain that holds its password, may take as long as it likes.
    const way = await untilAborted(route(url), options.signal)
    const agent = agentFor(url, way)
    if (!way.proxy || url.protocol !== 'http:') return send(agent, options)
    const answer = await send(agent, inFull(way.proxy, options))
    if (answer.statusCode !== 407) return answer
    turnAway(answer.body)
    throw refusalOfProxy(way.proxy, 407)
  }

  return {
    for: url => ({
      request: options => call(url, options, (agent, whole) => agent.request(whole)),
      stream: options => call(url, options, openStream),
    }),
    addresses,
    close: async () => {
      isClosed = true
      await Promise.all([...agents.values()].map(agent => agent.destroy()))
    },
  }
}

/** Without TLS a proxy is told the whole address in the request line (RFC 9112 3.2.2), and may answer itself. */
const inFull = (proxy: Proxy, options: ConnectionRequest): ConnectionRequest => ({
  ...options,
  path: `${options.origin?.toString() ?? ''}${options.path}`,
  headers: { ...(options.headers as Record<string, string>), ...proxyAuthorization(proxy) },
})

const turnAway = (body: Readable | ReceivedBody): void => {
  if (body instanceof Readable) body.on('error', () => undefined)
  body.destroy()
}
