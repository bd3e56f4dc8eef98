import type { X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { isCutShort, isSelfSigned, voucherOf } from './chain.ts'
import { isWeak } from './weak-certificate.ts'

export type CertificateProblem =
  | 'unknown-issuer'
  | 'self-signed'
  | 'expired'
  | 'not-yet-valid'
  | 'wrong-host'
  | 'weak'
  | 'pin-differs'
  | 'incomplete-chain'
  | 'other'

export type Judged = {
  /** The certificate of the host first. */
  readonly chain: readonly X509Certificate[]
  /** Without brackets. */
  readonly hostname: string
  /** All that are trusted here. */
  readonly authorities: readonly X509Certificate[]
  readonly pin: string | undefined
  /** What OpenSSL made of it; undefined when it took it. */
  readonly refusedAs: string | undefined
  readonly nowMs: number
}

/**
 * Everything that speaks against a certificate, by name; none when it is trusted. OpenSSL tells one thing only, and a
 * user who adds a CA file wants to know first that the certificate has expired too.
 */
export const certificateProblems = (judged: Judged): CertificateProblem[] => {
  const { chain, pin, refusedAs } = judged
  if (pin !== undefined && chain[0]?.fingerprint256 === pin) return []
  const found = [...(pin === undefined ? [] : (['pin-differs'] as const)), ...allProblems(judged)]
  return found.length === 0 && refusedAs !== undefined ? ['other'] : found
}

const allProblems = (judged: Judged): CertificateProblem[] => {
  const { chain, hostname, nowMs } = judged
  const [own] = chain
  if (!own) return []
  const issuer = issuerProblem(judged)
  return [
    ...(issuer === undefined ? [] : [issuer]),
    ...(chain.some(one => one.validToDate.getTime() < nowMs) ? (['expired'] as const) : []),
    ...(chain.some(one => one.validFromDate.getTime() > nowMs) ? (['not-yet-valid'] as const) : []),
    ...(isFor(own, hostname) ? [] : (['wrong-host'] as const)),
    ...(isWeak(chain) ? (['weak'] as const) : []),
  ]
}

const issuerProblem = ({ chain, authorities }: Judged): CertificateProblem | undefined => {
  const [own] = chain
  if (!own || voucherOf(chain, authorities)) return undefined
  if (isSelfSigned(own)) return 'self-signed'
  return isCutShort(chain) ? 'incomplete-chain' : 'unknown-issuer'
}

// As browsers and Go: the common name counts for nothing.
const isFor = (certificate: X509Certificate, hostname: string): boolean =>
  isIP(hostname) !== 0
    ? certificate.checkIP(hostname) !== undefined
    : certificate.checkHost(hostname, { subject: 'never' }) !== undefined
