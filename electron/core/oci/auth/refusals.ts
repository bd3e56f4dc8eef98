import { createHash } from 'node:crypto'
import type { AppError } from '../../../../shared/errors.ts'
import type { Clock } from '../http/clock.ts'
import type { Credential } from '../types.ts'

export type Refusals = {
  /** Throws again what this sign-in met less than a minute ago. */
  check(credential: Credential): void
  remember(credential: Credential, error: AppError): void
}

const quietMs = 60_000

/** Keeps a wrong password from being sent again and again, which locks accounts. */
export const createRefusals = (clock: Clock): Refusals => {
  let last: { print: string; error: AppError; untilMs: number } | undefined
  return {
    check: credential => {
      if (!last || last.untilMs <= clock.monotonicMs()) return
      if (last.print === fingerprint(credential)) throw last.error
    },
    remember: (credential, error) => {
      last = { print: fingerprint(credential), error, untilMs: clock.monotonicMs() + quietMs }
    },
  }
}

const fingerprint = ({ username, secret }: Credential): string =>
  createHash('sha256').update(`${username}\0${secret.reveal()}`).digest('hex')
