import type { Clock } from '../http/clock.ts'
import type { Redactor } from '../http/redaction.ts'
import type { Credential, CredentialSource } from '../types.ts'
import { createSingleFlight } from './single-flight.ts'

const memoMs = 10_000

/** Spares the keychain a question per request: one at a time, and an answer serves for ten seconds. Failures do not. */
export const memoizeCredentials = (
  source: CredentialSource,
  clock: Clock,
  redactor: Redactor,
  closed: AbortSignal,
): CredentialSource => {
  const share = createSingleFlight<Credential | undefined>()
  let last: { readonly credential: Credential | undefined; readonly endsMs: number } | undefined
  return async signal => {
    if (last && last.endsMs > clock.monotonicMs()) return last.credential
    return share('', signal, async () => {
      const credential = await source(closed)
      if (credential) redactor.remember(credential.secret.reveal())
      last = { credential, endsMs: clock.monotonicMs() + memoMs }
      return credential
    })
  }
}
