import { spawnSync } from 'node:child_process'
import { z } from 'zod'

/** How helm reads a document: as JSON, as values by helm 3 or 4, into the struct of Chart.yaml or of a lock. */
export type ReadAs = 'json' | 'values3' | 'values4' | 'chart' | 'lock'

export type Question = { readonly as: ReadAs; readonly bytes: Uint8Array }

const answer = z.object({
  error: z.string().optional(),
  value: z.unknown().optional(),
  chance: z.boolean().optional(),
})
export type Answer = {
  readonly error?: string | undefined
  /** JSON as Go wrote it. */
  readonly json: string | undefined
  readonly chance: boolean
}

/** Asks the Go program of test/judges/yaml, all at once. */
export const askYamlJudge = (program: string, questions: readonly Question[]): Answer[] => {
  const input = questions
    .map(({ as, bytes }) => JSON.stringify({ as, data: Buffer.from(bytes).toString('base64') }))
    .join('\n')
  const { stdout, status, stderr } = spawnSync(program, {
    input,
    encoding: 'utf8',
    maxBuffer: 1024 * 1024 * 1024,
  })
  const lines = stdout.trimEnd().split('\n')
  if (status !== 0 || lines.length !== questions.length) {
    throw new Error(`the judge answered ${lines.length} of ${questions.length}: ${stderr}`)
  }
  return lines.map(line => {
    const { error, chance = false } = answer.parse(JSON.parse(line))
    return { error, json: rawValue(line), chance }
  })
}

/** The value's own text: JSON.parse would round its numbers. */
const rawValue = (line: string): string | undefined =>
  /^\{"value":(.*?)(?:,"chance":true)?\}$/.exec(line)?.[1]
