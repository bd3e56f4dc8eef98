import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseChallenge, parseChallenges } from '../../../electron/core/oci/base/challenge.ts'

const plain = (values: string[]) =>
  parseChallenges(values).map(({ scheme, parameters }) => ({ scheme, ...parameters }))

describe('parseChallenges', () => {
  it.each<[string, string[], object[]]>([
    ['Basic', ['Basic realm="Registry Realm"'], [{ scheme: 'basic', realm: 'Registry Realm' }]],
    ['any case', ['BEARER Realm="https://a/t"'], [{ scheme: 'bearer', realm: 'https://a/t' }]],
    [
      'Bearer in full',
      ['Bearer realm="https://auth/token",service="r.io",scope="repository:a/b:pull,push"'],
      [
        {
          scheme: 'bearer',
          realm: 'https://auth/token',
          service: 'r.io',
          scope: 'repository:a/b:pull,push',
        },
      ],
    ],
    [
      'bare values, as zot writes',
      ['bearer realm=https://a:8443/t,service=z'],
      [{ scheme: 'bearer', realm: 'https://a:8443/t', service: 'z' }],
    ],
    ['escapes', ['Basic realm="a \\"b\\" \\\\ c"'], [{ scheme: 'basic', realm: 'a "b" \\ c' }]],
    ['blanks around =', ['Basic realm = "a"'], [{ scheme: 'basic', realm: 'a' }]],
    [
      'several in one',
      ['Negotiate, Basic realm="a", Bearer realm="b",service="c"'],
      [
        { scheme: 'negotiate' },
        { scheme: 'basic', realm: 'a' },
        { scheme: 'bearer', realm: 'b', service: 'c' },
      ],
    ],
    [
      'several headers',
      ['Negotiate', 'Basic realm="a"'],
      [{ scheme: 'negotiate' }, { scheme: 'basic', realm: 'a' }],
    ],
    [
      'the first of two equal names',
      ['Basic realm="a", realm="evil"'],
      [{ scheme: 'basic', realm: 'a' }],
    ],
    ['an open quote', ['Bearer realm="https://a'], [{ scheme: 'bearer', realm: 'https://a' }]],
    ['nothing', [''], []],
    ['a name like a prototype', ['Basic __proto__="x"'], [{ scheme: 'basic', ['__proto__']: 'x' }]],
  ])('reads %s', (_name, values, expected) => {
    expect(JSON.stringify(plain(values))).toBe(JSON.stringify(expected))
  })

  it('ends, whatever comes', () => {
    fc.assert(fc.property(fc.array(fc.string()), values => Array.isArray(parseChallenges(values))))
  })

  it('is linear on hostile lengths', () => {
    for (const hostile of ['a="\\'.repeat(4_000), '"'.repeat(16_000), ', ,'.repeat(5_000)]) {
      const start = performance.now()
      parseChallenges([`Bearer ${hostile}`])
      expect(performance.now() - start).toBeLessThan(500)
    }
  })
})

describe('chooseChallenge', () => {
  it.each([
    [['Basic realm="a"', 'Bearer realm="b"'], 'bearer'],
    [['Bearer service="no-realm"', 'Basic realm="a"'], 'basic'],
    [['Negotiate', 'Basic realm="a"'], 'basic'],
    [['Negotiate'], undefined],
    [[], undefined],
  ])('of %j takes %s', (values, scheme) => {
    expect(chooseChallenge(parseChallenges(values))?.scheme).toBe(scheme)
  })
})
