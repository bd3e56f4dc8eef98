import type { X509Certificate } from 'node:crypto'
import { rootCertificates } from 'node:tls'
import { readCertificates } from '../http/tls/read-certificates.ts'
import type { Trust } from '../http/tls/trust.ts'
import type { Logger, Network } from '../ports.ts'
import { readConnectionFile } from './connection-files.ts'

/** Certificates that every registry may be vouched for by. */
export type TrustRoots = () => Promise<{
  readonly roots: Trust['roots']
  readonly extraRoots: NonNullable<Trust['extraRoots']>
}>

type Deps = {
  readonly network: Network
  readonly env: Readonly<Record<string, string | undefined>>
  readonly logger: Logger
}

/**
 * The bundled roots, the system's, and those of NODE_EXTRA_CA_CERTS, which a packaged Electron does not read by itself
 * (decision 9). Read once: the system's store is slow, and a program starts anew after its change.
 */
export const createTrustRoots = ({ network, env, logger }: Deps): TrustRoots => {
  const told = async <T>(source: string, read: () => Promise<readonly T[]>) => {
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
    const known = new Set([...rootCertificates, ...system].map(pem => pem.trim()))
    const extraRoots = extra.filter(certificate => !known.has(pemOf(certificate)))
    return { roots: [...known, ...extraRoots.map(pemOf)], extraRoots }
  }
  let loaded: ReturnType<typeof load> | undefined
  return () => (loaded ??= load())
}

const pemOf = (certificate: X509Certificate): string => certificate.toString().trim()

const readExtra = async (file: string | undefined): Promise<readonly X509Certificate[]> =>
  file ? readCertificates(await readConnectionFile(file, file)) : []
