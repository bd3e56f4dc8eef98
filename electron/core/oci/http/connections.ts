import { rootCertificates } from 'node:tls'
import { Agent, type Dispatcher } from 'undici'
import type { ConnectionSeen } from '../../../../shared/ipc/schemas/connection.ts'
import { refusalOfProxy } from '../proxy/refusal-of-proxy.ts'
import {
  direct,
  type Proxy,
  proxyAuthorization,
  type Route,
  type RouteSource,
} from '../proxy/route.ts'
import { createConnector } from '../tls/connector.ts'
import { createSecureContexts } from '../tls/secure-contexts.ts'
import type { TrustSource } from '../tls/trust.ts'
import { createAddressGuard, type AddressGuard, type Lookup } from './address-guard.ts'
import { limits } from './limits.ts'
import { isSameOrigin } from './target.ts'
import { untilAborted } from './until-aborted.ts'

export type ConnectionRequest = Dispatcher.RequestOptions & { readonly signal: AbortSignal }

export type Connections = {
  /** At most six connections per origin; other hosts than the registry are looked up guardedly. */
  for(url: URL): { request(options: ConnectionRequest): Promise<Dispatcher.ResponseData> }
  readonly addresses: AddressGuard
  close(): Promise<void>
}

export type ConnectionOptions = {
  readonly lookup?: Lookup
  /** The bundled roots where it is not said. */
  readonly trust?: TrustSource
  /** Straight where it is not said. */
  readonly route?: RouteSource
  /** Told of every new connection to the registry itself. */
  readonly onConnection?: (seen: ConnectionSeen) => void
}

const bundledRoots: TrustSource = async () => ({ roots: rootCertificates })

export const createConnections = (
  registry: URL,
  { lookup, trust = bundledRoots, route = direct, onConnection }: ConnectionOptions,
): Connections => {
  const addresses = createAddressGuard(registry.hostname, lookup)
  const contexts = createSecureContexts()
  const agents = new Map<string, Agent>()
  let isClosed = false

  const open = (isRegistry: boolean, way: Route): Agent =>
    new Agent({
      connections: limits.sockets,
      pipelining: 1,
      allowH2: false,
      maxHeaderSize: limits.headerBytes,
      // The stall guard watches both, by rules of its own.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: createConnector({
        lookup: isRegistry ? addresses.registryLookup : addresses.foreignLookup,
        trust,
        contexts,
        route: way,
        isRegistry,
        onConnection: seen => (isRegistry ? onConnection?.(seen) : undefined),
      }),
    })

  const agentFor = (url: URL, way: Route): Agent => {
    const isRegistry = isSameOrigin(url, registry)
    const key = [isRegistry, way.proxy?.url.href, way.proxy?.credential?.username].join(' ')
    const agent = agents.get(key) ?? open(isRegistry, way)
    agents.set(key, agent)
    if (isClosed) void agent.destroy()
    return agent
  }

  return {
    for: url => ({
      request: async options => {
        // A proxy's script, or the keychain that holds its password, may take as long as it likes.
        const way = await untilAborted(route(url), options.signal)
        const agent = agentFor(url, way)
        return way.proxy && url.protocol === 'http:'
          ? requestInFull(agent, way.proxy, options)
          : agent.request(options)
      },
    }),
    addresses,
    close: async () => {
      isClosed = true
      await Promise.all([...agents.values()].map(agent => agent.destroy()))
    },
  }
}

/** Without TLS a proxy is told the whole address in the request line (RFC 9112 3.2.2), and may answer itself. */
const requestInFull = async (
  agent: Agent,
  proxy: Proxy,
  options: Dispatcher.RequestOptions,
): Promise<Dispatcher.ResponseData> => {
  const response = await agent.request({
    ...options,
    path: `${options.origin?.toString() ?? ''}${options.path}`,
    headers: { ...(options.headers as Record<string, string>), ...proxyAuthorization(proxy) },
  })
  if (response.statusCode !== 407) return response
  response.body.on('error', () => undefined).destroy()
  throw refusalOfProxy(proxy, 407)
}
