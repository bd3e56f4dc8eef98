import { describe, expect, it } from 'vitest'
import {
  filterRows,
  noFilter,
  parsePastedReference,
  typeFilter,
  type SearchableDetails,
} from '../../../shared/model/filter.ts'
import { toVersionRows } from '../../../shared/model/version.ts'

const tags = ['1.0.0', '1.2.0', '1.10.0', '2.0.0-rc.1', '2.0.0', 'v3.0.0', '1.0.0_b1', 'latest']
const rows = toVersionRows(tags)
const noDetails = new Map<string, SearchableDetails>()

const type = (...texts: string[]) => texts.reduce(typeFilter, noFilter)
const shown = (text: string, details = noDetails) =>
  filterRows(rows, type(text).filter, details).rows.map(row => row.tag)

describe('a text', () => {
  it.each([
    ['', 'all', 'v3.0.0 2.0.0 2.0.0-rc.1 1.10.0 1.2.0 1.0.0_b1 1.0.0 latest'],
    ['   ', 'all', 'v3.0.0 2.0.0 2.0.0-rc.1 1.10.0 1.2.0 1.0.0_b1 1.0.0 latest'],
    ['1', 'prefix', '1.10.0 1.2.0 1.0.0_b1 1.0.0'],
    ['1.', 'prefix', '1.10.0 1.2.0 1.0.0_b1 1.0.0'],
    ['1.1', 'prefix', '1.10.0'],
    ['v1.1', 'prefix', '1.10.0'],
    ['3', 'prefix', 'v3.0.0'],
    ['2.0.0-', 'prefix', '2.0.0-rc.1'],
    ['1.0.0+b', 'prefix', '1.0.0_b1'],
    ['1.0.0_b', 'prefix', '1.0.0_b1'],
    ['^1', 'range', '1.10.0 1.2.0 1.0.0_b1 1.0.0'],
    ['1.x', 'range', '1.10.0 1.2.0 1.0.0_b1 1.0.0'],
    ['*', 'range', '2.0.0 1.10.0 1.2.0 1.0.0_b1 1.0.0'],
    ['1.0 - 1.2', 'range', '1.2.0 1.0.0_b1 1.0.0'],
    ['>=1.2, <2', 'range', '1.10.0 1.2.0'],
    ['1.2.0 || 2.0.0', 'range', '2.0.0 1.2.0'],
    ['>=2-0', 'range', '2.0.0 2.0.0-rc.1'],
    ['RC', 'text', '2.0.0-rc.1'],
    ['lat', 'text', 'latest'],
    ['x', 'text', ''],
    ['nginx-1', 'text', ''],
    ['1.2.3.4', 'text', ''],
  ])('%j is taken for %s and shows %s', (text, kind, expected) => {
    expect(type(text).filter.kind).toBe(kind)
    expect(shown(text).join(' ')).toBe(expected)
  })

  it('is looked for in app versions too, whatever the case', () => {
    const details = new Map([
      ['1.0.0', { appVersion: 'Jammy' }],
      ['1.2.0', {}],
    ])
    expect(shown('jam', details)).toEqual(['1.0.0'])
  })
})

describe('an unfinished range', () => {
  it.each(['>', '^', '>=1.0 ||', '1 -', '1.2,', '^latest', '~1..'])(
    '%j keeps what was shown',
    text => {
      const before = type('2')
      const state = typeFilter(before, text)
      expect(state).toEqual({ text, filter: before.filter, unfinished: true })
    },
  )

  it('is forgotten once the range is complete', () => {
    expect(type('2', '>', '>1')).toMatchObject({ unfinished: false, filter: { kind: 'range' } })
  })
})

describe('the count', () => {
  it('says how many rows a text could look into', () => {
    const details = new Map([
      ['1.0.0', { appVersion: '7' }],
      ['gone', {}],
    ])
    expect(filterRows(rows, type('jam').filter, details)).toMatchObject({ total: 8, searched: 1 })
    expect(filterRows(rows, type('^1').filter, details)).toMatchObject({ total: 8, searched: 8 })
  })

  it("says how many rows Helm's ranges do not see", () => {
    expect(filterRows(rows, type('^3').filter, noDetails)).toMatchObject({ unseenByHelm: 2 })
  })
})

