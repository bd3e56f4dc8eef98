import type { DoctorReport, DoctorStepName } from '../../../shared/ipc/schemas/doctor.ts'
import type { Stop } from './step-runner.ts'

export type Passes = {
  readonly signedIn: boolean
  /** Where the pass as saved ended; undefined when all is well. */
  readonly saved: Stop | undefined
  /** The same as nobody: not run, ended, or all well. */
  readonly anonymous: 'not-run' | 'well' | Stop
}

const road: readonly DoctorStepName[] = ['dns', 'tcp', 'proxy', 'tls']

/** What both passes together say. */
export const verdictOf = ({ signedIn, saved, anonymous }: Passes): DoctorReport['verdict'] => {
  if (!saved) return 'all-well'
  const { code } = saved.error
  // With TLS 1.3 a server asks for a client certificate only after the handshake.
  if (road.includes(saved.step) || code === 'untrusted-certificate') return 'not-reachable'
  if (code === 'rate-limited') return 'rate-limited'
  if (anonymous === 'well') return 'sign-in-is-the-problem'
  if (code === 'unreachable' || code === 'unsupported') return 'registry-is-the-problem'
  if (code === 'forbidden' && isForEverybody(saved)) return 'registry-is-the-problem'
  if (code === 'not-found') return 'no-right-or-missing'
  if (code === 'forbidden') return signedIn ? 'no-right-or-missing' : 'needs-sign-in'
  if (code === 'unauthorized' || code === 'keychain-unavailable') return 'needs-sign-in'
  return 'unclear'
}

/** A firewall, or a bill that is due: the registry says so to everybody, at `/v2/` before anybody has signed in. */
const isForEverybody = ({ step, error: { reason } }: Stop): boolean =>
  step === 'v2' || reason === 'network-not-allowed' || reason === 'payment-needed'

const aboutTheSignIn: readonly DoctorStepName[] = ['token', 'scope', 'repository']

/** Whether it is worth looking as nobody: only where a sign-in was, or would have been, sent. */
export const isWorthAnonymous = ({ step, error }: Stop): boolean =>
  error.code !== 'rate-limited' &&
  (aboutTheSignIn.includes(step) || error.reason === 'realm-not-agreed')
