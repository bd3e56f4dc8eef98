import type { AppError } from '../../../../shared/errors.ts'
import type { Clock } from '../../ports.ts'
import type { Credential } from '../base/credential.ts'
import { printOf } from './credential-print.ts'

export type Refusals = {
  /** Throws the same refusal again if this sign-in met it less than a minute ago. */
  check(credential: Credential): void
  remember(credential: Credential, error: AppError): void
}

type Entry = { readonly error: AppError; readonly untilMs: number }

const quietMs = 60_000
const maxEntries = 100

/** Keeps a wrong password from being sent again and again, which locks accounts. */
export const createRefusals = (clock: Clock): Refusals => {
  const entries = new Map<string, Entry>()
  return {
    check: credential => {
      const entry = entries.get(printOf(credential))
      if (entry && entry.untilMs > clock.monotonicMs()) throw entry.error
    },
    remember: (credential, error) => {
      if (entries.size >= maxEntries) entries.clear()
      entries.set(printOf(credential), { error, untilMs: clock.monotonicMs() + quietMs })
    },
  }
}
