import { describe, expect, it } from 'vitest'
import { readKey } from '../../../electron/core/sign-in-sources/auth-file.ts'
import { isBelowPath } from '../../../shared/model/is-below-path.ts'
import {
  needsPlainHttpAgreement,
  readTypedAddress,
} from '../../../electron/core/registries/typed-address.ts'

const ways = (text: string) =>
  readTypedAddress(text).endpoints.map(
    ({ host, plainHttp }) => `${plainHttp ? 'http' : 'https'}://${host}`,
  )

describe('readTypedAddress', () => {
  it.each([
    ['reg.example', ['https://reg.example', 'http://reg.example']],
    // Without TLS the port that was typed is not the one to leave off.
    ['oci://REG.example:443/team/', ['https://reg.example', 'http://reg.example:443']],
    ['http://reg.example:443', ['http://reg.example:443']],
    ['http://reg.example:80/team', ['http://reg.example:80']],
    ['localhost:443', ['http://localhost:443', 'https://localhost']],
    ['http://[::1]:443/', ['http://[::1]:443']],
    ['https://reg.example', ['https://reg.example']],
    ['https://127.0.0.1:5000', ['https://127.0.0.1:5000']],
    ['http://reg.example', ['http://reg.example']],
    ['localhost:5000', ['http://localhost:5000', 'https://localhost:5000']],
    ['[::1]:5000/team', ['http://[::1]:5000', 'https://[::1]:5000']],
  ])('%s is reached by %j', (text, expected) => {
    expect(ways(text)).toEqual(expected)
  })

  it('keeps the path', () => {
    expect(readTypedAddress('oci://reg.example/team/charts/').path).toBe('team/charts')
  })

  it.each([
    ['http://reg.example/v2/', 'reg.example', ''],
    ['https://reg.example/v2/org', 'reg.example', 'org'],
    ['https://reg.example/v1/', 'reg.example', ''],
    ['reg.example/v2/', 'reg.example', ''],
    ['https://reg.example/v2x/org', 'reg.example', 'v2x/org'],
    // A namespace may be called so.
    ['oci://reg.example/v2', 'reg.example', 'v2'],
    ['reg.example/v2/org', 'reg.example', 'v2/org'],
  ])('takes the address %s of the API for %s and the path "%s"', (text, host, path) => {
    expect(readTypedAddress(text)).toMatchObject({ host, path })
    if (!text.startsWith('oci:')) expect(readKey(text)).toMatchObject({ host, path })
  })

  it.each([
    '-reg.example',
    '-oProxyCommand=x',
    'https://-h:5000/team',
    '--help',
    '',
    'reg example',
    'user@reg.example',
    'ftp://reg.example',
    'reg.example/UPPER',
  ])('refuses "%s"', text => {
    expect(() => readTypedAddress(text)).toThrow(
      expect.objectContaining({ code: 'invalid-input', reason: 'not-an-address' }),
    )
  })
})

it('plain HTTP is owed a decision everywhere but on the machine itself', () => {
  expect(needsPlainHttpAgreement({ host: 'reg.example', plainHttp: true })).toBe(true)
  expect(needsPlainHttpAgreement({ host: 'reg.example', plainHttp: false })).toBe(false)
  expect(needsPlainHttpAgreement({ host: '127.0.0.1:80', plainHttp: true })).toBe(false)
  expect(needsPlainHttpAgreement({ host: 'localhost.example', plainHttp: true })).toBe(true)
})

it('a path holds its repositories and no neighbour that begins alike', () => {
  expect(['team', 'team/a', 'teams/a', 'a'].filter(name => isBelowPath(name, 'team'))).toEqual([
    'team',
    'team/a',
  ])
  expect(isBelowPath('anything', '')).toBe(true)
})
