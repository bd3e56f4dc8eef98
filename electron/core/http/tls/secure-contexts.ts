import { createHash } from 'node:crypto'
import { createSecureContext, type SecureContext } from 'node:tls'
import { clientCertificateOptions } from './client-certificate.ts'
import { readCertificates } from './read-certificates.ts'
import type { Trust } from './trust.ts'

export type SecureContexts = {
  /** Throws AppError `invalid-input`, naming the file that does not hold what it should. */
  for(trust: Trust): SecureContext
}

const maxKept = 4

/** Reading some 150 roots takes 25 ms: what was made of the same bytes is used again. */
export const createSecureContexts = (): SecureContexts => {
  const kept = new Map<string, SecureContext>()
  return {
    for: trust => {
      const key = keyOf(trust)
      const context = kept.get(key) ?? makeContext(trust)
      kept.delete(key)
      kept.set(key, context)
      const [oldest] = kept.keys()
      if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest)
      return context
    },
  }
}

// Node's `ca` replaces its roots, so all of them are given together (decision 9).
const makeContext = (trust: Trust): SecureContext =>
  createSecureContext({
    ca: [...trust.roots, ...authoritiesOf(trust)],
    // As Go: an authority that is trusted need not be a root, and certs.d often holds one that is not.
    allowPartialTrustChain: true,
    minVersion: 'TLSv1.2',
    ...(trust.clientCertificate && clientCertificateOptions(trust.clientCertificate)),
  })

const authoritiesOf = ({ caFile }: Trust): string[] =>
  caFile === undefined ? [] : readCertificates(caFile).map(certificate => certificate.toString())

const keyOf = ({ roots, caFile, clientCertificate: client }: Trust): string => {
  const hash = createHash('sha256')
  // Each part with its length, so that no two settings read alike.
  const add = (part: string | Uint8Array) => hash.update(`${part.length}:`).update(part)
  roots.forEach(add)
  add(caFile?.bytes ?? '')
  if (client?.kind === 'pem') [client.certificate.bytes, client.key.bytes].forEach(add)
  if (client?.kind === 'pkcs12') add(client.file.bytes)
  add(client?.passphrase?.reveal() ?? '')
  return hash.digest('hex')
}
