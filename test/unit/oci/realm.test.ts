import { describe, expect, it } from 'vitest'
import {
  checkRealm,
  RealmDecisionNeeded,
  requireTrust,
} from '../../../electron/core/oci/auth/realm.ts'
import { createAddressGuard } from '../../../electron/core/http/base/address-guard.ts'
import { registryOrigin } from '../../../electron/core/oci/base/endpoint.ts'

const check = (host: string, plainHttp: boolean, realm: string) => {
  const endpoint = { host, plainHttp }
  const registry = registryOrigin(endpoint)
  try {
    return checkRealm(realm, registry, endpoint, createAddressGuard(registry.hostname)).url.href
  } catch (error) {
    return error instanceof Error ? error.message : 'no error'
  }
}
const refused = 'unsupported/unsafe-realm'

describe('checkRealm', () => {
  it.each([
    ['reg.io', false, 'https://auth.example/token', 'https://auth.example/token'],
    ['reg.io', false, 'https://reg.io:8443/token', 'https://reg.io:8443/token'],
    ['reg.io', false, '/v2/auth', 'https://reg.io/v2/auth'],
    ['reg.io', false, 'https://user:pass@auth.example/t', 'https://auth.example/t'],
    ['reg.io', false, 'http://auth.example/token', refused],
    ['reg.io', true, 'http://auth.example/token', 'http://auth.example/token'],
    ['reg.io', false, 'file:///etc/passwd', refused],
    ['reg.io', false, 'ftp://reg.io/t', refused],
    ['reg.io', false, 'javascript:alert(1)', refused],
    ['reg.io', false, 'https://[bad', refused],
    ['reg.io', false, 'https://8.8.8.8/t', 'https://8.8.8.8/t'],
    ...[
      '127.0.0.1',
      '127.1',
      '0x7f.1',
      '2130706433',
      '0.0.0.0',
      '10.0.0.1',
      '172.16.0.1',
      '192.168.1.1',
      '100.64.0.1',
      '169.254.169.254',
      '[::1]',
      '[::]',
      '[fe80::1]',
      '[fd00::1]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[::ffff:10.0.0.1]',
      'localhost',
      'localhost.',
      'registry.localhost',
    ].map(address => ['reg.io', false, `https://${address}/t`, refused] as const),
    ['127.0.0.1:5000', true, 'http://127.0.0.1:5001/t', 'http://127.0.0.1:5001/t'],
    ['127.0.0.1:5000', true, 'http://localhost:5001/t', 'http://localhost:5001/t'],
    ['127.0.0.1:5000', true, 'http://10.0.0.1/t', refused],
    ['[64:ff9b::808:808]', false, 'https://[64:ff9b::808:404]/t', 'https://[64:ff9b::808:404]/t'],
    ['10.0.0.5', false, 'https://10.0.0.5/t', 'https://10.0.0.5/t'],
    ['10.0.0.5', false, 'https://10.0.0.6/t', refused],
  ] as const)('for %s (http: %s) reads %s as %s', (host, plainHttp, realm, expected) => {
    expect(check(host, plainHttp, realm)).toBe(expected)
  })
})

describe('requireTrust', () => {
  const ask = (host: string, realm: string, agreed: readonly string[] = []) => {
    const endpoint = { host, plainHttp: false }
    requireTrust(new URL(realm), registryOrigin(endpoint), endpoint, origin =>
      agreed.includes(origin),
    )
  }

  it.each([
    ['reg.io', 'https://reg.io/t', []],
    ['reg.io', 'https://reg.io:443/t', []],
    ['reg.io:8443', 'https://reg.io:8443/t', []],
    ['reg.io', 'https://reg.io:8443/t', ['https://reg.io:8443']],
    ['docker.io', 'https://auth.docker.io/token', []],
    ['registry.gitlab.com', 'https://gitlab.com/jwt/auth', []],
    ['reg.io', 'https://auth.example/t', ['https://auth.example']],
  ])('lets %s use %s', (host, realm, agreed) => {
    expect(() => ask(host, realm, agreed)).not.toThrow()
  })

  it.each([
    ['reg.io', 'https://auth.example/t', []],
    ['reg.io', 'https://auth.docker.io/token', []],
    ['docker.io', 'https://auth.docker.io.evil.example/token', []],
    ['docker.io', 'https://auth.docker.io:8443/token', []],
    ['reg.io', 'https://auth.example:444/t', ['https://auth.example']],
    ['reg.io', 'https://sub.reg.io/t', []],
    ['reg.io', 'https://reg.io:8443/t', []],
    ['reg.io:8443', 'https://reg.io/t', []],
  ])('asks whether %s may use %s', (host, realm, agreed) => {
    expect(() => ask(host, realm, agreed)).toThrow(RealmDecisionNeeded)
  })
})
