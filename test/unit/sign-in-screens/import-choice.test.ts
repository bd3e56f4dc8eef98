import { describe, expect, it } from 'vitest'
import {
  chooseAll,
  choiceAtFirst,
  filesOfPlaces,
  isAllChosen,
  keepOf,
  setKeep,
  toggle,
} from '../../../renderer/features/import-sign-ins/import-choice.ts'
import type { FoundSignIn } from '../../../shared/ipc/schemas/sign-ins.ts'

const found = (id: string, more: Partial<FoundSignIn> = {}): FoundSignIn => ({
  id,
  host: 'one.example.com',
  path: '',
  username: id,
  source: 'docker',
  file: '~/.docker/config.json',
  secretIn: { kind: 'file' },
  tokenKind: 'password',
  alreadyAdded: false,
  ...more,
})

const helm = { source: 'helm', file: '~/.config/helm/registry/config.json' } as const
const all = [
  found('first'),
  found('helper', { host: 'two.example.com', secretIn: { kind: 'helper', name: 'pass' } }),
  found('broken', { host: 'three.example.com', secretIn: { kind: 'missing-helper', name: 'x' } }),
  found('added', { host: 'four.example.com', alreadyAdded: true }),
  found('second', { ...helm, shadowedBy: { username: 'first', source: 'docker' } }),
  found('path', { ...helm, path: 'team' }),
]
const [first, helper, , , second] = all

describe('what is imported', () => {
  it('is at first one for each place that is new and can be used', () => {
    expect([...choiceAtFirst(all).chosen]).toEqual(['first', 'helper', 'path'])
  })

  it('copies what is readable, and leaves what a helper guards where it is, until said otherwise', () => {
    const choice = choiceAtFirst(all)
    expect(first && keepOf(choice, first)).toBe('keychain')
    expect(helper && keepOf(choice, helper)).toBe('where-it-lies')
    const changed = setKeep(choice, 'helper', 'keychain')
    expect(helper && keepOf(changed, helper)).toBe('keychain')
    expect(first && keepOf(changed, first)).toBe('keychain')
  })

  it('is one sign-in of each place: choosing another lets the first go', () => {
    if (!second) throw new Error('no second')
    const changed = toggle(choiceAtFirst(all), all, second, true)
    expect([...changed.chosen].sort()).toEqual(['helper', 'path', 'second'])
    expect([...toggle(changed, all, second, false).chosen].sort()).toEqual(['helper', 'path'])
  })

  it('is all that can be chosen at once, then nothing', () => {
    const everything = chooseAll(choiceAtFirst(all), all, true)
    expect([...everything.chosen]).toEqual(['first', 'helper', 'added', 'path'])
    expect(isAllChosen(everything, all)).toBe(true)
    expect(isAllChosen(choiceAtFirst(all), all)).toBe(false)
    expect(chooseAll(everything, all, false).chosen.size).toBe(0)
    expect(isAllChosen(choiceAtFirst([]), [])).toBe(false)
  })

  it('counts the files in which a place stands, not its rows', () => {
    const counts = filesOfPlaces([...all, found('again')])
    expect(counts.get('one.example.com/')).toBe(2)
    expect(counts.get('one.example.com/team')).toBe(1)
  })
})
