import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAddressGuard } from '../../../electron/core/http/base/address-guard.ts'
import { addressKind } from '../../../electron/core/http/base/address-kind.ts'

describe('addressKind', () => {
  it.each([
    ['loopback', ['127.0.0.1', '127.255.255.254', '0.0.0.0', '0.1.2.3', '::', '::1', '[::1]']],
    ['link-local', ['169.254.169.254', 'fe80::1', 'fe80::1%eth0', 'febf::1']],
    [
      'private',
      [
        '10.0.0.1',
        '100.64.0.1',
        '100.127.255.255',
        '172.31.255.255',
        '192.168.0.1',
        '198.18.0.1',
        '198.19.255.255',
        'fc00::1',
        'fdff::1',
        'fec0::1',
        'feff::1',
        '64:ff9b:1::8.8.8.8',
      ],
    ],
    [
      'reserved',
      [
        '192.0.0.1',
        '192.0.2.1',
        '192.88.99.1',
        '198.51.100.1',
        '203.0.113.9',
        '224.0.0.1',
        '239.255.255.250',
        '240.0.0.1',
        '255.255.255.255',
        'ff02::1',
        'ff0e::1',
        '100::1',
        '100:0:0:1::1',
        '2001:db8::1',
        '3fff::1',
        '5f00::1',
        '2001:2::1',
        '2001:10::1',
        '2001:1::4',
      ],
    ],
    [
      'public',
      [
        '8.8.8.8',
        '1.1.1.1',
        '100.63.255.255',
        '100.128.0.0',
        '172.15.0.1',
        '172.32.0.1',
        '198.17.255.255',
        '198.20.0.0',
        '223.255.255.255',
        '192.0.0.9',
        '192.0.1.1',
        '2606:4700::1',
        '2a00::1',
        '2001:200::1',
        '2001:1::1',
        '2001:20::1',
        '2001:4:112::1',
        '2620:4f:8000::1',
      ],
    ],
  ] as const)('is %s for %s', (kind, addresses) => {
    for (const address of addresses)
      expect([address, addressKind(address)]).toEqual([address, kind])
  })

  it.each(['reg.io', 'localhost', '127.0.0.1:5000', '', '1.2.3', '[]'])(
    'is nothing for %s',
    name => {
      expect(addressKind(name)).toBeUndefined()
    },
  )

  const hex = (address: string, mask = 0) => {
    const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(part => Number(part) ^ mask)
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`
  }

  const forms: readonly (readonly [string, (address: string) => string])[] = [
    ['mapped', address => `::ffff:${address}`],
    ['mapped, in groups', address => `0:0:0:0:0:ffff:${hex(address)}`],
    ['translated', address => `::ffff:0:${hex(address)}`],
    ['NAT64', address => `64:ff9b::${address}`],
    ['6to4', address => `2002:${hex(address)}::1`],
    ['Teredo, as the client', address => `2001:0:808:808:0:0:${hex(address, 255)}`],
    ['Teredo, as the server', address => `2001:0:${hex(address)}:0:0:${hex('8.8.8.8', 255)}`],
    ['ISATAP', address => `2a00:1:2:3:0:5efe:${hex(address)}`],
    ['ISATAP, globally unique', address => `2a00:1:2:3:200:5efe:${hex(address)}`],
  ]
  it.each(forms)('is that of the IPv4 address within: %s', (_name, form) => {
    fc.assert(
      fc.property(fc.ipV4(), address => {
        const kind = addressKind(address)
        expect([form(address), addressKind(form(address))]).toEqual([form(address), kind])
      }),
    )
    for (const address of ['127.0.0.1', '10.1.2.3', '169.254.169.254', '198.18.0.1', '240.0.0.1'])
      expect(addressKind(form(address))).toBe(addressKind(address))
  })
})

describe('createAddressGuard', () => {
  /** Whether the registry may send us to a name that resolves to this address. */
  const mayLeadTo = async (registry: string, address: string) => {
    const answers = new Map([
      ['registry.example', registry],
      ['auth.example', address],
    ])
    const guard = createAddressGuard('registry.example', (hostname, _options, callback) =>
      callback(null, answers.get(hostname) ?? '', 4),
    )
    const ask = (lookup: typeof guard.foreignLookup, name: string) =>
      new Promise<boolean>(resolve => lookup(name, {}, error => resolve(error === null)))
    await ask(guard.ownLookup, 'registry.example')
    return ask(guard.foreignLookup, 'auth.example')
  }

  it.each([
    '127.0.0.1',
    '10.0.0.1',
    '169.254.169.254',
    '198.18.0.1',
    '240.0.0.1',
    '224.0.0.1',
    '64:ff9b::a00:1',
    '2002:7f00:1::',
    '::ffff:169.254.169.254',
    'fec0::1',
    'ff02::1',
  ])('keeps a public registry from a name that leads to %s', async address => {
    expect(await mayLeadTo('8.8.8.8', address)).toBe(false)
    expect(await mayLeadTo('64:ff9b::808:808', address)).toBe(false)
  })

  it('lets each lead to its own kind, and to what is public', async () => {
    expect(await mayLeadTo('8.8.8.8', '64:ff9b::101:101')).toBe(true)
    expect(await mayLeadTo('10.0.0.1', 'fd00::1')).toBe(true)
    // Some proxies answer for every name with an address from here.
    expect(await mayLeadTo('198.18.0.4', '198.18.0.5')).toBe(true)
    expect(await mayLeadTo('10.0.0.1', '240.0.0.1')).toBe(false)
    expect(await mayLeadTo('127.0.0.1', '240.0.0.1')).toBe(false)
  })
})
