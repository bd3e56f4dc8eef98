import type { Lookup } from '../../http/base/address-guard.ts'
import type { Socket } from 'node:net'
import { type AppError, isAppError } from '../../../../shared/errors.ts'
import { errorFromTransport } from '../../http/base/transport-errors.ts'
import type { Route } from '../../http/proxy/route.ts'
import { examine } from '../../http/connect/connector.ts'
import { dialTls } from '../../http/tls/dial.ts'
import { lookAtCertificate } from '../../http/connect/look-at-certificate.ts'
import { createSecureContexts } from '../../http/tls/secure-contexts.ts'
import type { Trust } from '../../http/tls/trust.ts'
import { failed, saw, skipped, type StepSuccess } from '../observation.ts'
import { inTime, type Wait } from '../in-time.ts'

type Encryption = {
  readonly registry: URL
  /** Open, to the registry or through the proxy's tunnel to it. */
  readonly socket: Socket
  readonly route: Route
  readonly lookup: Lookup
  readonly trust: () => Promise<Trust>
}

/** Shakes hands over an open connection and looks at the certificate. Nothing else is sent. */
export const shakeHands = async (
  encryption: Encryption,
  wait: Wait,
): Promise<StepSuccess<undefined>> => {
  const { registry } = encryption
  if (registry.protocol === 'http:') return skipped('plain-http', {}, undefined)
  const trust = await encryption.trust()
  try {
    const seen = await inTime(wait, registry.host, connectionSeen(encryption, trust))
    const { protocol, verifiedBy, issuer = '', validToMs = 0 } = seen
    return saw(
      `tls-${verifiedBy === 'nothing' ? 'system' : verifiedBy}`,
      {
        protocol,
        issuer,
        validToMs,
      },
      undefined,
    )
  } catch (error) {
    if (wait.signal.aborted) throw error
    const meaning = isAppError(error) ? error : errorFromTransport(error, registry.host)
    throw await explain(meaning, encryption, trust, wait)
  }
}

const connectionSeen = async ({ registry, socket, lookup }: Encryption, trust: Trust) => {
  const hostname = registry.hostname.replace(/^\[|\]$/g, '')
  const place = { hostname, port: registry.port || '443' }
  const context = createSecureContexts().for(trust)
  const verify = trust.pin === undefined
  const secured = await dialTls({ place, lookup, context, verify, tunnel: socket })
  try {
    return examine(secured, trust, place)
  } finally {
    secured.destroy()
  }
}

/** A certificate that was refused is looked at once more, over a connection that nothing is sent over. */
const explain = async (
  error: AppError,
  { registry, route, lookup }: Encryption,
  trust: Trust,
  wait: Wait,
) => {
  const { host } = registry
  if (error.reason === 'speaks-http') return failed('answers-plain-http', { host }, error)
  if (error.code !== 'untrusted-certificate') return failed('tls-failed', { host }, error)
  const looking = lookAtCertificate({
    url: registry,
    trust,
    route,
    lookup,
    nowMs: wait.clock.now(),
  })
  const looked = await inTime(wait, host, looking).catch(() => undefined)
  const [shown] = looked?.look.chain ?? []
  if (!shown) return failed('tls-failed', { host }, error)
  const { subject, issuer, validToMs } = shown
  return failed('certificate-refused', { subject, issuer, validToMs }, error)
}
