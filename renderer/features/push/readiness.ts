import type { Check, Review } from '../../../shared/ipc/schemas/transfers.ts'

/** Whether a draft can be pushed, and what stands in the way. */
export type Readiness =
  | { readonly kind: 'checking' }
  | { readonly kind: 'ready' }
  /** The tag has another digest: pushing moves it away from this one. */
  | { readonly kind: 'moves-tag'; readonly from: string }
  | { readonly kind: 'already-there'; readonly digest: string }
  /** A .prov that does not fit is still among the files. */
  | { readonly kind: 'owes-decision' }
  | { readonly kind: 'failed'; readonly check: Check['check'] }

export type Checks = Readonly<Partial<Record<Check['check'], Check>>>

/** The order of the sheet. The first group is always shown, as not yet known where it is. */
export const expectedChecks = [
  'name',
  'version',
  'target',
  'tag',
  'rights',
  'provenance',
  'size',
] as const satisfies readonly Check['check'][]
const order = [
  'archive',
  'name',
  'version',
  'path',
  'target',
  'tag',
  'rights',
  'provenance',
  'size',
] as const satisfies readonly Check['check'][]

const running = (check: Check['check']): Check => ({
  check,
  state: 'running',
  key: 'running',
  params: {},
})

/** One line per check, those that are still asked included. */
export const checkLines = (checks: Checks, isOver: boolean): Check[] => {
  const isExpected = (name: Check['check']) => expectedChecks.some(expected => expected === name)
  return order.flatMap(name => checks[name] ?? (!isOver && isExpected(name) ? [running(name)] : []))
}

export const readinessOf = (checks: Checks, review: Review | undefined): Readiness => {
  const lines = Object.values(checks)
  const failed = lines.find(({ state }) => state === 'failed')
  if (failed) return { kind: 'failed', check: failed.check }
  if (!review) return { kind: 'checking' }
  if (checks.tag?.key === 'same-digest')
    return { kind: 'already-there', digest: String(checks.tag.params['digest'] ?? '') }
  if (checks.provenance?.state === 'decision') return { kind: 'owes-decision' }
  return review.takenBy === undefined
    ? { kind: 'ready' }
    : { kind: 'moves-tag', from: review.takenBy }
}
