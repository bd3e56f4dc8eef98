/** A registry as the wire sees it. `host` is canonical (shared/model/reference.ts parseHost). */
export type RegistryEndpoint = { readonly host: string; readonly plainHttp: boolean }

// The one name whose registry lives elsewhere: docs/protocol.md, "References".
const elsewhere: Readonly<Record<string, string>> = { 'docker.io': 'registry-1.docker.io' }

/** Where the requests of a registry go. */
export const registryOrigin = ({ host, plainHttp }: RegistryEndpoint): URL =>
  new URL(`${plainHttp ? 'http' : 'https'}://${elsewhere[host] ?? host}/`)
