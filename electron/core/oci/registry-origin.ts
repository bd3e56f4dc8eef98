import type { RegistryEndpoint } from './types.ts'

// The one name whose registry lives elsewhere (oci-registries 1.3).
const elsewhere: Readonly<Record<string, string>> = { 'docker.io': 'registry-1.docker.io' }

/** Where the requests of a registry go. */
export const registryOrigin = ({ host, plainHttp }: RegistryEndpoint): URL =>
  new URL(`${plainHttp ? 'http' : 'https'}://${elsewhere[host] ?? host}/`)
