import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { resolveVersion, type Resolution } from '../../shared/model/range.ts'
import { tellCases } from '../support/golden-cases.ts'
import { rangeGoldensFile, readRangeGoldens } from '../support/goldens/range-goldens.ts'

const own = readRangeGoldens()

/** Ours in the words of the file. */
const told = (resolution: Resolution): string => {
  if (resolution.result === 'found') return `takes ${resolution.tag}`
  if (resolution.result === 'no-such-tag') return `no tag ${resolution.tag}`
  return resolution.result === 'no-match' ? 'no match' : 'no range'
}

describe('what helm pull --version takes', () => {
  it.each(Object.entries(own.tags))('of the tags "%s"', (list, tags) => {
    const ours = own.rows.map(({ range }) => [range, told(resolveVersion(range, [...tags]))])
    expect(ours).toEqual(own.rows.map(row => [row.range, row[list]]))
  })

  it('is known', context => {
    const cases = own.rows.length * Object.keys(own.tags).length
    tellCases(context, rangeGoldensFile, cases)
    expect(cases).toBeGreaterThan(600)
  })
})

type Shared = {
  tags: Record<string, string[]>
  picks: { tags: string; range: string; pulls?: string; none?: boolean; error?: string }[]
}

const shared = process.env['CHARTROOM_SHARED'] ?? path.resolve('../shared')
const file = path.join(shared, 'facts/helm-ranges.json')
const golden: Shared = existsSync(file)
  ? JSON.parse(readFileSync(file, 'utf8'))
  : { tags: {}, picks: [] }

const expected = ({ pulls, error = '' }: Shared['picks'][number]): Resolution => {
  if (pulls !== undefined) return { result: 'found', tag: pulls }
  const missing = /\/web:(\S+): not found$/.exec(error)?.[1]
  if (missing !== undefined) return { result: 'no-such-tag', tag: missing }
  return { result: error.startsWith('improper constraint') ? 'not-a-range' : 'no-match' }
}

describe.skipIf(golden.picks.length === 0)('what helm pull --version takes, from elsewhere', () => {
  it.each(Object.keys(golden.tags))('of the tags "%s"', name => {
    const rows = golden.picks.filter(pick => pick.tags === name)
    const ours = rows.map(({ range }) => [range, resolveVersion(range, golden.tags[name] ?? [])])
    expect(ours).toEqual(rows.map(row => [row.range, expected(row)]))
  })

  it('is known', context => tellCases(context, 'facts/helm-ranges.json', golden.picks.length))
})
