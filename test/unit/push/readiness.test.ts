import { describe, expect, it } from 'vitest'
import type { Digest } from '../../../shared/model/digest.ts'
import type { Check, Draft, Review } from '../../../shared/ipc/schemas/transfers.ts'
import { pushChoice } from '../../../renderer/features/push/push-choice.ts'
import {
  checkLines,
  type Checks,
  type Readiness,
  readinessOf,
} from '../../../renderer/features/push/readiness.ts'

const line = (check: Check['check'], state: Check['state'], key = 'x', params = {}): Check => ({
  check,
  state,
  key,
  params,
})

const checksOf = (...lines: Check[]): Checks =>
  Object.fromEntries(lines.map(one => [one.check, one]))

const review: Review = {
  draftId: 'd',
  repository: 'platform/redis',
  tag: '1.0.0',
  reference: 'oci://host/platform/redis:1.0.0',
  checks: [],
  helmCommand: 'helm push',
}
const digest = `sha256:${'a'.repeat(64)}` as Digest

describe('whether a chart can be pushed', () => {
  const passed = [line('name', 'passed'), line('size', 'passed')]

  it('is not known before the review is over', () => {
    expect(readinessOf(checksOf(...passed), undefined)).toEqual({ kind: 'checking' })
  })

  it('ends with the first failed check, without waiting for the others', () => {
    const checks = checksOf(...passed, line('rights', 'failed'))
    expect(readinessOf(checks, undefined)).toEqual({ kind: 'failed', check: 'rights' })
  })

  it('has nothing to push where the tag has this digest', () => {
    const checks = checksOf(line('tag', 'notice', 'same-digest', { digest }))
    expect(readinessOf(checks, { ...review, takenBy: digest })).toEqual({
      kind: 'already-there',
      digest,
    })
  })

  it('waits for a word about a .prov that does not fit, before it moves any tag', () => {
    const checks = checksOf(line('provenance', 'decision'), line('tag', 'decision'))
    expect(readinessOf(checks, { ...review, takenBy: digest })).toEqual({ kind: 'owes-decision' })
  })

  it('moves the tag away from what the registry has now', () => {
    const checks = checksOf(line('tag', 'decision'))
    expect(readinessOf(checks, { ...review, takenBy: digest })).toEqual({
      kind: 'moves-tag',
      from: digest,
    })
    expect(readinessOf(checksOf(...passed), review)).toEqual({ kind: 'ready' })
  })
})

describe('the lines of the sheet', () => {
  it('name what is still asked, until the review is over', () => {
    const checks = checksOf(line('size', 'passed'), line('archive', 'failed'))
    expect(checkLines(checks, false).map(({ check, state }) => `${check} ${state}`)).toEqual([
      'archive failed',
      'name running',
      'version running',
      'target running',
      'tag running',
      'rights running',
      'provenance running',
      'size passed',
    ])
    expect(checkLines(checks, true).map(({ check }) => check)).toEqual(['archive', 'size'])
  })
})

describe('what Push would do', () => {
  const draft = (draftId: string) => ({ draftId }) as Draft
  const choose = (verdicts: Record<string, Readiness>, mayMove: string[] = []) => {
    const { drafts, moves, blocked } = pushChoice({
      drafts: Object.keys(verdicts).map(draft),
      readiness: new Map(Object.entries(verdicts)),
      mayMove: new Set(mayMove),
    })
    return { pushes: drafts.map(({ draftId }) => draftId), moves, blocked }
  }
  const ready: Readiness = { kind: 'ready' }
  const moving: Readiness = { kind: 'moves-tag', from: digest }

  it('of one chart: its button says that it moves the tag', () => {
    expect(choose({ a: moving })).toEqual({ pushes: ['a'], moves: 1, blocked: undefined })
  })

  it('of several: a tag moves only where it was ticked', () => {
    expect(choose({ a: ready, b: moving })).toEqual({ pushes: ['a'], moves: 0, blocked: undefined })
    expect(choose({ a: ready, b: moving }, ['b'])).toEqual({
      pushes: ['a', 'b'],
      moves: 1,
      blocked: undefined,
    })
  })

  it('of none: the reason that the user can do most about', () => {
    expect(choose({ a: { kind: 'already-there', digest } }).blocked).toBe('already-there')
    expect(choose({ a: { kind: 'failed', check: 'name' }, b: moving }).blocked).toBe('moves-tag')
    expect(choose({ a: { kind: 'checking' } }).blocked).toBe('checking')
  })
})
