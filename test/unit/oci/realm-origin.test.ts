import { describe, expect, it } from 'vitest'
import { createAddressGuard } from '../../../electron/core/http/base/address-guard.ts'
import { realmOrigin } from '../../../electron/core/oci/auth/realm-origin.ts'

const originOf = (host: string, realm: string, agreed?: string) =>
  realmOrigin(
    { kind: 'bearer', realm, service: 'container_registry' },
    {
      registry: new URL(`https://${host}`),
      endpoint: { host, plainHttp: false },
      addresses: createAddressGuard(host),
      trustRealm: origin => origin === agreed,
    },
  )?.origin

describe('where a vendor’s API may get the sign-in', () => {
  it('is where the tokens of a known pair come from', () => {
    const realm = 'https://gitlab.com/jwt/auth'
    expect(originOf('registry.gitlab.com', realm)).toBe('https://gitlab.com')
  })

  it('is what the user agreed to, and nothing else', () => {
    const realm = 'https://git.corp.example/jwt/auth'
    expect(originOf('registry.corp.example', realm, 'https://git.corp.example')).toBe(
      'https://git.corp.example',
    )
    expect(() => originOf('registry.corp.example', realm)).toThrow('realm-not-agreed')
    expect(() => originOf('registry.gitlab.com', 'https://gitlab.evil.example/jwt/auth')).toThrow(
      'realm-not-agreed',
    )
  })

  it('is never unencrypted, nor inside our network', () => {
    expect(() => originOf('registry.gitlab.com', 'http://gitlab.com/jwt/auth')).toThrow(
      'unsafe-realm',
    )
    expect(() =>
      originOf('r.example', 'https://169.254.169.254/x', 'https://169.254.169.254'),
    ).toThrow('unsafe-realm')
  })

  it('is nowhere without tokens', () => {
    const options = {
      registry: new URL('https://r.example'),
      endpoint: { host: 'r.example', plainHttp: false },
      addresses: createAddressGuard('r.example'),
      trustRealm: () => true,
    }
    expect(realmOrigin({ kind: 'basic' }, options)).toBeUndefined()
  })
})
