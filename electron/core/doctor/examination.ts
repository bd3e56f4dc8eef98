import type { Socket } from 'node:net'
import type {
  DoctorReport,
  DoctorStep,
  DoctorStepName,
} from '../../../shared/ipc/schemas/doctor.ts'
import type { RecordedExchange } from '../../../shared/ipc/schemas/exchange.ts'
import type { Lookup } from '../http/base/address-guard.ts'
import { limits } from '../http/base/limits.ts'
import type { QuietHosts } from '../http/quiet-hosts.ts'
import type { Credential } from '../oci/base/credential.ts'
import type { Clock } from '../ports.ts'
import type { ConnectionOptionsOf } from '../connection-settings/connection-options.ts'
import type { ConnectOptions } from '../registries/connect.ts'
import { createPass, type Pass, type Stop, Stopped } from './step-runner.ts'
import { askBase } from './steps/base.ts'
import { type Method, readChallenge } from './steps/challenge.ts'
import { lookUp } from './steps/dns.ts'
import { firstStop } from './steps/first-stop.ts'
import { passProxy } from './steps/proxy.ts'
import { listTags } from './steps/repository.ts'
import { readScope } from './steps/scope.ts'
import { openConnection } from './steps/tcp.ts'
import { shakeHands } from './steps/tls.ts'
import { readSignIn, showSignIn } from './steps/token.ts'
import { isWorthAnonymous, verdictOf } from './verdict.ts'
import { createWire, type Wire } from './wire.ts'
import type { Wait } from './in-time.ts'

export type Case = ConnectOptions & {
  /** Whom the saved sign-in names; undefined for anonymous. */
  readonly username: string | undefined
  readonly repository: string | undefined
  readonly quietHosts: QuietHosts
  readonly userAgent: string
  readonly clock: Clock
  readonly lookup: Lookup
  /** Whom the connection trusts, and which way it goes. */
  readonly way: ReturnType<ConnectionOptionsOf>
  readonly signal: AbortSignal
  readonly tellStep: (step: DoctorStep) => void
  readonly tellExchange: (exchange: RecordedExchange) => void
}

type Found = Pick<DoctorReport, 'verdict' | 'stoppedAt' | 'anonymousTags'>

/** Both passes, and what they say together. */
export const examine = async (patient: Case): Promise<Found> => {
  let last: string | undefined
  const wire = createWire({
    endpoint: patient.endpoint,
    connection: { lookup: patient.lookup, ...patient.way },
    vendor: patient.vendor,
    userAgent: patient.userAgent,
    clock: patient.clock,
    quietHosts: patient.quietHosts,
    onExchange: exchange => {
      last = exchange.id
      patient.tellExchange(exchange)
    },
  })
  const { registry } = wire
  const passOf = (name: DoctorStep['pass']) =>
    createPass({
      ...patient,
      pass: name,
      host: registry.hostname,
      port: firstStop(registry, {}).port,
      tell: patient.tellStep,
      lastExchange: () => last,
    })
  try {
    return await bothPasses(patient, wire, passOf)
  } finally {
    await wire.close()
  }
}

const bothPasses = async (
  patient: Case,
  wire: Wire,
  passOf: (name: DoctorStep['pass']) => Pass,
): Promise<Found> => {
  const signedIn = patient.username !== undefined
  let method: Method | undefined
  const saved = await stopOf(passOf('saved'), 'dns', async pass => {
    await goThere(patient, wire.registry, pass)
    method = await learnMethod(patient, wire, pass)
    await goIn(patient, wire, pass, method, () =>
      readSignIn(patient.credentials, patient.username, patient.repository, patient.signal),
    )
  })
  if (!saved || !signedIn || !isWorthAnonymous(saved)) {
    return { verdict: verdictOf({ signedIn, saved, anonymous: 'not-run' }), ...stoppedAt(saved) }
  }
  let anonymousTags: number | undefined
  const anonymous = await stopOf(passOf('anonymous'), method ? 'token' : 'v2', async pass => {
    const known = method ?? (await learnMethod({ ...patient, username: undefined }, wire, pass))
    anonymousTags = await goIn(patient, wire, pass, known, nobody)
  })
  return {
    verdict: verdictOf({ signedIn, saved, anonymous: anonymous ?? 'well' }),
    ...stoppedAt(saved),
    ...(anonymousTags !== undefined && { anonymousTags }),
  }
}

/** Nobody's sign-in; the anonymous pass has no way to another. */
const nobody = async (): Promise<Credential | undefined> => undefined

const stoppedAt = (stop: Stop | undefined) => (stop ? { stoppedAt: stop.step } : {})

const stopOf = async (
  pass: Pass,
  first: DoctorStepName,
  go: (pass: Pass) => Promise<void>,
): Promise<Stop | undefined> => {
  try {
    await go(pass)
    return undefined
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
    pass.notReached(first)
    return error.stop
  }
}

/** From the name to a connection that can be spoken over. */
const goThere = async (patient: Case, registry: URL, pass: Pass): Promise<void> => {
  const { clock, signal, lookup, way } = patient
  const wait: Wait = { clock, signal, ms: limits.connectMs }
  const route = await way.route(registry).catch((error: unknown) =>
    // A proxy setting that cannot be used: nothing else was tried.
    pass.step<never>('proxy', () => Promise.reject(error)),
  )
  const stop = firstStop(registry, route)
  const open: Socket[] = []
  try {
    const addresses = await pass.step('dns', () => lookUp(stop, lookup, wait))
    const straight = await pass.step('tcp', () => openConnection(stop, addresses, wait))
    open.push(straight)
    const roots = async () => (await way.trust()).roots
    const tunnel = await pass.step('proxy', () => passProxy(registry, route, roots, wait))
    if (tunnel) open.push(tunnel)
    const encryption = { registry, route, lookup, trust: way.trust, socket: tunnel ?? straight }
    await pass.step('tls', () => shakeHands(encryption, wait))
  } finally {
    for (const socket of open) socket.destroy()
  }
}

const learnMethod = async (patient: Case, wire: Wire, pass: Pass): Promise<Method> => {
  const answer = await pass.step('v2', () => askBase(wire, patient.signal))
  const agreement = {
    hasSignIn: patient.username !== undefined,
    trustRealm: (origin: string) => origin === patient.trustedRealm,
  }
  return pass.step('challenge', () => readChallenge(wire, answer, agreement))
}

/** Shows who asks, and reads the repository. Returns how many tags there are, where all were counted. */
const goIn = async (
  { repository, signal }: Case,
  wire: Wire,
  pass: Pass,
  method: Method,
  signIn: () => Promise<Credential | undefined>,
): Promise<number | undefined> => {
  let person = { credential: undefined as Credential | undefined, repository }
  const signature = await pass.step('token', async () => {
    person = { ...person, credential: await signIn() }
    return showSignIn(wire, method, person, signal)
  })
  await pass.step('scope', () => readScope(wire, method, signature, person, signal))
  return pass.step('repository', () => listTags(wire, repository, signature, signal))
}
