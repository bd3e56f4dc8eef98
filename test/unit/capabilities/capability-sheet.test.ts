import { describe, expect, it } from 'vitest'
import { capabilitySheet } from '../../../electron/core/capabilities/capability-sheet.ts'
import { mergeLearnt } from '../../../electron/core/capabilities/merge-learnt.ts'
import { type Capability, capabilityName } from '../../../shared/ipc/schemas/capabilities.ts'

const oneDayMs = 24 * 60 * 60 * 1000

const known = (more: Partial<Capability>): Capability => ({
  name: 'referrers',
  state: 'works',
  value: 'api',
  params: {},
  foundBy: 'probe',
  foundAtMs: 1_000,
  ...more,
})

const stateOf = (one: Capability, nowMs: number) =>
  capabilitySheet([one], nowMs).find(({ name }) => name === one.name)?.state

describe('the sheet', () => {
  it('has one line per capability, in its order', () => {
    expect(capabilitySheet([], 0).map(({ name }) => name)).toEqual(capabilityName.options)
  })

  it('forgets what a probe saw a day ago, and nothing the user did', () => {
    expect(stateOf(known({}), 1_000 + oneDayMs - 1)).toBe('works')
    expect(stateOf(known({}), 1_000 + oneDayMs)).toBe('unknown')
    const deleted = known({ name: 'delete-by-tag', value: 'works', foundBy: 'delete' })
    expect(stateOf(deleted, 1_000 + 300 * oneDayMs)).toBe('works')
  })
})

describe('a new finding', () => {
  const accepted = (types: string, foundAtMs: number) =>
    known({ name: 'artifact-types', value: 'accepted', params: { count: 1, types }, foundAtMs })

  it('adds kinds of content to those that were taken before', () => {
    expect(mergeLearnt(accepted('charts+signatures', 1), accepted('charts+sboms', 2))).toEqual({
      ...accepted('', 2),
      params: { count: 3, types: 'charts+signatures+sboms' },
    })
  })

  it('replaces what says otherwise', () => {
    const refused = known({ name: 'artifact-types', value: 'some-refused', state: 'limited' })
    expect(mergeLearnt(accepted('charts', 1), refused)).toBe(refused)
    const again = known({ state: 'limited', value: 'tag-scheme' })
    expect(mergeLearnt(known({}), again)).toBe(again)
  })

  it('does not forget what a probe could not tell this time', () => {
    const nothing = {
      ...known({}),
      state: 'unknown',
      value: 'unknown',
      foundBy: 'nothing',
    } as const
    expect(mergeLearnt(known({}), nothing)).toEqual(known({}))
    expect(mergeLearnt(undefined, nothing)).toBe(nothing)
  })
})
