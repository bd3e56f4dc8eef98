import type { Clock } from '../../ports.ts'
import type { Redactor } from '../../http/base/redaction.ts'
import type { Credential, CredentialSource } from '../base/credential.ts'
import { printOf } from './credential-print.ts'
import { createSingleFlight } from '../../async/single-flight.ts'

export type CredentialMemo = CredentialSource & {
  /** Asks the keeper of a refused sign-in for another one, at most once a minute, and tells whether there is one. */
  renew(signal: AbortSignal, repository?: string): Promise<boolean>
}

const memoMs = 10_000
const renewalQuietMs = 60_000
const maxEntries = 200

type Entry = { readonly credential: Credential | undefined; readonly endsMs: number }
type Renewal = { readonly atMs: number; readonly brought: boolean }

/**
 * Spares the keychain a question per request: one at a time for each repository, and an answer serves for ten
 * seconds. Failures do not.
 */
export const memoizeCredentials = (
  source: CredentialSource,
  clock: Clock,
  redactor: Redactor,
  closed: AbortSignal,
): CredentialMemo => {
  const share = createSingleFlight<Credential | undefined>()
  const shareRenewal = createSingleFlight<boolean>()
  const entries = new Map<string, Entry>()
  const renewals = new Map<string, Renewal>()

  const keep = (key: string, credential: Credential | undefined) => {
    if (credential) redactor.rememberSignIn(credential.username, credential.secret.reveal())
    if (entries.size >= maxEntries) entries.clear()
    entries.set(key, { credential, endsMs: clock.monotonicMs() + memoMs })
    return credential
  }
  const credentialOf: CredentialSource = async (signal, repository) => {
    const key = repository ?? ''
    const last = entries.get(key)
    if (last && last.endsMs > clock.monotonicMs()) return last.credential
    return share(key, signal, async () => keep(key, await source(closed, repository)))
  }
  const renew = async (key: string, refused: Credential | undefined): Promise<boolean> => {
    const now = clock.monotonicMs()
    const last = renewals.get(key)
    // A request that was refused with the old sign-in while another was being fetched may try that one.
    if (last && now - last.atMs < renewalQuietMs) return last.brought && now - last.atMs < memoMs
    const next = await refused?.renew?.(closed)
    const brought = next !== undefined && printOf(next) !== printOf(refused)
    if (renewals.size >= maxEntries) renewals.clear()
    renewals.set(key, { atMs: now, brought })
    if (brought) keep(key, next)
    return brought
  }
  return Object.assign(credentialOf, {
    renew: async (signal: AbortSignal, repository?: string) => {
      const refused = await credentialOf(signal, repository)
      const key = repository ?? ''
      return shareRenewal(key, signal, () => renew(key, refused))
    },
  })
}
