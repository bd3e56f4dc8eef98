import type { X509Certificate } from 'node:crypto'
import { isSelfSigned } from './chain.ts'

const minRsaBits = 2048
const brokenHash = /sha1|md5|md4|md2/i

/**
 * Whether a key or a signature in the chain is one that can be forged today. OpenSSL refuses most of these by its
 * security level, BoringSSL has none. A root is taken for what it is, not for who signed it.
 */
export const isWeak = (chain: readonly X509Certificate[]): boolean =>
  chain.some(certificate => hasShortKey(certificate) || hasBrokenSignature(certificate))

const hasShortKey = ({ publicKey }: X509Certificate): boolean => {
  const isFactoring = publicKey.asymmetricKeyType === 'rsa' || publicKey.asymmetricKeyType === 'dsa'
  return isFactoring && (publicKey.asymmetricKeyDetails?.modulusLength ?? 0) < minRsaBits
}

const hasBrokenSignature = (certificate: X509Certificate): boolean =>
  brokenHash.test(certificate.signatureAlgorithm ?? '') && !isSelfSigned(certificate)
