import { connect, isIP, type OnReadOpts, type Socket } from 'node:net'
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls'
import { AppError } from '../../../../shared/errors.ts'
import type { Lookup } from '../base/address-guard.ts'
import type { Tap } from '../base/tap.ts'
import { limits } from '../base/limits.ts'
import { isCutShort, shownChain } from './chain.ts'
import { isWeak } from './weak-certificate.ts'

export type HostAndPort = { readonly hostname: string; readonly port: string }

export type TlsDial = {
  readonly place: HostAndPort
  readonly lookup: Lookup
  readonly context: SecureContext
  /** False only where the caller judges the certificate, before anything is sent. */
  readonly verify: boolean
  /** Whether the context holds a client certificate. */
  readonly showsCertificate?: boolean
  /** A tunnel to the place, where a proxy is between. */
  readonly tunnel?: Socket | undefined
  /** Of no use with a tunnel: there Node reads by itself. */
  readonly tap?: Tap | undefined
  readonly withinMs?: number
}

/** Opens a connection without TLS. At most 10 s. */
export const dialPlain = (
  { hostname, port }: HostAndPort,
  lookup: Lookup,
  tap?: Tap,
): Promise<Socket> => {
  const to = { host: hostname, port: Number(port), lookup }
  const socket = tap ? tap.open(onread => connect({ ...to, onread })) : connect(to)
  return opened(socket, 'connect')
}

/**
 * Opens a connection and shakes hands. At most 10 s. A session is never taken up again: each connection is verified.
 * Throws what Node throws, or `untrusted-certificate/client-certificate` where the handshake ends for want of one.
 */
export const dialTls = async (dial: TlsDial): Promise<TLSSocket> => {
  const { place, lookup, context, verify, tunnel, tap } = dial
  const { hostname, port } = place
  const options = {
    host: hostname,
    port: Number(port),
    // An address is no name to ask for (RFC 6066 3).
    servername: isIP(hostname) === 0 ? hostname : '',
    ALPNProtocols: ['http/1.1'],
    secureContext: context,
    // Judged below, because Node drops the chain that it refuses. Said, so that NODE_TLS_REJECT_UNAUTHORIZED in the
    // environment changes nothing.
    rejectUnauthorized: false,
    lookup,
    ...(tunnel && { socket: tunnel }),
  }
  // `onread` is in Node's documentation and missing in its types.
  const read = (onread: OnReadOpts) => Object.assign(options, { onread })
  const socket = tap && !tunnel ? tap.open(onread => connectTls(read(onread))) : connectTls(options)
  // Looked at while the connection still is there.
  let isAsked = false
  socket.once('error', () => (isAsked = asksForCertificate(socket)))
  try {
    await opened(socket, 'secureConnect', dial.withinMs)
    if (verify && !socket.authorized) throw refusalOf(socket, place)
    return socket
  } catch (error) {
    socket.destroy()
    tunnel?.destroy()
    throw meaningOf(error, isAsked, dial)
  }
}

/** Why a certificate is not trusted, as Node names it, except where the chain tells more. */
const refusalOf = (socket: TLSSocket, place: HostAndPort): Error => {
  // An Error in Node's types, and its code in Node's documentation.
  const code = String(socket.authorizationError)
  const cause = Object.assign(new Error(`certificate refused: ${code}`), { code })
  const chain = shownChain(socket)
  const refused = (reason: 'weak' | 'incomplete-chain') =>
    new AppError('untrusted-certificate', reason, { host: hostOf(place) }, { cause })
  // Node has no name for what OpenSSL's security level refuses.
  if (code === 'UNSPECIFIED' && isWeak(chain)) return refused('weak')
  return unknownIssuer.has(code) && isCutShort(chain) ? refused('incomplete-chain') : cause
}

const unknownIssuer: ReadonlySet<string> = new Set([
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
])

/** Whether the other side asked for a client certificate: only then does it say what signatures it takes. */
export const asksForCertificate = (socket: TLSSocket): boolean => {
  try {
    return (socket.getSharedSigalgs() ?? []).length > 0
  } catch {
    // BoringSSL may have no such answer.
    return false
  }
}

// OpenSSL's security level has no code of Node's.
const tooWeak = /(?:key|algorithm|digest) too (?:weak|small)/i

const meaningOf = (error: unknown, isAsked: boolean, dial: TlsDial): unknown => {
  if (!(error instanceof Error)) return error
  const refused = (reason: 'weak' | 'client-certificate' | 'client-certificate-refused') =>
    new AppError('untrusted-certificate', reason, { host: hostOf(dial.place) }, { cause: error })
  if (tooWeak.test(error.message)) return refused('weak')
  const isAlert = 'code' in error && /_ALERT_/.test(String(error.code))
  if (!isAsked || !isAlert) return error
  return refused(dial.showsCertificate ? 'client-certificate-refused' : 'client-certificate')
}

/**
 * In TLS 1.3 what is wrong with a client certificate shows after the handshake: as an alert, or only as an end, or a
 * reset that overtook the alert. Told by the first byte never coming from a host that asked for one.
 */
export const watchForWant = (
  socket: TLSSocket,
  place: HostAndPort,
  showsCertificate: boolean,
): void => {
  const reason = showsCertificate ? 'client-certificate-refused' : 'client-certificate'
  const isUnheard = () => socket.bytesRead === 0
  // First in line: the next owner of the connection takes an end for a line that was cut.
  socket.prependListener('end', () => {
    if (!isUnheard()) return
    socket.destroy(new AppError('untrusted-certificate', reason, { host: hostOf(place) }))
  })
  socket.prependListener('error', error => {
    const isCut = 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
    if (isCut && isUnheard() && !showsCertificate) {
      Object.assign(error, { code: 'CLIENT_CERTIFICATE_WANTED' })
    }
  })
}

/** As people write it: the port where it is not 443. */
export const hostOf = ({ hostname, port }: HostAndPort): string => {
  const name = isIP(hostname) === 6 ? `[${hostname}]` : hostname
  return port === '443' ? name : `${name}:${port}`
}

const opened = <S extends Socket>(
  socket: S,
  event: 'connect' | 'secureConnect',
  withinMs: number = limits.connectMs,
): Promise<S> =>
  new Promise((resolve, reject) => {
    const late = () => socket.destroy(Object.assign(new Error('too late'), { code: 'ETIMEDOUT' }))
    const timer = setTimeout(late, withinMs)
    // Stays: an error between this and the next owner of the connection must not end the process.
    socket.on('error', error => {
      clearTimeout(timer)
      reject(error)
    })
    socket.once(event, () => {
      clearTimeout(timer)
      socket.setNoDelay(true).setKeepAlive(true, keepAliveMs)
      resolve(socket)
    })
  })

const keepAliveMs = 60_000
