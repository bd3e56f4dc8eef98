import { BlockList, isIP } from 'node:net'

/**
 * `reserved` is where nobody serves: multicast, documentation, what was never handed out. `private` holds what
 * companies use inside, also the ranges for shared address space and for benchmarks.
 */
export type AddressKind = 'public' | 'private' | 'link-local' | 'loopback' | 'reserved'

type Net = readonly [address: string, bits: number]

// The special-purpose registries of IANA for IPv4 and IPv6 (RFC 6890), and the older ranges that they left out.
const nets: ReadonlyArray<readonly [AddressKind, readonly Net[]]> = [
  // What is globally reachable within the ranges below.
  [
    'public',
    [
      ['192.0.0.9', 32],
      ['192.0.0.10', 32],
      ['2001:1::1', 128],
      ['2001:1::2', 128],
      ['2001:1::3', 128],
      ['2001:3::', 32],
      ['2001:4:112::', 48],
      ['2001:20::', 28],
      ['2001:30::', 28],
    ],
  ],
  [
    'loopback',
    [
      ['0.0.0.0', 8],
      ['127.0.0.0', 8],
      ['::', 128],
      ['::1', 128],
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
      ['100.64.0.0', 10],
      ['172.16.0.0', 12],
      ['192.168.0.0', 16],
      ['198.18.0.0', 15],
      ['fc00::', 7],
      // Site-local, before there were unique local addresses (RFC 3879).
      ['fec0::', 10],
      // NAT64 of one's own network (RFC 8215).
      ['64:ff9b:1::', 48],
    ],
  ],
  [
    'reserved',
    [
      ['192.0.0.0', 24],
      ['192.0.2.0', 24],
      ['192.88.99.0', 24],
      ['198.51.100.0', 24],
      ['203.0.113.0', 24],
      ['224.0.0.0', 4],
      ['240.0.0.0', 4],
      ['100::', 64],
      ['100:0:0:1::', 64],
      ['2001::', 23],
      ['2001:db8::', 32],
      ['3fff::', 20],
      ['5f00::', 16],
      ['ff00::', 8],
    ],
  ],
]

const blocks = nets.map(([kind, list]) => {
  const block = new BlockList()
  for (const [net, bits] of list) block.addSubnet(net, bits, net.includes(':') ? 'ipv6' : 'ipv4')
  return { kind, block }
})

/** How far inside an address lies: a host outside must not send us there. */
export const inward: Readonly<Record<AddressKind, number>> = {
  public: 0,
  private: 1,
  'link-local': 2,
  loopback: 2,
  reserved: 2,
}

/** What an IP address is; undefined for a name. Takes `[::1]` as URLs write it, and IPv4 inside IPv6. */
export const addressKind = (host: string): AddressKind | undefined => {
  const address = host.replace(/^\[|\]$/g, '').replace(/%.*$/, '')
  const family = isIP(address)
  if (family === 0) return undefined
  if (family === 4) return kindIn(address, 'ipv4')
  const within = embedded(wordsOf(address)).map(inner => kindIn(inner, 'ipv4'))
  return within.toSorted((a, b) => inward[b] - inward[a])[0] ?? kindIn(address, 'ipv6')
}

const kindIn = (address: string, family: 'ipv4' | 'ipv6'): AddressKind =>
  blocks.find(({ block }) => block.check(address, family))?.kind ?? 'public'

/** The eight groups of a valid IPv6 address. */
const wordsOf = (address: string): number[] => {
  const [head = '', tail] = address.split('::')
  const before = groups(head)
  const behind = groups(tail ?? '')
  if (tail === undefined) return before
  return [...before, ...Array<number>(8 - before.length - behind.length).fill(0), ...behind]
}

const groups = (text: string): number[] =>
  text
    .split(':')
    .filter(group => group !== '')
    .flatMap(group => {
      if (!group.includes('.')) return [Number.parseInt(group, 16)]
      const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number)
      return [a * 256 + b, c * 256 + d]
    })

/** The IPv4 addresses that a packet to this address ends up at, or may. */
const embedded = (words: readonly number[]): string[] => {
  const at = (index: number, mask = 0) => ipv4(words, index, mask)
  const starts = (...prefix: number[]) => prefix.every((word, index) => words[index] === word)
  // Mapped, translated (RFC 2765) and compatible (RFC 4291); `::` and `::1` are IPv6's own.
  if (starts(0, 0, 0, 0, 0, 0xffff) || starts(0, 0, 0, 0, 0xffff, 0)) return [at(6)]
  if (starts(0, 0, 0, 0, 0, 0)) return words[6] === 0 && (words[7] ?? 0) < 2 ? [] : [at(6)]
  // NAT64 (RFC 6052): behind it every address of IPv4 is.
  if (starts(0x64, 0xff9b, 0, 0, 0, 0)) return [at(6)]
  // 6to4 (RFC 3056), Teredo (RFC 4380: the server, and the client with its bits turned over).
  if (starts(0x2002)) return [at(1)]
  if (starts(0x2001, 0)) return [at(2), at(6, 0xffff)]
  // ISATAP (RFC 5214).
  if (((words[4] ?? 0) & 0xfdff) === 0 && words[5] === 0x5efe) return [at(6)]
  return []
}

const ipv4 = (words: readonly number[], index: number, mask: number): string =>
  [words[index] ?? 0, words[index + 1] ?? 0]
    .map(word => word ^ mask)
    .flatMap(word => [word >> 8, word & 255])
    .join('.')
