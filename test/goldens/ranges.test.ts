import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { tellCases } from '../support/golden-cases.ts'
import { resolveVersion, type Resolution } from '../../shared/model/range.ts'

type Golden = {
  tags: Record<string, string[]>
  picks: { tags: string; range: string; pulls?: string; none?: boolean; error?: string }[]
}

const shared = process.env['CHARTROOM_SHARED'] ?? path.resolve('../shared')
const file = path.join(shared, 'facts/helm-ranges.json')
const golden: Golden = existsSync(file)
  ? JSON.parse(readFileSync(file, 'utf8'))
  : { tags: {}, picks: [] }

const expected = ({ pulls, error = '' }: Golden['picks'][number]): Resolution => {
  if (pulls !== undefined) return { result: 'found', tag: pulls }
  const missing = /\/web:(\S+): not found$/.exec(error)?.[1]
  if (missing !== undefined) return { result: 'no-such-tag', tag: missing }
  return { result: error.startsWith('improper constraint') ? 'not-a-range' : 'no-match' }
}

describe.skipIf(golden.picks.length === 0)('what helm pull --version takes', () => {
  it.each(Object.keys(golden.tags))('of the tags "%s"', name => {
    const rows = golden.picks.filter(pick => pick.tags === name)
    const told = rows.map(({ range }) => [range, resolveVersion(range, golden.tags[name] ?? [])])
    expect(told).toEqual(rows.map(row => [row.range, expected(row)]))
  })

  it('is known', context => tellCases(context, 'facts/helm-ranges.json', golden.picks.length))
})
