import { randomBytes } from 'node:crypto'
import type { GrantedFile } from './held-file.ts'
import type { Clock } from '../ports.ts'

export type FileGrants = {
  grant(file: GrantedFile): string
  /** Undefined for an unknown, used or expired token (30 minutes). */
  redeem(token: string): GrantedFile | undefined
  /** Takes back what was never redeemed and has expired. */
  expired(): readonly GrantedFile[]
}

const lifetimeMs = 30 * 60 * 1000

/** Random single-use tokens with a lifetime, for files that come in and for files that go out. */
export const createTokens = <T>(clock: Clock, tokenLifetimeMs: number) => {
  const held = new Map<string, { value: T; expiresAtMs: number }>()
  return {
    issue: (value: T): string => {
      const token = randomBytes(24).toString('base64url')
      held.set(token, { value, expiresAtMs: clock.monotonicMs() + tokenLifetimeMs })
      return token
    },
    redeem: (token: string): T | undefined => {
      const entry = held.get(token)
      if (entry === undefined || entry.expiresAtMs <= clock.monotonicMs()) return undefined
      held.delete(token)
      return entry.value
    },
    takeExpired: (): T[] => {
      const gone = [...held].filter(([, entry]) => entry.expiresAtMs <= clock.monotonicMs())
      for (const [token] of gone) held.delete(token)
      return gone.map(([, entry]) => entry.value)
    },
  }
}

export const createFileGrants = (clock: Clock): FileGrants => {
  const tokens = createTokens<GrantedFile>(clock, lifetimeMs)
  return { grant: tokens.issue, redeem: tokens.redeem, expired: tokens.takeExpired }
}
