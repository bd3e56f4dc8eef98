import { X509Certificate } from 'node:crypto'
import { lookup as systemLookup } from 'node:dns'
import type { TLSSocket } from 'node:tls'
import { AppError } from '../../../../shared/errors.ts'
import type { Lookup } from '../base/address-guard.ts'
import { errorFromTransport } from '../base/transport-errors.ts'
import { openTunnel } from '../proxy/open-tunnel.ts'
import type { Route } from '../proxy/route.ts'
import { type CertificateProblem, certificateProblems } from '../tls/certificate-problems.ts'
import { type Certificate, describeCertificate, shownChain } from '../tls/chain.ts'
import { dialTls } from '../tls/dial.ts'
import { readCertificates } from '../tls/read-certificates.ts'
import { createSecureContexts } from '../tls/secure-contexts.ts'
import type { Trust } from '../tls/trust.ts'

/** What a host showed; nothing was sent over that connection. */
export type InspectedCertificate = {
  readonly host: string
  /** Where it was seen. */
  readonly address: string
  readonly port: number
  readonly trusted: boolean
  readonly problems: CertificateProblem[]
  /** The certificate of the host first. At most 10. */
  readonly chain: Certificate[]
}
export type CertificateInspection = {
  readonly look: InspectedCertificate
  readonly chain: readonly X509Certificate[]
}

type Request = {
  readonly url: URL
  readonly trust: Trust
  readonly route: Route
  readonly nowMs: number
  readonly lookup?: Lookup | undefined
}

/**
 * What the host shows and what speaks against it. Nothing is sent over the connection, no client certificate is shown,
 * and it is closed at once. Throws `unreachable` where no handshake comes about.
 */
export const lookAtCertificate = async ({
  url,
  trust,
  route,
  nowMs,
  lookup = systemLookup as Lookup,
}: Request): Promise<CertificateInspection> => {
  const { host } = url
  const hostname = url.hostname.replace(/^\[|\]$/g, '')
  const place = { hostname, port: url.port || '443' }
  const authorities = authoritiesOf(trust)
  const context = createSecureContexts().for({ roots: trust.roots, caFile: trust.caFile })
  const tunnel = route.proxy && (await openTunnel(route.proxy, place, trust.roots))
  const dialling = dialTls({ place, lookup, context, verify: false, tunnel })
  const socket = await dialling.catch((error: unknown) => {
    throw errorFromTransport(error, host)
  })
  const chain = shownChain(socket)
  const refusedAs = refusalOf(socket)
  const address = tunnel ? hostname : (socket.remoteAddress ?? hostname)
  socket.destroySoon()
  if (chain.length === 0) throw new AppError('unreachable', 'connection-failed', { host })
  const { pin } = trust
  const problems = certificateProblems({ chain, hostname, authorities, pin, refusedAs, nowMs })
  const shown = chain.map(describeCertificate)
  const trusted = problems.length === 0
  const look = { host, address, port: Number(place.port), trusted, problems, chain: shown }
  return { look, chain }
}

const authoritiesOf = ({ roots, caFile }: Trust): readonly X509Certificate[] => [
  ...roots.map(pem => new X509Certificate(pem)),
  ...(caFile ? readCertificates(caFile) : []),
]

// An Error in Node's code and its code in Node's documentation; null when it was taken.
const refusalOf = ({ authorized, authorizationError }: TLSSocket): string | undefined =>
  authorized ? undefined : String(authorizationError)
