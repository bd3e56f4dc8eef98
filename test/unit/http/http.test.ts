import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextLink } from '../../../electron/core/http/base/link-header.ts'
import { parseRetryAfter } from '../../../electron/core/http/base/retry-after.ts'
import { redactUrl } from '../../../electron/core/http/base/hide-patterns.ts'
import { createRedactor, escapeUnprintable } from '../../../electron/core/http/base/redaction.ts'
import { openParameters } from '../../../electron/core/oci/base/open-parameters.ts'
import {
  isSameOrigin,
  parseTarget,
  withParameter,
} from '../../../electron/core/http/base/target.ts'
import { withLargerPage } from '../../../electron/core/oci/listing/page-size.ts'

describe('nextLink', () => {
  it.each([
    ['</a?n=1>; rel="next"', '/a?n=1'],
    ['</a>; rel=next', '/a'],
    ['</a>;rel="prev", </b>; title="x, y"; rel="next last"', '/b'],
    ['</a>; REL="Next"', '/a'],
    ['/a?n=1; rel=next', '/a?n=1'],
    ['https://r.example/a; rel="next"', 'https://r.example/a'],
  ])('of %s is %s', (value, target) => {
    expect(nextLink([value])).toEqual({ kind: 'next', target })
  })

  it.each([
    ['</a>; rel="previous"', 'none'],
    ['', 'none'],
    ['</a>', 'unnamed'],
    ['rel="next"', 'unreadable'],
    ['</a', 'unreadable'],
  ])('of %s is %s', (value, kind) => {
    expect(nextLink([value])).toMatchObject({ kind })
  })
})

describe('parseRetryAfter', () => {
  const now = Date.parse('2026-01-01T00:00:00Z')
  it.each([
    ['2', 2_000],
    [' 2 ', 2_000],
    ['0', 0],
    ['86400', 86_400_000],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 2025 23:00:00 GMT', 0],
    ['-1', undefined],
    ['abc', undefined],
    ['1.5', undefined],
    ['Thu, 99 Foo', undefined],
    [undefined, undefined],
  ])('reads %s as %s', (value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected)
  })
})

describe('targets', () => {
  const base = new URL('https://reg.io/v2/a/')
  it.each([
    ['/x?_state=a%2Bb+c%2f~\'"', '/x?_state=a%2Bb+c%2f~\'"'],
    ['?y', '/v2/a/?y'],
    ['https://other.io/p?q=%zz', '/p?q=%zz'],
    ['/x?a=b c', '/x?a=b%20c'],
    ['/x?ü', '/x?%C3%BC'],
    ['/x#f?q', '/x'],
  ])('keep the query of %s', (text, path) => {
    expect(parseTarget(text, base)?.path).toBe(path)
  })

  it.each(['https://-h/x', '//--help/x', 'http://-oProxyCommand=x'])('are not at %s', text => {
    expect(parseTarget(text, base)).toBeUndefined()
  })

  it('get a parameter without touching the others', () => {
    const target = parseTarget('/x?_state=a%2Bb+c', base)
    expect(target && withParameter(target, 'digest', 'sha256:ab').path).toBe(
      '/x?_state=a%2Bb+c&digest=sha256%3Aab',
    )
  })

  it('stay at their host when their path begins as if it named another', () => {
    const target = parseTarget('https://reg.io//evil.example/x?last=a&n=1', base)
    if (!target) throw new Error('no target')
    expect(withParameter(target, 'a', 'b').url.host).toBe('reg.io')
    expect(withLargerPage(target, 'a', 9)?.url.host).toBe('reg.io')
  })

  it('carry no header injection', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const target = parseTarget(text, base)
        expect(target?.path ?? '').not.toMatch(/[^!-~]/)
      }),
    )
  }, 60_000)

  it.each([
    ['https://reg.io', 'https://reg.io:443', true],
    ['http://reg.io', 'http://reg.io:80', true],
    ['https://reg.io', 'https://REG.io', true],
    ['https://reg.io', 'http://reg.io', false],
    ['https://reg.io', 'https://reg.io:8443', false],
    ['https://reg.io', 'https://reg.io.', false],
    ['https://reg.io', 'https://reg.io.evil', false],
  ])('%s and %s are one origin: %s', (a, b, same) => {
    expect(isSameOrigin(new URL(a), new URL(b))).toBe(same)
  })
})

