import { rootCertificates } from 'node:tls'
import { createDoctor, type DoctorDeps } from '../../../electron/core/doctor/doctor.ts'
import type { Lookup } from '../../../electron/core/http/base/address-guard.ts'
import { createQuietHosts } from '../../../electron/core/http/quiet-hosts.ts'
import { createSecret } from '../../../electron/core/http/base/secret.ts'
import { direct, type RouteSource } from '../../../electron/core/http/proxy/route.ts'
import type { Trust } from '../../../electron/core/http/tls/trust.ts'
import type { Clock } from '../../../electron/core/ports.ts'
import type { Progress } from '../../../shared/ipc/contract.ts'
import { contract } from '../../../shared/ipc/contract.ts'
import type { DoctorReport } from '../../../shared/ipc/schemas/doctor.ts'
import { doctorSeen } from '../../../shared/model/doctor-seen.ts'
import { realClock } from '../../support/fault-registry/test-clock.ts'

export type Patient = {
  /** `host:port` */
  readonly host: string
  readonly https?: boolean
  readonly signIn?: { readonly username: string; readonly password: string } | undefined
  /** The keychain has lost it. */
  readonly lost?: boolean
  readonly trustedRealm?: string
  readonly repository?: string
  readonly kept?: readonly string[]
  readonly lookup?: Lookup
  readonly trust?: Trust
  readonly route?: RouteSource
  readonly clock?: Clock
  readonly memory?: DoctorDeps['memory']
  readonly signal?: AbortSignal
}

/** Runs the doctor on one registry. Everything that would cross to the window is kept. */
export const examine = async (patient: Patient) => {
  const { host, signIn } = patient
  const dots: string[] = []
  const doctor = createDoctor({
    registries: {
      get: id => ({
        id,
        name: host,
        host,
        path: '',
        kind: 'remote',
        plainHttp: patient.https !== true,
        signIn: signIn
          ? { kind: 'user', username: signIn.username, secret: 'session' }
          : { kind: 'anonymous' },
        connection: {
          ca: { kind: 'system' },
          clientCertificate: { kind: 'none' },
          proxy: { kind: 'system' },
        },
        state: { status: 'unknown' },
      }),
      connectOptions: () => ({
        endpoint: { host, plainHttp: patient.https !== true },
        credentials: async () =>
          signIn && patient.lost !== true
            ? { username: signIn.username, secret: createSecret(signIn.password) }
            : undefined,
        trustedRealm: patient.trustedRealm,
        connection: {},
      }),
      report: (_id, { status }) => void dots.push(status),
    },
    listings: {
      kept: () => (patient.kept ?? []).map(name => ({ name, missing: false })),
      catalog: () => undefined,
    },
    memory: patient.memory ?? { doctorSaw: () => ({}), saveDoctorSaw: () => undefined },
    connectionOptions: () => ({
      trust: async () => patient.trust ?? { roots: rootCertificates },
      route: patient.route ?? direct,
    }),
    clock: patient.clock ?? realClock,
    quietHosts: createQuietHosts(patient.clock ?? realClock),
    version: 'test',
    ...(patient.lookup && { lookup: patient.lookup }),
  })
  const told: Progress<'doctor.run'>[] = []
  const repository = patient.repository
  const report = await doctor.run(
    { registryId: 'one', ...(repository !== undefined && { repository }) },
    // As the dispatcher does it: what a schema does not name is dropped, and what breaks it fails here.
    item => void told.push(contract['doctor.run'].progress.parse(item)),
    patient.signal ?? new AbortController().signal,
  )
  return { told, dots, report: contract['doctor.run'].output.parse({ report }).report }
}

/** `step: state seen` of one pass, each step once. */
export const linesOf = ({ steps }: DoctorReport, pass: 'saved' | 'anonymous' = 'saved') =>
  steps
    .filter(step => step.pass === pass)
    .map(({ step, state, seen }) => `${step}: ${state} ${seen}`)

/** Every step names a known sight, with exactly the parameters that its words may use. */
export const unknownSights = ({ steps }: DoctorReport) =>
  steps.filter(({ seen, params }) => {
    const names: readonly string[] | undefined = (
      doctorSeen as Record<string, readonly string[] | undefined>
    )[seen]
    return names === undefined || !names.every(name => Object.hasOwn(params, name))
  })

/** `code/reason` of the step that failed in the pass as saved. */
export const failureOf = ({ steps }: DoctorReport) => {
  const failure = steps.find(({ pass, state }) => pass === 'saved' && state === 'failed')?.failure
  return failure && `${failure.code}/${failure.reason}`
}
