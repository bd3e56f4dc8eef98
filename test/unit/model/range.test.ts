import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRange, rangeMatches, resolveVersion } from '../../../shared/model/range.ts'
import { parseVersion } from '../../../shared/model/version.ts'

const matches = (rangeText: string, versionText: string) => {
  const range = parseRange(rangeText)
  const version = parseVersion(versionText)
  if (!range || !version) throw new Error(`cannot read ${rangeText} or ${versionText}`)
  return rangeMatches(range, version)
}

/** Range, versions inside, versions outside: answers of Masterminds/semver 3.5.0. */
const table: [string, string, string][] = [
  ['*', '0.0.0 1.2.3', '1.0.0-rc.1'],
  ['*-0', '1.0.0-rc.1 1.0.0', ''],
  ['1', '1.0.0 1.9.9', '0.9.9 2.0.0 1.1.0-rc.1'],
  ['1.2', '1.2.0 1.2.9', '1.1.9 1.3.0'],
  ['1.2.3', '1.2.3 1.2.3+b', '1.2.4 1.2.3-rc.1'],
  ['=1.2.x', '1.2.0 1.2.9', '1.3.0'],
  ['!=1.2.3', '1.2.4 1.2.2', '1.2.3 1.2.3+b'],
  ['!=1.2', '1.3.0 2.2.0', '1.2.0 1.2.9'],
  ['!=1', '0.1.0 2.0.0', '1.0.0 1.9.0'],
  ['!=*', '0.0.1 1.0.0', '0.0.0'],
  ['!=1.2-0', '1.2.3-rc.1 1.2.3 1.3.0', '1.2.3-0'],
  ['>1', '2.0.0', '1.9.9 1.0.0 2.0.0-rc.1'],
  ['>1.2', '1.3.0 2.0.0', '1.2.9'],
  ['>1.2.3', '1.2.4', '1.2.3'],
  ['>*', '0.0.1', '0.0.0'],
  ['<1.2', '1.1.9', '1.2.0'],
  ['<=1', '1.9.9 0.1.0', '2.0.0'],
  ['<=1.2', '1.2.9 1.1.0', '1.3.0'],
  ['<=*', '0.0.9', '0.1.0 1.0.0'],
  ['=<1.2.3', '1.2.3', '1.2.4'],
  ['=>1.2.3', '1.2.3', '1.2.2'],
  ['~1.2.3', '1.2.3 1.2.9', '1.2.2 1.3.0'],
  ['~>1', '1.0.0 1.9.0', '2.0.0'],
  ['~0.0.0', '0.0.0 9.9.9', ''],
  ['^1.2.3', '1.2.3 1.9.0', '1.2.2 2.0.0'],
  ['^0.2.3', '0.2.3 0.2.9', '0.3.0 1.2.3'],
  ['^0.0.3', '0.0.3', '0.0.4 0.0.2'],
  ['^0.0', '0.0.9', '0.1.0'],
  ['^0', '0.9.9', '1.0.0'],
  ['^*', '0.0.0', '0.0.1 1.0.0'],
  ['>=1.0.0-0, <3', '1.0.0-alpha 2.0.0-rc.1 2.9.9 3.0.0-rc.1', '3.0.0 0.9.0'],
  ['>=18.4.0-0', '18.4.0-rc.1 19.0.0-alpha', '18.3.9'],
  ['1.0.0 - 1.2', '1.0.0 1.2.9', '1.3.0 0.9.0'],
  ['1||2 - 3', '1.0.0 4.0.0', '0.9.0'],
  ['^1 || ^3', '1.5.0 3.5.0', '2.0.0'],
  ['^1 || >=2-0', '1.0.0 2.0.0-rc.1', '1.5.0-rc.1'],
  ['<=1.2', '1.2.20240131120000123', '1.20240131120000123.0'],
]

describe.each(table)('%s', (range, inside, outside) => {
  it.each(inside.split(' ').filter(Boolean))('holds %s', version =>
    expect(matches(range, version)).toBe(true),
  )
  it.each(outside.split(' ').filter(Boolean))('leaves out %s', version =>
    expect(matches(range, version)).toBe(false),
  )
})

describe('what is no range', () => {
  it.each([
    '',
    ' ',
    '>',
    '^',
    '>=1 ||',
    '|| 1',
    '1,',
    '1,,2',
    ',1',
    '==1',
    '~^1',
    '1..2',
    '1.2.3.4',
    'latest',
    '1|2',
    '>=1.0.0-01',
    '1.0.0_b1',
    '99999999999999999999',
    '>1<2',
    `>=${'1'.repeat(600)}`,
    Array.from({ length: 33 }, () => '1').join('||'),
  ])('%j', text => expect(parseRange(text)).toBeUndefined())

  it('is told at once, however many blanks there are', () => {
    const started = performance.now()
    expect(parseRange(`${'1  '.repeat(160)}!`)).toBeUndefined()
    expect(performance.now() - started).toBeLessThan(2000)
  })
})

it('never throws, and a range never changes its mind', () => {
  const text = fc.string({ unit: fc.constantFrom(...'0123xX*.,|<>=!~^-+ v\tab'), maxLength: 40 })
  const version = parseVersion('1.2.3-rc.1')
  fc.assert(
    fc.property(text, range => {
      const [first, second] = [parseRange(range), parseRange(range)]
      expect(first).toEqual(second)
      if (first && second && version) {
        expect(rangeMatches(first, version)).toBe(rangeMatches(second, version))
      }
    }),
  )
})

describe('the tag that helm takes', () => {
  const tags = ['1.0.0', '1.1.0', '2.0.0-rc.1', 'v3.0.0', '1.1.0_b1', 'latest']
  it.each([
    ['', { result: 'found', tag: '1.1.0' }],
    ['>0.0.0-0', { result: 'found', tag: '2.0.0-rc.1' }],
    ['v3.0.0', { result: 'found', tag: 'v3.0.0' }],
    ['1.1.0+b1', { result: 'found', tag: '1.1.0_b1' }],
    ['1.1', { result: 'no-such-tag', tag: '1.1' }],
    ['^3', { result: 'no-match' }],
    ['latest', { result: 'not-a-range' }],
  ])('for %j', (text, resolution) => expect(resolveVersion(text, tags)).toEqual(resolution))

  it('is not looked for where no tag is a version', () =>
    expect(resolveVersion('*', ['latest', 'v1.0.0'])).toEqual({ result: 'no-versions' }))
})
