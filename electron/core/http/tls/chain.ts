import type { X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'

const maxShown = 10

/** What the other side showed, its own certificate first. Where a root is known, OpenSSL adds it at the end. */
export const shownChain = (socket: TLSSocket): readonly X509Certificate[] => {
  const chain: X509Certificate[] = []
  let next = socket.getPeerX509Certificate()
  while (next && chain.length < maxShown && !chain.some(one => isSame(one, next))) {
    chain.push(next)
    next = next.issuerCertificate
  }
  return chain
}

export const isSame = (one: X509Certificate, other: X509Certificate | undefined): boolean =>
  one.fingerprint256 === other?.fingerprint256

export const isSelfSigned = (certificate: X509Certificate): boolean =>
  certificate.subject === certificate.issuer && isSignedBy(certificate, certificate)

export const isSignedBy = (certificate: X509Certificate, issuer: X509Certificate): boolean => {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
  } catch {
    return false
  }
}

/**
 * Whether nothing was shown but a certificate that names a place to fetch its issuer from. Others would have sent that;
 * nobody asks there, because a stranger named it.
 */
export const isCutShort = ([own, ...above]: readonly X509Certificate[]): boolean =>
  own !== undefined &&
  above.length === 0 &&
  !isSelfSigned(own) &&
  own.infoAccess?.includes('CA Issuers') === true

/**
 * The authority that vouches for a chain: one that is in it, or signed its end. Says nothing of dates and names.
 * Undefined where none of them does, or where a link of the chain is broken.
 */
export const voucherOf = (
  chain: readonly X509Certificate[],
  authorities: readonly X509Certificate[],
): X509Certificate | undefined => {
  for (const [at, certificate] of chain.entries()) {
    const voucher = authorities.find(
      one => isSame(one, certificate) || isSignedBy(certificate, one),
    )
    if (voucher) return voucher
    const issuer = chain[at + 1]
    if (!issuer || !isSignedBy(certificate, issuer)) return undefined
  }
  return undefined
}

/** What people are shown of a certificate. */
export type Certificate = {
  /** Common name, else the whole distinguished name. */
  readonly subject: string
  readonly issuer: string
  /** DNS names and addresses it is for. */
  readonly names: string[]
  readonly validFromMs: number
  readonly validToMs: number
  /** Upper-case hexadecimal pairs with colons, as openssl prints it. */
  readonly sha256: string
}

export const describeCertificate = (certificate: X509Certificate): Certificate => ({
  subject: nameOf(certificate.subject),
  issuer: nameOf(certificate.issuer),
  names: namesOf(certificate.subjectAltName ?? ''),
  validFromMs: certificate.validFromDate.getTime(),
  validToMs: certificate.validToDate.getTime(),
  sha256: certificate.fingerprint256,
})

export const commonNameOf = ({ subject }: X509Certificate): string => nameOf(subject)

/** The common name, else the whole distinguished name on one line. */
const nameOf = (distinguished: string): string =>
  shownText(/^CN=(.+)$/m.exec(distinguished)?.[1] ?? distinguished.split('\n').join(', '))

/** A stranger wrote it: no control characters, nothing that turns the direction of writing, no novel. */
const shownText = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}]/gu, '\uFFFD').slice(0, maxNameLength)

const maxNameLength = 200

// Node quotes a name that holds a comma as JSON would; nobody can use one, so it is left out.
const namesOf = (subjectAltName: string): string[] =>
  subjectAltName
    .split(', ')
    .flatMap(entry => /^(?:DNS|IP Address):([^"]+)$/.exec(entry)?.[1] ?? [])
    .map(shownText)
    .slice(0, 100)
