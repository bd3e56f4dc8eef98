import { getCACertificates } from 'node:tls'
import type { Network } from '../core/ports.ts'

/** The system's certificate store as Node reads it; no proxy settings beside the environment's. */
export const systemNetwork: Network = {
  systemCertificates: async () => getCACertificates('system'),
  systemProxy: async () => undefined,
}
