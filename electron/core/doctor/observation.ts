import type { AppError, ErrorParams } from '../../../shared/errors.ts'
import { readErrorBody } from '../oci/dictionary/oci-errors.ts'
import type { DoctorSeen, doctorSeen } from '../../../shared/model/doctor-seen.ts'

type ParamsOf<K extends DoctorSeen> = Readonly<
  Record<(typeof doctorSeen)[K][number], string | number>
>

/** What a step saw; the words are the renderer's. */
export type Observation = { readonly seen: DoctorSeen; readonly params: ErrorParams }

/** A step that went well, or was not needed, and what the next ones build on. */
export type StepSuccess<T> = Observation & { readonly state: 'ok' | 'skipped'; readonly value: T }

export const saw = <K extends DoctorSeen, T>(
  seen: K,
  params: ParamsOf<K>,
  value: T,
): StepSuccess<T> => ({
  state: 'ok',
  seen,
  params,
  value,
})

export const skipped = <K extends DoctorSeen, T>(
  seen: K,
  params: ParamsOf<K>,
  value: T,
): StepSuccess<T> => ({ state: 'skipped', seen, params, value })

/** A step that failed: what was seen there, and the error that explains it. */
export class StepFailed extends Error {
  readonly seen: Observation
  readonly error: AppError

  constructor(seen: Observation, error: AppError) {
    super(`${seen.seen}: ${error.message}`, { cause: error })
    this.name = 'StepFailed'
    this.seen = seen
    this.error = error
  }
}

export const failed = <K extends DoctorSeen>(
  seen: K,
  params: ParamsOf<K>,
  error: AppError,
): StepFailed => new StepFailed({ seen, params }, error)

const seenByReason: Readonly<Record<string, DoctorSeen>> = {
  'cut-off': 'cut-off',
  'timed-out': 'no-answer',
  'malformed-answer': 'not-readable',
  'content-encoding': 'not-readable',
  'malformed-token': 'not-readable',
}

const textLength = 200

/** What an error says of the step it ended: the answer where there was one. */
export const seenOf = (error: AppError, host: string): Observation => {
  const { exchange: { status, body } = {}, retryAfterMs } = error.details ?? {}
  if (status === undefined) {
    return { seen: seenByReason[error.reason] ?? 'failed', params: { host } }
  }
  if (error.code === 'rate-limited' && retryAfterMs !== undefined) {
    return { seen: 'asks-for-quiet', params: { status, seconds: Math.ceil(retryAfterMs / 1000) } }
  }
  if (/^\s*<(?:!doctype|html)/i.test(body ?? '')) return { seen: 'web-page', params: { status } }
  const target = error.params['target']
  if (status < 400 && target !== undefined)
    return { seen: 'redirected', params: { status, target } }
  const text = messageOf(body)
  return text === undefined
    ? { seen: 'answered', params: { status } }
    : { seen: 'answered-saying', params: { status, text } }
}

/** The registry's own words, of a body whose secrets are already replaced. */
const messageOf = (body: string | undefined): string | undefined => {
  if (body === undefined) return undefined
  const { messages } = readErrorBody(new TextEncoder().encode(body))
  const text = (messages[0] ?? '').replaceAll(/\s+/g, ' ').trim()
  return text === '' ? undefined : text.slice(0, textLength)
}
