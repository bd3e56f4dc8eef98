import { describe, expect, it } from 'vitest'
import { keyGroups } from '../../../renderer/actions/action.ts'
import { actionIds, actionOf, type ActionId } from '../../../renderer/actions/actions.ts'
import words from '../../../renderer/locales/en/actions.json' with { type: 'json' }

const withKeys = actionIds.filter(id => actionOf(id).keys)

/** Subjects that are never on the screen together, so that a key may stand for one act on each. */
const apart = [new Set(['version', 'report'])]

const canMeet = (one: ActionId, other: ActionId): boolean => {
  const [on, otherOn] = [actionOf(one).on, actionOf(other).on]
  return on === otherOn || !apart.some(set => set.has(on) && set.has(otherOn))
}

const keysOn = (id: ActionId, host: 'desktop' | 'web'): string | undefined => {
  const { keys } = actionOf(id)
  return (host === 'web' ? keys?.web : undefined) ?? keys?.desktop
}

const normalised = (keys: string | undefined) => keys?.toLowerCase().split('+').toSorted().join('+')

describe.each(['desktop', 'web'] as const)('keys on the %s host', host => {
  it.each(withKeys)('%s has one of its own', id => {
    const same = withKeys.filter(
      other => normalised(keysOn(other, host)) === normalised(keysOn(id, host)),
    )
    expect(same.filter(other => canMeet(id, other))).toEqual([id])
  })
})

it.each(withKeys)('the key of %s is listed in a group', id =>
  expect(keyGroups).toContain(actionOf(id).group),
)

it.each(actionIds)('%s has words', id => expect(words[id]).toMatch(/^\S.*\S$/))

it('keys that the browser keeps for itself are other ones on the web host', () => {
  const kept = [
    'mod+N',
    'mod+P',
    'mod+R',
    'mod+D',
    'mod+1',
    'mod+[',
    'mod+]',
    'mod+U',
    'shift+mod+C',
  ]
  const taken = new Set(kept.map(normalised))
  expect(withKeys.filter(id => taken.has(normalised(keysOn(id, 'web'))))).toEqual([])
})
