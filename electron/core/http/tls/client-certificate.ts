import { createPrivateKey, type KeyObject } from 'node:crypto'
import { createSecureContext, type SecureContextOptions } from 'node:tls'
import { AppError } from '../../../../shared/errors.ts'
import { readCertificates } from './read-certificates.ts'
import type { ClientCertificate, KeptFile } from './trust.ts'

/**
 * What OpenSSL needs to show a client certificate. Throws `invalid-input` with `not-certificates`, `not-a-key`,
 * `key-passphrase`, `key-of-other-certificate`, `not-pkcs12`, `pkcs12-legacy` or `pkcs12-without-key`, naming the file.
 */
export const clientCertificateOptions = (
  client: ClientCertificate,
): Pick<SecureContextOptions, 'cert' | 'key' | 'pfx' | 'passphrase'> => {
  if (client.kind === 'pkcs12') return pkcs12Options(client)
  const certificates = readCertificates(client.certificate)
  const key = readPrivateKey(client.key, client.passphrase?.reveal())
  if (!certificates[0]?.checkPrivateKey(key)) {
    const files = { file: client.key.shown, certificate: client.certificate.shown }
    throw new AppError('invalid-input', 'key-of-other-certificate', files)
  }
  const cert = certificates.map(certificate => certificate.toString()).join('')
  return { cert, key: key.export({ type: 'pkcs8', format: 'pem' }) }
}

/** Throws `invalid-input/key-passphrase` or `invalid-input/not-a-key`. */
export const readPrivateKey = ({ shown, bytes }: KeptFile, passphrase?: string): KeyObject => {
  const source = Buffer.from(bytes)
  const isPem = source.includes('-----BEGIN')
  try {
    if (isPem) return createPrivateKey({ key: source, passphrase: passphrase ?? '' })
    return readDerKey(source, passphrase)
  } catch (cause) {
    const reason = isEncryptedKey(source) ? 'key-passphrase' : 'not-a-key'
    throw new AppError('invalid-input', reason, { file: shown }, { cause })
  }
}

const readDerKey = (key: Buffer, passphrase?: string): KeyObject =>
  createPrivateKey({ key, format: 'der', type: 'pkcs8', ...(passphrase && { passphrase }) })

// PKCS#8 says so in its label, the older form in a header line.
const isEncryptedKey = (source: Buffer): boolean =>
  source.includes('ENCRYPTED PRIVATE KEY') || source.includes('Proc-Type: 4,ENCRYPTED')

const pkcs12Options = (client: Extract<ClientCertificate, { kind: 'pkcs12' }>) => {
  const options = {
    pfx: Buffer.from(client.file.bytes),
    passphrase: client.passphrase?.reveal() ?? '',
  }
  try {
    createSecureContext(options)
  } catch (cause) {
    throw new AppError('invalid-input', reasonOf(cause), { file: client.file.shown }, { cause })
  }
  return options
}

// OpenSSL says "mac verify failure" and Node "Unsupported PKCS12"; BoringSSL shouts.
const meanings = [
  [/mac verify|incorrect.?password|bad.?decrypt/i, 'key-passphrase'],
  [/unsupported pkcs12|unknown_algorithm|unknown.?cipher/i, 'pkcs12-legacy'],
  [/private key from pfx/i, 'pkcs12-without-key'],
] as const

const reasonOf = (error: unknown) => {
  const text = error instanceof Error ? error.message : ''
  return meanings.find(([pattern]) => pattern.test(text))?.[1] ?? 'not-pkcs12'
}
