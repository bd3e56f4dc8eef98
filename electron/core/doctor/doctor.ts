import { lookup as systemLookup } from 'node:dns'
import { fromErrorInfo } from '../../../shared/errors.ts'
import type { DoctorReport, DoctorStep } from '../../../shared/ipc/schemas/doctor.ts'
import type { RecordedExchange } from '../../../shared/ipc/schemas/exchange.ts'
import type { Input, Progress } from '../../../shared/ipc/contract.ts'
import type { Lookup } from '../http/base/address-guard.ts'
import type { QuietHosts } from '../http/quiet-hosts.ts'
import type { Clock } from '../ports.ts'
import { isBelowPath } from '../../../shared/model/is-below-path.ts'
import type { ConnectionOptionsOf } from '../connection-settings/connection-options.ts'
import type { ConnectOptions } from '../registries/connect.ts'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import type { SavedListings } from '../store/saved-listings.ts'
import { stateOfFailure } from '../registries/reporting-client.ts'
import { examine } from './examination.ts'
import { compareWithBefore, type SeenBefore } from './seen-before.ts'
import { stepNames } from './step-runner.ts'

export type Doctor = {
  /**
   * Goes every step from the name of the host to the tags of a repository, and after a failure the last ones again
   * as nobody. Only reads; sends each request once. Throws `not-found/registry` and `cancelled`.
   */
  run(
    request: Input<'doctor.run'>,
    tell: (progress: Progress<'doctor.run'>) => void,
    signal: AbortSignal,
  ): Promise<DoctorReport>
}

export type DoctorDeps = {
  readonly registries: {
    get(registryId: string): Registry
    connectOptions(registryId: string): ConnectOptions
    /** The dot in the sidebar says what the doctor found. */
    report(registryId: string, state: Registry['state']): void
  }
  readonly listings: Pick<SavedListings, 'kept' | 'catalog'>
  /** What earlier runs saw of a registry. */
  readonly memory: {
    doctorSaw(registryId: string): SeenBefore
    saveDoctorSaw(registryId: string, seen: SeenBefore): void
  }
  readonly connectionOptions: ConnectionOptionsOf
  readonly quietHosts: QuietHosts
  readonly clock: Clock
  readonly version: string
  readonly lookup?: Lookup
}

export const createDoctor = (deps: DoctorDeps): Doctor => {
  const { registries, listings, memory, connectionOptions, quietHosts, clock, version } = deps

  /** One that the user keeps, else the first that the registry listed. */
  const knownRepository = (registryId: string, path: string): string | undefined =>
    [
      ...listings
        .kept(registryId)
        .filter(({ missing }) => !missing)
        .map(({ name }) => name),
      ...(listings.catalog(registryId)?.names ?? []),
    ].find(name => isBelowPath(name, path))

  return {
    run: async ({ registryId, repository }, tell, signal) => {
      const { path, signIn, host } = registries.get(registryId)
      const username = signIn.kind === 'user' ? signIn.username : undefined
      const named = repository ?? knownRepository(registryId, path)
      const steps = new Map<string, DoctorStep>()
      const exchanges: RecordedExchange[] = []
      const ranAtMs = clock.now()
      const startMs = clock.monotonicMs()
      const options = registries.connectOptions(registryId)
      const comparison = compareWithBefore(memory.doctorSaw(registryId), ranAtMs)
      const found = await examine({
        ...options,
        way: connectionOptions(options.connection),
        username,
        repository: named,
        quietHosts,
        clock,
        userAgent: `Chartroom/${version}`,
        lookup: deps.lookup ?? (systemLookup as Lookup),
        signal,
        tellStep: now => {
          const step = comparison.look(now)
          steps.set(`${step.pass} ${step.step}`, step)
          tell({ kind: 'step', step })
        },
        tellExchange: exchange => {
          exchanges.push(exchange)
          tell({ kind: 'exchange', exchange })
        },
      })
      // Throws where the registry was removed meanwhile, so that nothing of it is kept.
      registries.get(registryId)
      memory.saveDoctorSaw(registryId, comparison.seen())
      const state = stateAfter([...steps.values()], clock.now())
      if (state) registries.report(registryId, state)
      return {
        ranAtMs,
        tookMs: clock.monotonicMs() - startMs,
        host,
        ...(username !== undefined && { username }),
        ...(named !== undefined && { repository: named }),
        steps: inOrder([...steps.values()]),
        exchanges,
        ...found,
      }
    },
  }
}

/** Undefined where the failure says nothing of the registry as a whole: a repository that is not there. */
const stateAfter = (steps: readonly DoctorStep[], nowMs: number): Registry['state'] | undefined => {
  const failure = steps.find(({ pass, state }) => pass === 'saved' && state === 'failed')?.failure
  const seen = failure && stateOfFailure(fromErrorInfo(failure))
  const waitMs = failure?.code === 'rate-limited' ? failure.details?.retryAfterMs : undefined
  return seen && { ...seen, ...(waitMs !== undefined && { limitedUntilMs: nowMs + waitMs }) }
}

/** A proxy that cannot be used is found before the steps that come first. */
const inOrder = (steps: readonly DoctorStep[]): DoctorStep[] =>
  (['saved', 'anonymous'] as const).flatMap(pass =>
    stepNames.flatMap(name => steps.find(step => step.pass === pass && step.step === name) ?? []),
  )
