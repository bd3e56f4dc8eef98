import { isIP, type Socket } from 'node:net'
import { connect, type PeerCertificate, type TLSSocket } from 'node:tls'
import { AppError } from '../../../../shared/errors.ts'
import { errorFromTransport } from '../../oci/http/transport-errors.ts'
import { settled, type Wait } from '../settled.ts'
import { failed, saw, skipped, type Sight } from '../sight.ts'

/** Shakes hands over an open connection and looks at the certificate. Nothing else is sent. */
export const shakeHands = async (
  registry: URL,
  socket: Socket,
  wait: Wait,
): Promise<Sight<undefined>> => {
  const host = registry.hostname
  if (registry.protocol === 'http:') return skipped('plain-http', {}, undefined)
  const secured = await encrypt(registry, socket, wait)
  const certificate = shown(secured.getPeerCertificate())
  if (!secured.authorized) {
    // Node's types say Error; it is the code of one.
    const code = String(secured.authorizationError)
    const cause = Object.assign(new Error(code), { code: /[A-Z_]{6,}/.exec(code)?.[0] ?? code })
    throw failed('certificate-refused', certificate, errorFromTransport(cause, host))
  }
  const protocol = secured.getProtocol()?.replace(/^TLSv/, 'TLS ') ?? 'TLS'
  return saw('tls-system', { ...certificate, protocol }, undefined)
}

const encrypt = async (registry: URL, socket: Socket, wait: Wait): Promise<TLSSocket> => {
  const host = registry.hostname
  const name = host.replace(/^\[|\]$/g, '')
  const servername = isIP(name) === 0 ? { servername: name } : {}
  try {
    return await settled<TLSSocket>(
      (resolve, reject) => {
        const secured = connect({ socket, host: name, ...servername, rejectUnauthorized: false })
        secured.once('secureConnect', () => resolve(secured)).once('error', reject)
        secured.once('close', () => reject(Object.assign(new Error('cut off'), { code: 'EPIPE' })))
      },
      wait,
      () => new AppError('unreachable', 'timed-out', { host }),
    )
  } catch (error) {
    if (wait.signal.aborted || error instanceof AppError) throw error
    const meaning = errorFromTransport(error, registry.host)
    const seen = meaning.reason === 'speaks-http' ? 'answers-plain-http' : 'tls-failed'
    throw failed(seen, { host: registry.host }, meaning)
  }
}

const shown = (certificate: PeerCertificate) => ({
  subject: nameOf(certificate.subject),
  issuer: nameOf(certificate.issuer),
  validToMs: Date.parse(certificate.valid_to),
})

const nameOf = (name: PeerCertificate['subject'] | undefined): string =>
  [name?.CN ?? name?.O ?? ''].flat().join(', ')
