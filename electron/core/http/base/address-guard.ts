import { lookup as systemLookup, type LookupAddress, type LookupOptions } from 'node:dns'
import { addressKind, type AddressKind, inward } from './address-kind.ts'

export type Lookup = (
  hostname: string,
  options: LookupOptions,
  callback: (
    error: NodeJS.ErrnoException | null,
    address: string | LookupAddress[],
    family?: number,
  ) => void,
) => void

export type AddressGuard = {
  /** Whether the origin may send us to this host (no port), as far as its spelling shows. */
  allows(host: string): boolean
  /** For connections to the origin itself: learns where it lives. */
  readonly ownLookup: Lookup
  /** For connections elsewhere: refuses names that resolve to where the origin must not send us. */
  readonly foreignLookup: Lookup
}

/**
 * An origin may point us to its own host, to public ones, and to its own kind of network: what a company serves and
 * where it hands out tokens are both private. From a public one, private and loopback addresses are an attack.
 */
export const createAddressGuard = (
  ownHost: string,
  lookup: Lookup = systemLookup as Lookup,
): AddressGuard => {
  let ownKind = writtenKind(ownHost) ?? 'public'
  const isAllowed = (kind: AddressKind) =>
    kind === ownKind || inward[kind] < inward[ownKind] || kind === 'public'

  const ownLookup: Lookup = (hostname, options, callback) =>
    lookup(hostname, options, (error, address, family) => {
      const kinds = error ? [] : kindsOf(address)
      ownKind = kinds.toSorted((a, b) => inward[b] - inward[a])[0] ?? ownKind
      callback(error, address, family)
    })
  const foreignLookup: Lookup = (hostname, options, callback) =>
    lookup(hostname, options, (error, address, family) => {
      const refused = !error && !kindsOf(address).every(isAllowed)
      callback(refused ? new UnsafeAddressError(hostname) : error, address, family)
    })
  const allows = (host: string) => {
    const kind = writtenKind(host)
    if (host === ownHost || kind === undefined || kind === 'public') return true
    // Another name of this machine, and only a name: an address is the origin's own or none.
    return isLocalName(host) && writtenKind(ownHost) === 'loopback'
  }
  return { allows, ownLookup, foreignLookup }
}

/** The names of the machine itself (RFC 6761), which a proxy would look up as its own. */
const isLocalName = (host: string): boolean => /^(?:.+\.)?localhost\.?$/i.test(host)

const writtenKind = (host: string): AddressKind | undefined =>
  isLocalName(host) ? 'loopback' : addressKind(host)

const kindsOf = (address: string | LookupAddress[]): AddressKind[] =>
  (typeof address === 'string' ? [address] : address.map(entry => entry.address)).map(
    text => addressKind(text) ?? 'public',
  )

export class UnsafeAddressError extends Error {
  readonly code = 'UNSAFE_ADDRESS'

  constructor(hostname: string) {
    super(`${hostname} resolves to an address that this origin must not send us to`)
    this.name = 'UnsafeAddressError'
  }
}
