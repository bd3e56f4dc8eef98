import type { X509Certificate } from 'node:crypto'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { callbackify } from 'node:util'
import type { buildConnector } from 'undici'
import type { ConnectionSeen } from './connection-seen.ts'
import { AppError } from '../../../../shared/errors.ts'
import type { Lookup } from '../base/address-guard.ts'
import type { Tap } from '../base/tap.ts'
import { openTunnel } from '../proxy/open-tunnel.ts'
import { dialProxy } from '../proxy/dial-proxy.ts'
import { type Route, shownProxy } from '../proxy/route.ts'
import { describeCertificate, shownChain, voucherOf } from '../tls/chain.ts'
import {
  asksForCertificate,
  dialPlain,
  dialTls,
  hostOf,
  type HostAndPort,
  watchForWant,
} from '../tls/dial.ts'
import { readCertificates } from '../tls/read-certificates.ts'
import type { SecureContexts } from '../tls/secure-contexts.ts'
import type { Trust, TrustSource } from '../tls/trust.ts'
import { isWeak } from '../tls/weak-certificate.ts'

export type ConnectorDeps = {
  readonly lookup: Lookup
  readonly trust: TrustSource
  readonly contexts: SecureContexts
  readonly route: Route
  /** The origin itself: only it is shown the client certificate, and only it may be pinned. */
  readonly isOwn: boolean
  readonly onConnection: (seen: ConnectionSeen) => void
  readonly tap: Tap
}

/** Opens one connection for undici: through the proxy or straight, verified, and tells what it became. */
export const createConnector = (deps: ConnectorDeps): buildConnector.connector => {
  const open = callbackify(({ hostname, protocol, port }: buildConnector.Options) =>
    protocol === 'https:'
      ? connectTls(deps, { hostname, port: port || '443' })
      : connectPlain(deps, { hostname, port: port || '80' }),
  )
  return (options, callback) =>
    open(options, (error, socket) => (error ? callback(error, null) : callback(null, socket)))
}

const connectPlain = async (deps: ConnectorDeps, place: HostAndPort): Promise<Socket> => {
  const { proxy } = deps.route
  const socket = proxy
    ? await dialProxy(proxy, (await deps.trust()).roots, deps.tap)
    : await dialPlain(place, deps.lookup, deps.tap)
  deps.onConnection({ protocol: 'plain HTTP', verifiedBy: 'nothing', ...routeSeen(deps.route) })
  return socket
}

const connectTls = async (deps: ConnectorDeps, place: HostAndPort): Promise<TLSSocket> => {
  const { lookup, contexts, route, tap } = deps
  const trust = trustFor(await deps.trust(), deps.isOwn)
  const context = contexts.for(trust)
  const { proxy } = route
  const tunnel = proxy && (await openTunnel(proxy, place, trust.roots))
  // A pin stands for all verification, and is compared before the connection is handed to anybody.
  const verify = trust.pin === undefined
  const showsCertificate = trust.clientCertificate !== undefined
  const dial = { place, lookup, context, verify, tunnel, showsCertificate, tap }
  const socket = await dialTls(dial)
  try {
    deps.onConnection({ ...examine(socket, trust, place), ...routeSeen(route) })
    if (asksForCertificate(socket)) watchForWant(socket, place, showsCertificate)
    return socket
  } catch (error) {
    socket.destroy()
    throw error
  }
}

const trustFor = (trust: Trust, isOwn: boolean): Trust =>
  isOwn ? trust : { roots: trust.roots, caFile: trust.caFile }

/** What a connection became. Throws `untrusted-certificate` with `pin-differs` or `weak`. */
export const examine = (socket: TLSSocket, trust: Trust, place: HostAndPort): ConnectionSeen => {
  const chain = shownChain(socket)
  const own = chain[0]
  const shown = own && describeCertificate(own)
  if (trust.pin !== undefined && shown?.sha256 !== trust.pin) throw refusal('pin-differs', place)
  if (trust.pin === undefined && isWeak(chain)) throw refusal('weak', place)
  return {
    protocol: socket.getProtocol()?.replace(/^TLSv/, 'TLS ') ?? 'TLS',
    verifiedBy: voucherKind(chain, trust),
    ...(shown && { issuer: shown.issuer, validToMs: shown.validToMs }),
    clientCertificateAsked: asksForCertificate(socket),
  }
}

const voucherKind = (
  chain: readonly X509Certificate[],
  { pin, caFile, extraRoots = [] }: Trust,
): ConnectionSeen['verifiedBy'] => {
  if (pin !== undefined) return 'pin'
  if (caFile && voucherOf(chain, readCertificates(caFile))) return 'ca-file'
  return voucherOf(chain, extraRoots) ? 'extra-ca' : 'system'
}

const refusal = (reason: 'pin-differs' | 'weak', place: HostAndPort) =>
  new AppError('untrusted-certificate', reason, { host: hostOf(place) })

const routeSeen = ({ proxy, setBy }: Route): Pick<ConnectionSeen, 'proxy' | 'proxySetBy'> => ({
  ...(proxy && { proxy: shownProxy(proxy) }),
  ...(setBy !== undefined && { proxySetBy: setBy }),
})
