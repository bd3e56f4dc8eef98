import { AppError, isAppError, toErrorInfo, type ErrorParams } from '../../../shared/errors.ts'
import type { DoctorStep, DoctorStepName } from '../../../shared/ipc/schemas/doctor.ts'
import type { DoctorSeen } from '../../../shared/model/doctor-seen.ts'
import type { Clock } from '../ports.ts'
import { seenOf, StepFailed, type StepSuccess } from './observation.ts'

export const stepNames: readonly DoctorStepName[] = [
  'dns',
  'tcp',
  'proxy',
  'tls',
  'v2',
  'challenge',
  'token',
  'scope',
  'repository',
]

export type Stop = { readonly step: DoctorStepName; readonly error: AppError }

export type PassOptions = {
  readonly pass: DoctorStep['pass']
  readonly host: string
  readonly port: number
  readonly repository: string | undefined
  readonly clock: Clock
  readonly signal: AbortSignal
  readonly tell: (step: DoctorStep) => void
  /** Of the exchange that was recorded last, if any. */
  readonly lastExchange: () => string | undefined
}

export type Pass = {
  /** Runs one step and tells of it. Throws Stopped when it fails. */
  step<T>(name: DoctorStepName, act: () => Promise<StepSuccess<T>> | StepSuccess<T>): Promise<T>
  /** Tells of every step from `first` on that was not run. */
  notReached(first: DoctorStepName): void
}

/** Ends a pass. The step that failed was told of before this is thrown. */
export class Stopped extends Error {
  readonly stop: Stop

  constructor(stop: Stop) {
    super(`stopped at ${stop.step}`, { cause: stop.error })
    this.name = 'Stopped'
    this.stop = stop
  }
}

/** Runs steps one after the other, with the time each took. */
export const createPass = (options: PassOptions): Pass => {
  const { pass, host, clock, signal, lastExchange } = options
  const begun = new Set<DoctorStepName>()
  const tell = (step: Omit<DoctorStep, 'pass'>) => options.tell({ pass, ...step })

  return {
    step: async (step, act) => {
      if (signal.aborted) throw new AppError('cancelled', 'by-user')
      begun.add(step)
      tell({ step, state: 'running', ...waiting('running', step, options) })
      const before = lastExchange()
      const startMs = clock.monotonicMs()
      const took = () => {
        const exchangeId = lastExchange()
        const tookMs = clock.monotonicMs() - startMs
        return { tookMs, ...(exchangeId !== undefined && exchangeId !== before && { exchangeId }) }
      }
      try {
        const { value, ...sight } = await act()
        tell({ step, ...sight, ...took() })
        return value
      } catch (thrown) {
        if (signal.aborted) throw new AppError('cancelled', 'by-user')
        const { seen, error } = explain(thrown, host)
        tell({ step, state: 'failed', ...seen, ...took(), failure: toErrorInfo(error) })
        throw new Stopped({ step, error })
      }
    },
    notReached: first => {
      for (const step of stepNames.slice(stepNames.indexOf(first))) {
        if (begun.has(step)) continue
        tell({ step, state: 'not-reached', ...waiting('not-reached', step, options) })
      }
    },
  }
}

/** Any error that is no failure of the step itself is a fault of this program, and ends the call. */
const explain = (thrown: unknown, host: string) => {
  if (thrown instanceof StepFailed) return thrown
  if (isAppError(thrown)) return { seen: seenOf(thrown, host), error: thrown }
  throw thrown
}

/** What a step that has not ended says it does, or would do. */
const waiting = (
  state: 'running' | 'not-reached',
  step: DoctorStepName,
  { host, port, repository }: PassOptions,
): { seen: DoctorSeen; params: ErrorParams } => {
  if (step === 'tcp') return { seen: `${state}-tcp`, params: { host, port } }
  if (state === 'running' || (step !== 'scope' && step !== 'repository')) {
    return { seen: `${state}-${step}`, params: { host } }
  }
  return repository === undefined
    ? { seen: `not-reached-${step}-unnamed`, params: {} }
    : { seen: `not-reached-${step}`, params: { repository } }
}
