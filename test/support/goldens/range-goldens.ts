import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { jsonLines, readJsonLines } from './json-lines.ts'

/**
 * A range, and for each list of tags what `helm pull --version` does: `takes TAG`, `no tag TAG` for what it takes as
 * a version, `no match`, or `no range`.
 */
export type RangeRow = { readonly range: string; readonly [list: string]: string }

type Head = {
  readonly helm: readonly string[]
  readonly tags: Readonly<Record<string, readonly string[]>>
}
export type RangeGoldens = Head & { readonly rows: readonly RangeRow[] }

export const rangeGoldensFile = 'version-ranges.jsonl'
const file = path.join(import.meta.dirname, '../../goldens', rangeGoldensFile)

export const readRangeGoldens = (): RangeGoldens => {
  const { head, rows } = readJsonLines<Head, RangeRow>(readFileSync(file, 'utf8'))
  return { ...head, rows }
}

export const writeRangeGoldens = ({ rows, ...head }: RangeGoldens): void =>
  writeFileSync(file, jsonLines(head, rows))
