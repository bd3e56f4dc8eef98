import { expect, test } from 'vitest'
import { withoutBom } from '../../../electron/core/chart/chart-text.ts'
import { findYamlJudge } from '../../../scripts/lib/yaml-judge.ts'
import { isAppError } from '../../../shared/errors.ts'
import { yamlToJson } from '../../support/yaml/go-text.ts'
import { yamlDocuments } from '../../support/yaml/yaml-documents.ts'
import { askYamlJudge } from '../../support/yaml/yaml-judge.ts'

const judge = findYamlJudge()
const seed = Number(process.env['CHARTROOM_FUZZ_SEED'] ?? 20261130)
const count = process.env['CHARTROOM_SOAK'] === undefined ? 2_000 : 24_000

/** JSON, or that it was refused. */
const ours = (bytes: Uint8Array): string => {
  try {
    return yamlToJson(withoutBom(bytes))
  } catch (error) {
    if (!isAppError(error)) throw error
    return `refused: ${error.code}`
  }
}

test.skipIf(judge === undefined)(
  `${count} generated and changed documents are read as helm’s module reads them (needs Go)`,
  { timeout: 1_200_000 },
  () => {
    const documents = [...yamlDocuments(seed, count)]
    const questions = documents.map(({ bytes }) => ({ as: 'json' as const, bytes }))
    const different: string[] = []
    let taken = 0
    for (const [at, answer] of askYamlJudge(judge ?? '', questions).entries()) {
      const { bytes } = documents[at] ?? {}
      if (bytes === undefined || answer.chance) continue
      // Go writes what is no character as an escape.
      const wanted = answer.json?.replaceAll('\\ufffd', '\ufffd') ?? 'refused: invalid-input'
      const got = ours(bytes)
      if (answer.json !== undefined) taken += 1
      if (got === wanted) continue
      const text = JSON.stringify(Buffer.from(bytes).toString())
      different.push(`seed ${seed}, ${at}: ${text}: ${got}, helm: ${answer.error ?? wanted}`)
    }
    expect(different).toEqual([])
    // Both verdicts are tried.
    expect(taken).toBeGreaterThan(count / 5)
    expect(taken).toBeLessThan((count * 4) / 5)
  },
)
