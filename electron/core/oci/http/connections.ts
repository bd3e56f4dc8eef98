import { Agent, type Dispatcher } from 'undici'
import { createAddressGuard, type AddressGuard, type Lookup } from './address-guard.ts'
import { limits } from './limits.ts'
import { isSameOrigin } from './target.ts'

export type Connections = {
  /** At most six connections per origin; other hosts than the registry are looked up guardedly. */
  for(url: URL): Dispatcher
  readonly addresses: AddressGuard
  close(): Promise<void>
}

export type ConnectionOptions = {
  readonly lookup?: Lookup
  /** PEM certificates that are trusted instead of the system's. */
  readonly certificateAuthorities?: readonly string[]
}

export const createConnections = (
  registry: URL,
  { lookup, certificateAuthorities }: ConnectionOptions,
): Connections => {
  const addresses = createAddressGuard(registry.hostname, lookup)
  const agent = (resolve: Lookup) =>
    new Agent({
      connections: limits.sockets,
      pipelining: 1,
      allowH2: false,
      maxHeaderSize: limits.headerBytes,
      // The stall guard watches both, by rules of its own.
      headersTimeout: 0,
      bodyTimeout: 0,
      connect: {
        timeout: limits.connectMs,
        lookup: resolve,
        // Said, so that NODE_TLS_REJECT_UNAUTHORIZED=0 in the environment changes nothing.
        rejectUnauthorized: true,
        ...(certificateAuthorities && { ca: [...certificateAuthorities] }),
      },
    })
  const own = agent(addresses.registryLookup)
  const foreign = agent(addresses.foreignLookup)
  return {
    for: url => (isSameOrigin(url, registry) ? own : foreign),
    addresses,
    close: async () => {
      await Promise.all([own.destroy(), foreign.destroy()])
    },
  }
}
