import fc from 'fast-check'
import semver from 'semver'
import { describe, expect, it } from 'vitest'
import {
  compareRows,
  compareVersions,
  isPrerelease,
  parseStrictVersion,
  parseVersion,
  toVersionRow,
  toVersionRows,
} from '../../../shared/model/version.ts'

const number = fc.oneof(fc.nat(3), fc.nat(99_999))
const identifier = fc.oneof(
  fc.nat(12).map(String),
  fc.constantFrom('alpha', 'beta', 'rc', 'rc1', '-', 'a-b', '0a', 'B'),
)
const identifiers = fc.array(identifier, { minLength: 1, maxLength: 3 }).map(all => all.join('.'))
const versionText = fc
  .tuple(number, number, number, fc.option(identifiers), fc.option(identifiers))
  .map(([major, minor, patch, pre, build]) => {
    const suffix = `${pre === null ? '' : `-${pre}`}${build === null ? '' : `+${build}`}`
    return `${major}.${minor}.${patch}${suffix}`
  })

const sign = (order: number) => Math.sign(order)
const order = (a: string, b: string) => {
  const [left, right] = [parseVersion(a), parseVersion(b)]
  if (!left || !right) throw new Error(`no version: ${a}, ${b}`)
  return sign(compareVersions(left, right))
}

describe('parsing', () => {
  // [text, strict, lenient]
  const table: [string, boolean, boolean][] = [
    ['1.2.3', true, true],
    ['0.0.0', true, true],
    ['1.2.3-rc.1', true, true],
    ['1.2.3+build.007', true, true],
    ['1.2.3-a-b+c-d', true, true],
    ['1.2.3--', true, true],
    ['v1.2.3', false, true],
    ['1.2', false, true],
    ['2', false, true],
    ['01.2.3', false, true],
    ['1.2.3-01', false, false],
    ['1.2.3-', false, false],
    ['1.2.3+', false, false],
    ['1.2.3-a..b', false, false],
    ['1.2.3_b1', false, false],
    ['1.2.3.4', false, false],
    ['V1.2.3', false, false],
    [' 1.2.3', false, false],
    ['1.2.3\n', false, false],
    ['1.x', false, false],
    ['latest', false, false],
    ['', false, false],
    ['0.0.20240131120000123', true, true],
    ['18446744073709551615.0.0', true, true],
    ['18446744073709551616.0.0', false, false],
    [`1.0.0-${'a'.repeat(250)}`, true, true],
    [`1.0.0-${'a'.repeat(251)}`, false, false],
  ]
  it.each(table)('%j is strict: %s, lenient: %s', (text, strict, lenient) => {
    expect(parseStrictVersion(text) !== undefined).toBe(strict)
    expect(parseVersion(text) !== undefined).toBe(lenient)
  })

  it('accepts strictly what SemVer does', () => {
    fc.assert(
      fc.property(fc.oneof(versionText, fc.string({ maxLength: 12 })), text => {
        expect(parseStrictVersion(text) !== undefined).toBe(
          semver.valid(text) === text.split('+')[0],
        )
      }),
    )
  })
})

describe('order', () => {
  it('is that of semver.org', () => {
    const ascending =
      '1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0'.split(
        ' ',
      )
    ascending.forEach((a, i) =>
      ascending.forEach((b, j) => expect([a, b, order(a, b)]).toEqual([a, b, sign(i - j)])),
    )
  })

  it('agrees with node-semver', () => {
    fc.assert(
      fc.property(versionText, versionText, (a, b) => {
        expect(order(a, b)).toBe(semver.compare(a, b))
      }),
    )
  })

  it('is exact where a JavaScript number is not', () => {
    expect(order('0.0.20240131120000123', '0.0.20240131120000122')).toBe(1)
    expect(order('1.0.0-20240131120000123', '1.0.0-20240131120000122')).toBe(1)
    expect(order('1.0.0', '1.0.00000000000000000000000')).toBe(0)
  })

  it('takes no notice of build metadata', () => expect(order('1.0.0+a', '1.0.0+b')).toBe(0))
})

describe('rows', () => {
  it('are newest first, with tags that are no version after them', () => {
    const tags = ['latest', '1.0.0', 'pr-10', 'v1.5.0', '1.10.0', '2.0.0-rc.1', 'pr-2', '1.9.0']
    expect(toVersionRows(tags).map(row => row.tag)).toEqual([
      '2.0.0-rc.1',
      '1.10.0',
      '1.9.0',
      'v1.5.0',
      '1.0.0',
      'latest',
      'pr-2',
      'pr-10',
    ])
  })

  it('order equal versions by build metadata, then by tag', () => {
    const tags = ['1.0.0', '1.0.0_b2', 'v1.0.0', '1.0.0_b10', '1.0']
    const sorted = ['1.0.0_b10', '1.0.0_b2', '1.0', '1.0.0', 'v1.0.0']
    expect(toVersionRows(tags).map(row => row.tag)).toEqual(sorted)
    expect(toVersionRows(tags.toReversed()).map(row => row.tag)).toEqual(sorted)
  })

  it('come in one order whatever order the tags came in', () => {
    const tag = fc.oneof(
      versionText.map(text => text.replaceAll('+', '_')),
      fc.constantFrom('latest', 'v1', 'v1.0', '1.0.0', 'main', '01.0.0'),
    )
    fc.assert(
      fc.property(fc.uniqueArray(tag, { minLength: 2, maxLength: 12 }), tags => {
        const rows = toVersionRows(tags)
        expect(toVersionRows(tags.toReversed())).toEqual(rows)
        rows.slice(1).forEach((row, i) => {
          const before = rows[i]
          expect(before && compareRows(before, row)).toBeLessThan(0)
        })
      }),
    )
  })

  it.each([
    ['1.0.0_b1', '1.0.0+b1', true, false],
    ['1.0.0-a_b', '1.0.0-a+b', true, true],
    ['v1.0.0', 'v1.0.0', false, false],
    ['feature_x', 'feature_x', false, false],
    ['1.0.0_a_b', '1.0.0_a_b', false, false],
    ['2', '2', false, false],
  ])('%s reads %s (seen by helm: %s, prerelease: %s)', (tag, version, seenByHelm, prerelease) => {
    expect(toVersionRow(tag)).toMatchObject({ tag, version, seenByHelm, prerelease })
  })

  it('leave out the tags of referrers and signatures', () => {
    const hex = 'a'.repeat(64)
    const tags = ['1.0.0', `sha256-${hex}`, `sha256-${hex}.sig`]
    expect(toVersionRows(tags).map(row => row.tag)).toEqual(['1.0.0'])
  })

  it('know a prerelease', () => {
    const version = parseVersion('1.0.0-rc.1')
    expect(version && isPrerelease(version)).toBe(true)
  })
})
