import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { redact, redactText } from '../../../electron/adapters/redact.ts'

const canary = 'c4n4ry0123456789'

describe('redactText', () => {
  it.each([
    [`https://me:${canary}@registry.test/v2/`, 'https://[secret]@registry.test/v2/'],
    [`https://${canary}@registry.test/v2/`, 'https://[secret]@registry.test/v2/'],
    [`oci://me:${canary}@h:5000/a`, 'oci://[secret]@h:5000/a'],
    [
      `GET https://s3.test/b?X-Amz-Signature=${canary}&a=1 failed`,
      'GET https://s3.test/b?[secret] failed',
    ],
    [`http://127.0.0.1:1/#link=${canary}`, 'http://127.0.0.1:1/?[secret]'],
    [`Authorization: Bearer ${canary}`, 'Authorization: [secret]'],
    [`bearer ${canary}`, 'bearer [secret]'],
    [`Basic ${canary}==`, 'Basic [secret]'],
    [`{"access_token":"${canary}","expires_in":60}`, '{"access_token":[secret],"expires_in":60}'],
    [`refresh_token=${canary}&scope=x`, 'refresh_token=[secret]&scope=x'],
    [`password: ${canary}`, 'password: [secret]'],
    [`{"auths":{"h":{"auth":"${canary}"}}}`, '{"auths":{"h":{"auth":[secret]}}}'],
    [`{\\"password\\":\\"${canary}\\",\\"n\\":1}`, '{\\"password\\":[secret],\\"n\\":1}'],
    [`HEAD /v2/x?sv=1&sig=${canary} 404`, 'HEAD /v2/x?[secret] 404'],
    [`Set-Cookie: ${canary}; Path=/`, 'Set-Cookie: [secret]; Path=/'],
    [`eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.${canary}`, '[secret]'],
  ])('%s', (text, expected) => {
    expect(redactText(text)).not.toContain(canary)
    expect(redactText(text)).toBe(expected)
  })

  it.each([
    'https://registry.test/v2/a/manifests/1.0.0',
    'Www-Authenticate: Bearer realm="https://auth.test/token",service="r"',
    `sha256:${'a'.repeat(64)}`,
    'the basic idea',
    'authentication: basic, auth: none',
  ])('leaves %s as it is', text => expect(redactText(text)).toBe(text))
})

describe('redact', () => {
  it.each([
    'authorization',
    'Cookie',
    'set-cookie',
    'password',
    'accessToken',
    'refresh_token',
    'ticket',
    'apiKey',
    'identityToken',
    'clientSecret',
    'auth',
    'X-Amz-Signature',
    'passphrase',
  ])('hides a field called %s', name => {
    const shown = JSON.stringify(
      redact({ headers: { [name]: canary }, list: [{ [name]: [canary] }] }),
    )
    expect(shown).not.toContain(canary)
    expect(shown).toContain('[secret]')
  })

  it('shows an error with what caused it, without what they hold', () => {
    const cause = Object.assign(new Error(`https://me:${canary}@h/`), {
      password: canary,
      code: 'E1',
    })
    const shown = JSON.stringify(redact({ error: new TypeError(`token=${canary}`, { cause }) }))
    expect(shown).not.toContain(canary)
    expect(shown).toContain('TypeError')
    expect(shown).toContain('E1')
  })

  it('ends with a loop, a deep value, a large one', () => {
    const loop: Record<string, unknown> = {}
    loop['self'] = loop
    const large = {
      list: Array.from({ length: 10_000 }, () => 'x'.repeat(10_000)),
      bytes: Buffer.alloc(9),
    }
    expect(JSON.stringify(redact({ loop, large })).length).toBeLessThan(300_000)
  })

  it.each(['x', '-', 'a.', '://', 'eyJ', 'token', '"', 'bearer ', 'a:'])(
    'takes no longer for %j over and over',
    part => {
      const text = part.repeat(4000)
      const started = performance.now()
      for (let index = 0; index < 50; index += 1) redactText(text)
      expect(performance.now() - started).toBeLessThan(1500)
    },
  )

  it('changes nothing that it was given', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const before = JSON.stringify(value)
        redact(value)
        expect(JSON.stringify(value)).toBe(before)
      }),
    )
  })
})
