import { describe, expect, test } from 'vitest'
import { withoutBom } from '../../../electron/core/archive/chart-text.ts'
import { loadValues } from '../../../electron/core/archive/load-values.ts'
import {
  decodeStruct,
  type DecodedStruct,
} from '../../../electron/core/archive/metadata/decode-struct.ts'
import { goStruct } from '../../../electron/core/archive/metadata/go-json.ts'
import { lockShape, metadataShape } from '../../../electron/core/archive/metadata/shapes.ts'
import { readYaml } from '../../../electron/core/archive/yaml/read-yaml.ts'
import { findYamlJudge } from '../../../scripts/lib/yaml-judge.ts'
import { isAppError } from '../../../shared/errors.ts'
import { yamlToJson } from '../../support/yaml/go-text.ts'
import { yamlDocuments, type YamlDocument } from '../../support/yaml/yaml-documents.ts'
import { askYamlJudge, type Answer, type ReadAs } from '../../support/yaml/yaml-judge.ts'

const judge = findYamlJudge()
const seed = Number(process.env['CHARTROOM_FUZZ_SEED'] ?? 20261130)
const count = process.env['CHARTROOM_SOAK'] === undefined ? 2_000 : 24_000
const documents = judge === undefined ? [] : [...yamlDocuments(seed, count)]

/** What is made of a document, or that it is refused. */
type Reading = { readonly made: string } | { readonly refused: string }

const refused = (error: unknown): Reading => {
  if (!isAppError(error) || error.code !== 'invalid-input') throw error
  return { refused: String(error.params['said'] ?? error.reason) }
}

const reading = (read: () => string): Reading => {
  try {
    return { made: read() }
  } catch (error) {
    return refused(error)
  }
}

const valuesBy = (helm: 'helm3' | 'helm4') => (bytes: Uint8Array) => {
  const refusal = loadValues(bytes, 'values.yaml').refusals[helm]
  if (refusal) throw refusal
  return 'loaded'
}

const metadataOf = (bytes: Uint8Array): string => {
  const metadata: DecodedStruct = new Map()
  decodeStruct(metadataShape, readYaml(bytes, 'Chart.yaml').value, metadata, 'Chart.yaml')
  return goStruct(metadataShape.fields, metadata)
}

const lockOf = (bytes: Uint8Array): string => {
  decodeStruct(lockShape, readYaml(bytes, 'Chart.lock').value, new Map(), 'Chart.lock')
  return 'loaded'
}

const ways: Record<ReadAs, (bytes: Uint8Array) => string> = {
  json: yamlToJson,
  values3: valuesBy('helm3'),
  values4: valuesBy('helm4'),
  chart: metadataOf,
  lock: lockOf,
}

/** Go writes what is no character as an escape; what is only checked is compared by its verdict. */
const wanted = ({ error, json = '' }: Answer, as: ReadAs): Reading => {
  if (error !== undefined) return { refused: error }
  return { made: as === 'json' || as === 'chart' ? json.replaceAll('\\ufffd', '\ufffd') : 'loaded' }
}

const isSame = (ours: Reading, helms: Reading): boolean =>
  'made' in ours ? 'made' in helms && ours.made === helms.made : 'refused' in helms

const compare = (as: ReadAs, compared: readonly YamlDocument[]) => {
  const questions = compared.map(({ bytes }) => ({ as, bytes }))
  const differences: string[] = []
  let taken = 0
  for (const [at, answer] of askYamlJudge(judge ?? '', questions).entries()) {
    const { bytes } = compared[at] ?? { bytes: new Uint8Array(0) }
    if (answer.chance) continue
    const ours = reading(() => ways[as](withoutBom(bytes)))
    const helms = wanted(answer, as)
    if (answer.error === undefined) taken += 1
    if (isSame(ours, helms)) continue
    const text = JSON.stringify(Buffer.from(bytes).toString())
    differences.push(
      `seed ${seed}: ${text}: ${JSON.stringify(ours)}, helm: ${JSON.stringify(helms)}`,
    )
  }
  return { differences, taken }
}

describe.skipIf(judge === undefined)('YAML read as helm’s modules read it (needs Go)', () => {
  test(`${count} generated and changed documents`, { timeout: 1_200_000 }, () => {
    const { differences, taken } = compare('json', documents)
    expect(differences).toEqual([])
    // Both verdicts are tried.
    expect(taken).toBeGreaterThan(count / 5)
    expect(taken).toBeLessThan((count * 4) / 5)
  })

  test.each<[ReadAs, YamlDocument['kind'][]]>([
    ['values3', ['values', 'any']],
    ['values4', ['values', 'any']],
    ['chart', ['chart', 'requirements']],
    ['lock', ['lock']],
  ])('as %s: those of the kinds %j', { timeout: 1_200_000 }, (as, kinds) => {
    const { differences } = compare(
      as,
      documents.filter(({ kind }) => kinds.includes(kind)),
    )
    expect(differences).toEqual([])
  })
})
