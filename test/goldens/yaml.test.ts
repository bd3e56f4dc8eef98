import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { bufferSource } from '../../electron/core/archive/byte-source.ts'
import { inspectSource } from '../../electron/core/archive/inspect-archive.ts'
import { isAppError } from '../../shared/errors.ts'
import { sharedFolder } from '../support/archives/chart-goldens.ts'
import { tellCases } from '../support/golden-cases.ts'
import { yamlToJson } from '../support/yaml/go-text.ts'

const shared = sharedFolder() ?? ''

type Told = { readonly json?: string | null; readonly error?: string }
type ScalarRow = {
  readonly yaml: string
  readonly 'helm3 and helm4'?: Told
  readonly helm3?: Told
  readonly helm4?: Told
}
type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** The words of helm 3 that are about YAML and do not print Go's values. */
const comparedWords = /^error converting YAML to JSON: yaml: (?!invalid map key)/

const read = (yaml: string): { value?: Json; said?: string } => {
  try {
    return { value: JSON.parse(yamlToJson(Buffer.from(yaml))) }
  } catch (error) {
    if (!isAppError(error)) throw error
    return { said: String(error.params['said']) }
  }
}

/** Helm 4 leaves keys without a value out of a chart's values. */
const withoutNulls = (value: Json): Json => {
  if (Array.isArray(value)) return value
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([, item]) => item !== null)
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutNulls(item)]))
}

const differences = (row: ScalarRow, document: string, pick: (value: Json) => Json | undefined) => {
  const got = read(document)
  return (['helm3', 'helm4'] as const).filter(helm => {
    const told = row['helm3 and helm4'] ?? row[helm]
    if (told === undefined) return false
    if (told.error !== undefined) {
      return comparedWords.test(told.error) ? got.said !== told.error : got.said === undefined
    }
    const value = got.value === undefined || helm === 'helm3' ? got.value : withoutNulls(got.value)
    const wanted = typeof told.json === 'string' ? JSON.parse(told.json) : undefined
    return value === undefined || JSON.stringify(pick(value)) !== JSON.stringify(wanted)
  })
}

const valueOfK = (value: Json) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? value['k'] : undefined

describe.skipIf(shared === '')('YAML as helm reads it', () => {
  test('scalars and keys are what Go makes of them', async context => {
    const file = 'charts/derived/yaml-scalars.json'
    const rows: { scalars: ScalarRow[]; keys: ScalarRow[] } = JSON.parse(
      await readFile(path.join(shared, file), 'utf8'),
    )
    tellCases(context, file, rows.scalars.length + rows.keys.length)
    const different = [
      ...rows.scalars.filter(row => differences(row, `k: ${row.yaml}\n`, valueOfK).length > 0),
      ...rows.keys.filter(row => differences(row, `${row.yaml}\n`, value => value).length > 0),
    ]
    expect(different).toEqual([])
  })

  test('archives of bug reports get helm’s verdict, in its words', async context => {
    const file = 'cases/yaml/verdicts.json'
    const rows: { file: string; helm3: string; helm4: string }[] = JSON.parse(
      await readFile(path.join(shared, file), 'utf8'),
    )
    tellCases(context, file, rows.length)
    const told = await Promise.all(
      rows.map(row => verdicts(path.join(shared, 'cases/yaml', row.file))),
    )
    // The long ones were recorded in part.
    const cut = rows.map((row, at) => ({
      file: row.file,
      helm3: told[at]?.helm3.slice(0, Math.max(row.helm3.length, 100)),
      helm4: told[at]?.helm4.slice(0, Math.max(row.helm4.length, 100)),
    }))
    expect(cut).toEqual(rows)
  })
})

const verdicts = async (archive: string): Promise<{ helm3: string; helm4: string }> => {
  const params = await refusalOf(archive)
  const said = (name: string) => (params[name] === undefined ? 'loads' : `Error: ${params[name]}`)
  return { helm3: said('said'), helm4: said('said4') }
}

/** What helm 3 says, `said`, and helm 4, `said4`. */
const refusalOf = async (archive: string): Promise<Record<string, unknown>> => {
  const source = bufferSource(await readFile(archive))
  const found = await inspectSource(source, async (_path, parse) => parse()).catch(
    (error: unknown) => {
      if (!isAppError(error)) throw error
      return { pushRefusal: error, warnings: [] }
    },
  )
  if (found.pushRefusal) {
    const { params } = found.pushRefusal
    return { said: params['said'], said4: params['said4'] ?? params['said'] }
  }
  const saidBy = (key: string) =>
    found.warnings.find(warning => warning.key === key)?.params['said']
  return { said: saidBy('helm-3-refuses'), said4: saidBy('helm-4-refuses') }
}
