import { z } from 'zod'
import { errorInfoSchema } from '../../error-info.ts'
import { recordedExchange } from './exchange.ts'
import { repositoryName, timestampMs } from './values.ts'

export const stepName = z.enum([
  'dns',
  'tcp',
  'proxy',
  'tls',
  'v2',
  'challenge',
  'token',
  'scope',
  'repository',
])
export type DoctorStepName = z.infer<typeof stepName>

export const doctorStep = z.object({
  /** `saved`: as the saved sign-in. `anonymous`: the same steps again as nobody, after a failure. */
  pass: z.enum(['saved', 'anonymous']),
  step: stepName,
  state: z.enum(['running', 'ok', 'failed', 'skipped', 'not-reached']),
  /** Selects the words: doctor.seen.<seen>; keys and their params in shared/model/doctor-seen.ts. */
  seen: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  tookMs: z.number().optional(),
  exchangeId: z.string().optional(),
  /**
   * When it was first seen like this, in the pass as saved: the challenge with the same way and token service, or
   * the step that failed with the same cause. Absent where this is the first time, or it was another the last time.
   */
  sameSinceMs: timestampMs.optional(),
  /** Why it failed and what to do: the words of errors.<code>.<reason>. */
  failure: errorInfoSchema.optional(),
})
export type DoctorStep = z.infer<typeof doctorStep>

export const doctorProgress = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('step'), step: doctorStep }),
  z.object({ kind: z.literal('exchange'), exchange: recordedExchange }),
])

export const doctorReport = z.object({
  ranAtMs: timestampMs,
  tookMs: z.number(),
  host: z.string(),
  username: z.string().optional(),
  repository: repositoryName.optional(),
  steps: z.array(doctorStep),
  exchanges: z.array(recordedExchange),
  /** The first step that failed; absent when all is well. */
  stoppedAt: stepName.optional(),
  /** Selects the words doctor.verdict.<verdict>: what both passes together say. */
  verdict: z.enum([
    'all-well',
    'sign-in-is-the-problem',
    'needs-sign-in',
    'no-right-or-missing',
    'not-reachable',
    'registry-is-the-problem',
    'rate-limited',
    'unclear',
  ]),
  /** Tags that anonymous reading showed. */
  anonymousTags: z.number().int().optional(),
})
export type DoctorReport = z.infer<typeof doctorReport>