describe('withLargerPage', () => {
  const link = (path: string) => ({ url: new URL(path, 'https://reg.io'), path })
  it.each([
    ['/v2/_catalog?last=a%2Fb&n=100', 'a/b', '/v2/_catalog?last=a%2Fb&n=1000'],
    ['/v2/_catalog?n=100&last=a/b', 'a/b', '/v2/_catalog?n=1000&last=a/b'],
    ['/v2/_catalog?last=opaque&n=100', 'a/b', undefined],
    ['/v2/_catalog?last=a&n=1000', 'a', undefined],
    ['/v2/_catalog?last=a', 'a', undefined],
    ['/v2/_catalog?next_page=a&n=100', 'a', undefined],
    ['/v2/_catalog?last=a&n=100', undefined, undefined],
  ])('of %s after %s is %s', (path, finalName, expected) => {
    expect(withLargerPage(link(path), finalName, 1_000)?.path).toBe(expected)
  })
})

describe('redaction', () => {
  it.each([
    ['https://u:p@reg.io/v2/?n=1&last=a', 'https://reg.io/v2/?n=1&last=a'],
    ['https://s3/x?X-Amz-Signature=s&n=1', 'https://s3/x?X-Amz-Signature=●●●&n=1'],
    ['https://s3/x?sig=a%2Bb#f', 'https://s3/x?sig=●●●'],
    ['https://reg.io/u?_state=abc&digest=sha256:a', 'https://reg.io/u?_state=●●●&digest=sha256:a'],
    ['https://blob/x?sv=1&sp=r&se=2026&sig=s', 'https://blob/x?sv=●●●&sp=●●●&se=●●●&sig=●●●'],
    [
      'https://cdn/x?Policy=p&Signature=s&Key-Pair-Id=k',
      'https://cdn/x?Policy=●●●&Signature=●●●&Key-Pair-Id=●●●',
    ],
    ['https://reg.io/x;jsessionid=1a2b/y', 'https://reg.io/x;jsessionid=●●●/y'],
    // A signed address that hides in a parameter which is open by its name.
    ['https://reg.io/x?from=https%3A%2F%2Fs3%2F%3Fsig%3Dabc&n=1', 'https://reg.io/x?from=●●●&n=1'],
    ['https://reg.io/x?last=a%26sig%3Dabc', 'https://reg.io/x?last=●●●'],
    ['https://reg.io/x?next_page=gAAB%3D%3D', 'https://reg.io/x?next_page=gAAB%3D%3D'],
    [
      'https://reg.io/to%3Fn%3D1%26X-Amz-Signature%3Dabc',
      'https://reg.io/to%3Fn%3D●●●%26X-Amz-Signature%3D●●●',
    ],
  ])('of %s leaves %s', (url, shown) => {
    expect(redactUrl(new URL(url), openParameters)).toBe(shown)
  })

  it.each([
    ['Authorization: Bearer abc.def-ghi', 'Authorization: Bearer ●●●'],
    ['basic dXNlcjpwYXNz', 'basic ●●●'],
    ['{"token":"t","a":1}', '{"token":"●●●","a":1}'],
    ['{"access_token": "a\\"b"}', '{"access_token": "●●●"}'],
    ['see https://a:b@h/x?k=v.', 'see https://h/x?k=●●●'],
    ['{"auths":{"h":{"auth":"YW5uOnM"}}}', '{"auths":{"h":{"auth":"●●●"}}}'],
    ['{"Secret": 123456, "n": 1}', '{"Secret": "●●●", "n": 1}'],
    [
      '{"detail":"{\\"auth\\":\\"YW5u\\",\\"n\\":1}"}',
      '{"detail":"{\\"auth\\":\\"●●●\\",\\"n\\":1}"}',
    ],
    ['{"url":"https:\\/\\/a:b@h\\/x?sig=abc"}', '{"url":"https:\\/\\/h\\/x?sig=●●●"}'],
    ['{"url":"/v2/x?n=1\\u0026sig=abc"}', '{"url":"/v2/x?n=●●●"}'],
    ['<a href="/x?n=1&amp;sig=abc">', '<a href="/x?n=1&amp;sig=●●●">'],
    ['oci://ann:pw@h/x and s3://k:s@b', 'oci://h/x and s3://b'],
  ])('of %s leaves %s, without knowing the secret', (text, shown) => {
    expect(createRedactor(openParameters).scrub(text)).toBe(shown)
  })

  it('keeps a sign-in in mind however many tokens come, and its pair without the word Basic', () => {
    const redactor = createRedactor(openParameters)
    redactor.rememberSignIn('ann', 's3cret-of-ann')
    for (let count = 0; count < 300; count += 1) redactor.remember(`token-number-${count}`)
    const pair = Buffer.from('ann:s3cret-of-ann').toString('base64')
    expect(redactor.scrub(`${pair} s3cret-of-ann token-number-299`)).toBe('●●● ●●● ●●●')
  })

  const latin = (text: string) => Buffer.from(text).toString('latin1')
  const percent = (text: string) =>
    latin(text).replaceAll(/[^]/g, byte => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)
  const unicode = (text: string) =>
    text.replaceAll(/[^]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const html = (text: string) =>
    [...text].map(character => `&#x${(character.codePointAt(0) ?? 0).toString(16)};`).join('')
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  const base64url = (text: string) => Buffer.from(text).toString('base64url')
  const hex = (text: string) => Buffer.from(text).toString('hex')
  const encodings: readonly ((text: string) => string)[] = [
    text => text,
    text => text.replaceAll(/[a-z]/g, letter => letter.toUpperCase()),
    encodeURIComponent,
    text => encodeURIComponent(encodeURIComponent(text)),
    percent,
    text => percent(text).toUpperCase(),
    text => percent(percent(text)),
    unicode,
    text => unicode(text).replaceAll(/[a-f]/g, digit => digit.toUpperCase()),
    text => JSON.stringify(JSON.stringify(text)),
    html,
    base64,
    base64url,
    text => encodeURIComponent(base64(text)),
    hex,
    text => hex(text).toUpperCase(),
  ]

  it('finds a known secret in every encoding', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 6, maxLength: 40, unit: 'grapheme' }),
        fc.constantFrom(...encodings),
        (secret, encode) => {
          const redactor = createRedactor(openParameters)
          redactor.remember(secret.toWellFormed())
          const told = encode(secret.toWellFormed())
          const shown = redactor.scrub(`before ${told} behind`)
          expect(shown).toMatch(/^before "{0,2}.{0,2}●●●/su)
          expect(shown).not.toContain(told)
          expect(shown.length).toBeLessThan(40)
        },
      ),
    )
  })

  it.each([0, 1, 2, 3, 4])('finds one that was encoded with %s bytes before it', count => {
    const redactor = createRedactor(openParameters)
    redactor.remember('s3cret-of-ann!')
    for (const encode of [base64, base64url]) {
      const shown = redactor.scrub(encode(`${'{"passphrase'.slice(0, count)}s3cret-of-ann!"}`))
      expect(shown).toContain('●●●')
      expect(Buffer.from(shown.replace('●●●', ''), 'base64').toString()).not.toContain('ret')
    }
  })

  it('finds what a cut left of one, and leaves what only begins like it', () => {
    const redactor = createRedactor(openParameters)
    redactor.remember('s3cret-of-ann-and-of-nobody-else')
    expect(redactor.scrub('it was s3cret-of-ann-a')).toBe('it was ●●●')
    expect(redactor.scrub('it was s3cret-of-ann-b')).toBe('it was s3cret-of-ann-b')
  })

  it.each([
    ['in our own form', 'password=Pa55%21+%C3%A4%26%3C%22x'],
    ['in JSON as Go writes it', '"wrong: Pa55! ä\\u0026\\u003c\\"x"'],
    ['in JSON as Python writes it', '"wrong: Pa55! \\u00e4&<\\"x"'],
    ['in HTML', '<p>Pa55! ä&amp;&lt;&#34;x</p>'],
  ])('finds a known secret that is repeated %s', (_name, text) => {
    const redactor = createRedactor(openParameters)
    redactor.rememberSignIn('ann', 'Pa55! ä&<"x')
    expect(redactor.scrub(text)).toContain('●●●')
    expect(redactor.scrub(text)).not.toContain('Pa55')
  })

  it('spells out what would turn or hide text', () => {
    expect(escapeUnprintable('a\u001b[31m\u202e\u200b\tb\n')).toBe(
      'a\\u{1b}[31m\\u{202e}\\u{200b}\tb\n',
    )
  })
})