describe('a pasted reference', () => {
  const digest = `sha256:${'a'.repeat(64)}`
  it.each([
    ['oci://r.example/charts/web:1.0.0', { tag: '1.0.0' }],
    [' oci://r.example:5000/charts/web:1.0.0+b1\n', { host: 'r.example:5000', tag: '1.0.0_b1' }],
    [`oci://r.example/charts/web@${digest}`, { digest }],
    [`r.example/charts/web:1.0.0@${digest}`, { tag: '1.0.0', digest }],
  ])('%j is one', (text, expected) => expect(parsePastedReference(text)).toMatchObject(expected))

  it.each([
    'oci://r.example/charts/web',
    'oci://r.example',
    'r.example:5000/web',
    'web:1.0.0',
    '1.0.0',
    'r.example/web:1',
    'oci://r.example/charts/web@sha256:12',
    'oci://user:secret@r.example/web:1',
  ])('%j is none', text => expect(parsePastedReference(text)).toBeUndefined())
})

it('filters 10,000 rows within a frame', () => {
  const many = Array.from(
    { length: 10_000 },
    (_, i) => `${i % 30}.${i % 97}.${i}${i % 5 ? '' : '-rc.1'}`,
  )
  const manyRows = toVersionRows(many)
  const details = new Map(many.map(tag => [tag, { appVersion: `v${tag}` }]))
  for (const text of ['1', '>=3.1.0-0, <20 || ^25', 'rc']) {
    const { filter } = type(text)
    const times = Array.from({ length: 15 }, () => {
      const started = performance.now()
      filterRows(manyRows, filter, details)
      return performance.now() - started
    })
    // The best one: what else runs on the machine is not what is measured.
    expect(Math.min(...times)).toBeLessThan(16)
  }
})

describe('a bare version', () => {
  const details = new Map([
    ['1.2.0', { appVersion: 'v7.4.1', digest: `sha256:ab12${'0'.repeat(60)}` }],
    ['1.10.0', { appVersion: '7.4.10_b1', digest: `sha256:7412${'f'.repeat(60)}` }],
    ['latest', { digest: `sha512:5e0c${'1'.repeat(124)}` }],
  ])
  it.each([
    ['7', '1.10.0 1.2.0'],
    ['v7.4.1', '1.10.0 1.2.0'],
    ['7.4.10', '1.10.0'],
    ['7.4.10+b', '1.10.0'],
    ['7412', '1.10.0'],
    ['74', ''],
    ['4.1', ''],
    ['ab12', '1.2.0'],
    ['AB12', '1.2.0'],
    ['sha256:ab1', '1.2.0'],
    ['sha512:', 'latest'],
    ['5e0c', 'latest'],
    ['0c11', ''],
  ])('and a start of a digest: %j finds %s', (text, expected) => {
    expect(shown(text, details).join(' ')).toBe(expected)
  })

  it('has only the missing details to wait for where no tag begins with it', () => {
    const result = (text: string) => filterRows(rows, type(text).filter, details)
    expect(result('7')).toMatchObject({ searched: 3, total: 8, needsDetails: true })
    expect(result('1')).toMatchObject({ searched: 3, total: 8, needsDetails: false })
    expect(result('^1')).toMatchObject({ searched: 8, needsDetails: false })
  })
})

it('leaves pre-releases out where that is wanted, and counts those that match', () => {
  const result = (text: string) =>
    filterRows(rows, type(text).filter, noDetails, { hidePrereleases: true })
  expect(result('2').rows.map(row => row.tag)).toEqual(['2.0.0'])
  expect(result('2')).toMatchObject({ hiddenPrereleases: 1, total: 8 })
  expect(result('rc')).toMatchObject({ rows: [], hiddenPrereleases: 1 })
  expect(result('^1')).toMatchObject({ hiddenPrereleases: 0 })
})
