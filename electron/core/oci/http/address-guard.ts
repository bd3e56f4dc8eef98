import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns'
import { BlockList, isIP } from 'node:net'

export type AddressKind = 'public' | 'private' | 'link-local' | 'loopback'

export type Lookup = (
  hostname: string,
  options: LookupOptions,
  callback: (
    error: NodeJS.ErrnoException | null,
    address: string | LookupAddress[],
    family?: number,
  ) => void,
) => void

const ranges: ReadonlyArray<readonly [AddressKind, ReadonlyArray<readonly [string, number]>]> = [
  [
    'loopback',
    [
      ['127.0.0.0', 8],
      ['0.0.0.0', 8],
      ['::1', 128],
      ['::', 128],
    ],
  ],
  [
    'link-local',
    [
      ['169.254.0.0', 16],
      ['fe80::', 10],
    ],
  ],
  [
    'private',
    [
      ['10.0.0.0', 8],
      ['172.16.0.0', 12],
      ['192.168.0.0', 16],
      ['100.64.0.0', 10],
      ['fc00::', 7],
    ],
  ],
]

const blocks = ranges.map(([kind, nets]) => {
  const block = new BlockList()
  for (const [net, bits] of nets) block.addSubnet(net, bits, net.includes(':') ? 'ipv6' : 'ipv4')
  return { kind, block }
})

/** What an IP address is; undefined for a name. Takes `[::1]` as URLs write it, and IPv4 inside IPv6. */
export const addressKind = (host: string): AddressKind | undefined => {
  const address = host.replace(/^\[|\]$/g, '')
  const family = isIP(address)
  if (family === 0) return undefined
  // BlockList looks through ::ffff:127.0.0.1 by itself.
  const type = family === 6 ? 'ipv6' : 'ipv4'
  return blocks.find(({ block }) => block.check(address, type))?.kind ?? 'public'
}

export type AddressGuard = {
  /** Whether the registry may send us to this host (no port), as far as its spelling shows. */
  allows(host: string): boolean
  /** For connections to the registry itself: learns where it lives. */
  readonly registryLookup: Lookup
  /** For connections elsewhere: refuses names that resolve to where the registry must not send us. */
  readonly foreignLookup: Lookup
}

const inward: Readonly<Record<AddressKind, number>> = {
  public: 0,
  private: 1,
  'link-local': 2,
  loopback: 2,
}

/**
 * A registry may point us to its own host, to public ones, and to its own kind of network: a company's registry and
 * its token service are both private. From a public one, private and loopback addresses are an attack (facts 3.5).
 */
export const createAddressGuard = (
  registryHost: string,
  lookup: Lookup = systemLookup as Lookup,
): AddressGuard => {
  let registryKind: AddressKind = addressKind(registryHost) ?? 'public'
  const isAllowed = (kind: AddressKind) =>
    kind === registryKind || inward[kind] < inward[registryKind] || kind === 'public'

  const registryLookup: Lookup = (hostname, options, callback) =>
    lookup(hostname, options, (error, address, family) => {
      const kinds = error ? [] : kindsOf(address)
      registryKind = kinds.toSorted((a, b) => inward[b] - inward[a])[0] ?? registryKind
      callback(error, address, family)
    })
  const foreignLookup: Lookup = (hostname, options, callback) =>
    lookup(hostname, options, (error, address, family) => {
      const refused = !error && !kindsOf(address).every(isAllowed)
      callback(refused ? new UnsafeAddressError(hostname) : error, address, family)
    })
  const allows = (host: string) => {
    const kind = addressKind(host)
    return host === registryHost || kind === undefined || kind === 'public'
  }
  return { allows, registryLookup, foreignLookup }
}

const kindsOf = (address: string | LookupAddress[]): AddressKind[] =>
  (typeof address === 'string' ? [address] : address.map(entry => entry.address)).map(
    text => addressKind(text) ?? 'public',
  )

export class UnsafeAddressError extends Error {
  readonly code = 'UNSAFE_ADDRESS'

  constructor(hostname: string) {
    super(`${hostname} resolves to an address that this registry must not send us to`)
    this.name = 'UnsafeAddressError'
  }
}
