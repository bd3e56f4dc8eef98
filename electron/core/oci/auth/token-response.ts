import { AppError } from '../../../../shared/errors.ts'
import { tryReadJson } from '../../json/read-json.ts'

export type TokenGrant = { readonly token: string; readonly lifeMs: number }

const defaultLifeSeconds = 60
const maxLifeSeconds = 60 * 60
/** A token that is about to end may end on the way. */
const marginMs = 10_000

/**
 * Reads the answer of a token service. `issued_at` and our own wall clock are not looked at: they are often wrong.
 * A life below a minute is a minute (distribution token.md), above an hour an hour.
 */
export const readTokenResponse = (
  bytes: Uint8Array,
  place: { readonly host: string; readonly realm: string },
): TokenGrant => {
  const body = parseObject(bytes)
  const token = body?.['access_token'] || body?.['token']
  // A token that is no valid header value would be cut there, or smuggle another header in.
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
    throw new AppError('unsupported', 'malformed-token', place)
  }
  return { token, lifeMs: lifeSeconds(body?.['expires_in']) * 1000 - marginMs }
}

const lifeSeconds = (value: unknown): number => {
  if (typeof value !== 'number' || !(value > defaultLifeSeconds)) return defaultLifeSeconds
  return Math.min(value, maxLifeSeconds)
}

const parseObject = (bytes: Uint8Array): Record<string, unknown> | undefined => {
  const value = tryReadJson(bytes)
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined
}
