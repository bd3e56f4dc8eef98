import { AppError } from '../../../shared/errors.ts'
import { isLoopbackHost } from '../../../shared/model/reference.ts'
import type { ConnectionOptions } from '../http/connect/connections.ts'
import { createEnvironmentRoute } from '../http/proxy/environment-route.ts'
import { routeOfPac } from '../http/proxy/pac-route.ts'
import { parseProxy } from '../http/proxy/parse-proxy.ts'
import type { Route } from '../http/proxy/route.ts'
import type { ClientCertificate, Trust } from '../http/tls/trust.ts'
import type { Secret } from '../http/base/secret.ts'
import type { Network } from '../ports.ts'
import type { ConnectionSecret, SavedConnection } from '../store/saved-registries.ts'
import { readConnectionFile } from './connection-files.ts'
import type { TrustRoots } from './trust-roots.ts'

type SavedClient = NonNullable<SavedConnection['clientCertificate']>

export type ConnectionOptionsOf = (
  connection: SavedConnection,
) => Required<Pick<ConnectionOptions, 'trust' | 'route'>>

type Deps = {
  readonly roots: TrustRoots
  readonly network: Network
  readonly env: Readonly<Record<string, string | undefined>>
  /** With ~ for the home folder. */
  readonly showPath: (file: string) => string
  readonly secret: (place: ConnectionSecret) => Promise<Secret | undefined>
}

/** What a saved connection means for a client: whom it trusts, what it shows, which way it goes. Files are read anew. */
export const createConnectionOptions = (deps: Deps): ConnectionOptionsOf => {
  const { roots, showPath, secret } = deps
  const system = createSystemRoute(deps)
  const read = (file: string) => readConnectionFile(file, showPath(file))

  const clientOf = async (client: SavedClient): Promise<ClientCertificate> => {
    const file = await read(client.file)
    const held = client.secret && (await secret(client.secret))
    const gone = () => new AppError('invalid-input', 'client-key', { file: file.shown })
    if (client.secret && !held) throw gone()
    if (client.kind === 'pkcs12') return { kind: 'pkcs12', file, passphrase: held }
    if (client.keyFile !== undefined) {
      const key = await read(client.keyFile)
      return { kind: 'pem', certificate: file, key, passphrase: held }
    }
    if (!held) throw gone()
    const key = { shown: file.shown, bytes: Buffer.from(held.reveal(), 'utf8') }
    return { kind: 'pem', certificate: file, key }
  }

  const trustOf = async ({ ca, clientCertificate, pin }: SavedConnection): Promise<Trust> => ({
    ...(await roots()),
    caFile: ca && (await read(ca.file)),
    clientCertificate: clientCertificate && (await clientOf(clientCertificate)),
    pin,
  })

  const routeOf = async ({ proxy }: SavedConnection, url: URL): Promise<Route> => {
    if (!proxy) return system(url)
    if (proxy.kind === 'none') return { setBy: thisRegistry }
    const { url: place } = parseProxy(proxy.url, proxy.url)
    const held = proxy.secret && (await secret(proxy.secret))
    const credential = proxy.username !== undefined &&
      held && { username: proxy.username, secret: held }
    return { proxy: { url: place, ...(credential && { credential }) }, setBy: thisRegistry }
  }

  return connection => ({
    trust: () => trustOf(connection),
    route: url => routeOf(connection, url),
  })
}

const thisRegistry = 'this registry'

const createSystemRoute = ({ env, network }: Deps) => {
  const fromEnvironment = createEnvironmentRoute(env)
  return async (url: URL): Promise<Route> => {
    const route = fromEnvironment(url)
    if (route || isLoopbackHost(url.host)) return route ?? {}
    // A PAC script is somebody's program: it is told where, not what for.
    const answer = await network.systemProxy(new URL(url.origin))
    return answer === undefined ? {} : routeOfPac(answer)
  }
}
