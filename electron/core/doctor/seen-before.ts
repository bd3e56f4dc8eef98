import type { DoctorStep } from '../../../shared/ipc/schemas/doctor.ts'

/** Step → what it saw, and since when it has seen nothing else. */
export type SeenBefore = Readonly<
  Record<string, { readonly what: string; readonly sinceMs: number }>
>

/**
 * Since when the challenge has been the same, and a step has failed for the same cause: a registry that asks for
 * another token service than before is worth knowing. What a step was not reached to see stays remembered.
 */
export const compareWithBefore = (before: SeenBefore, nowMs: number) => {
  const seen = new Map(Object.entries(before))
  return {
    /** The step with what was known of it before this run. */
    look: (step: DoctorStep): DoctorStep => {
      if (step.pass !== 'saved' || step.state === 'running' || step.state === 'not-reached') {
        return step
      }
      const known = before[step.step]
      const what = whatOf(step)
      const isSame = known !== undefined && known.what === what
      if (what === undefined) seen.delete(step.step)
      else if (!isSame) seen.set(step.step, { what, sinceMs: nowMs })
      return isSame ? { ...step, sameSinceMs: known.sinceMs } : step
    },
    seen: (): SeenBefore => Object.fromEntries(seen),
  }
}

/** Texts, times and addresses play no part: they differ from one answer to the next. */
const whatOf = ({ step, state, seen, params, failure }: DoctorStep): string | undefined =>
  state === 'failed' || (step === 'challenge' && state === 'ok')
    ? [seen, params['realm'], failure?.code, failure?.reason].filter(Boolean).join(' ')
    : undefined
