import { readFile } from 'node:fs/promises'
import { rootCertificates } from 'node:tls'
import { readCertificates } from '../oci/tls/read-certificates.ts'
import type { Logger, Network } from '../ports.ts'

/** PEM certificates that every registry may be vouched for by. */
export type TrustRoots = () => Promise<readonly string[]>

type Deps = {
  readonly network: Network
  readonly env: Readonly<Record<string, string | undefined>>
  readonly logger: Logger
}

/**
 * The bundled roots, the system's, and those of NODE_EXTRA_CA_CERTS, which a packaged Electron does not read by itself
 * (security 130). Read once: the system's store is slow, and a program starts anew after its change.
 */
export const createTrustRoots = ({ network, env, logger }: Deps): TrustRoots => {
  const told = async (source: string, read: () => Promise<readonly string[]>) => {
    try {
      return await read()
    } catch (error) {
      logger.log('warn', 'certificates-not-read', { source, error })
      return []
    }
  }
  const load = async () => {
    const system = await told('system', () => network.systemCertificates())
    const extra = await told('NODE_EXTRA_CA_CERTS', () => readExtra(env['NODE_EXTRA_CA_CERTS']))
    return [...new Set([...rootCertificates, ...system, ...extra].map(pem => pem.trim()))]
  }
  let loaded: ReturnType<typeof load> | undefined
  return () => (loaded ??= load())
}

const readExtra = async (file: string | undefined): Promise<readonly string[]> => {
  if (!file) return []
  const certificates = readCertificates({ shown: file, bytes: await readFile(file) })
  return certificates.map(certificate => certificate.toString())
}
