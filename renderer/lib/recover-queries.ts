import type { Query, QueryClient } from '@tanstack/react-query'
import type { ErrorCode } from '../../shared/error-reasons.ts'
import { isAppError } from '../../shared/errors.ts'

/** Errors of the way to a registry, or of who asks: what failed by them may be there now. */
const ofTheWay: ReadonlySet<ErrorCode> = new Set([
  'unreachable',
  'unauthorized',
  'forbidden',
  'keychain-unavailable',
  'untrusted-certificate',
  'unexpected',
])

/** A query that fails again although its registry answers is not asked for over and over. */
const againAfterMs = 30_000

const registryOf = ({ queryKey }: Query): unknown => {
  const input: unknown = queryKey[2]
  if (typeof input !== 'object' || input === null) return undefined
  const source: unknown = Reflect.get(input, 'source')
  const place = typeof source === 'object' && source !== null ? source : input
  return Reflect.get(place, 'registryId')
}

const isSaved = (data: unknown): boolean =>
  typeof data === 'object' &&
  data !== null &&
  'end' in data &&
  typeof data.end === 'object' &&
  data.end !== null &&
  Reflect.get(data.end, 'saved') === true

const isStuck = ({ state: { error, data } }: Query): boolean =>
  isSaved(data) || (isAppError(error) && ofTheWay.has(error.code))

const triedAtMs = new WeakMap<Query, number>()

/** Asks again for what a registry could not give while it was away: lists that were saved, and panes with an error. */
export const recoverQueries = async (client: QueryClient, registryId: string): Promise<void> => {
  const nowMs = performance.now()
  const predicate = (query: Query) =>
    registryOf(query) === registryId &&
    isStuck(query) &&
    nowMs - (triedAtMs.get(query) ?? -Infinity) >= againAfterMs
  for (const query of client.getQueryCache().findAll({ predicate })) triedAtMs.set(query, nowMs)
  await client.invalidateQueries({ predicate: query => triedAtMs.get(query) === nowMs })
}
