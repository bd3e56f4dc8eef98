import { expect, test } from 'vitest'
import { windowTitle } from '../../../renderer/features/shell/window-title.ts'
import type { Place } from '../../../renderer/lib/place.ts'

const words = { registry: 'charts.example', file: 'demo-1.0.0.tgz', doctor: 'Sign-in doctor' }
const titleOf = (place: Place) => windowTitle(place, words)
const inRegistry = { registryId: 'r1' } as const
const repository = 'team/apps/redis'

test('the title names the place, nearest first, and no address of a stranger', () => {
  const digest = `sha256:${'ab'.repeat(32)}`
  expect(titleOf({ kind: 'home' })).toBe('Chartroom')
  expect(titleOf({ kind: 'draft', draftId: 'd1' })).toBe('demo-1.0.0.tgz · Chartroom')
  const registry = { ...inRegistry, kind: 'registry' } as const
  expect(titleOf({ ...registry, namespace: '' })).toBe('charts.example · Chartroom')
  expect(titleOf({ ...registry, namespace: 'team' })).toBe('team · charts.example · Chartroom')
  expect(titleOf({ ...registry, namespace: '', view: 'doctor' })).toBe(
    'Sign-in doctor · charts.example · Chartroom',
  )
  expect(titleOf({ ...inRegistry, kind: 'repository', repository })).toBe(
    'redis · charts.example · Chartroom',
  )
  const version = { ...inRegistry, kind: 'version', repository } as const
  expect(titleOf({ ...version, reference: '18.6.1' })).toBe(
    'redis 18.6.1 · charts.example · Chartroom',
  )
  expect(titleOf({ ...version, reference: digest })).toBe(
    'redis sha256:abab…ab · charts.example · Chartroom',
  )
  expect(titleOf({ ...version, repository: 'EVIL words', reference: 'no tag at all' })).toBe(
    'charts.example · Chartroom',
  )
  expect(windowTitle({ ...version, reference: '1.0.0' }, { ...words, registry: undefined })).toBe(
    'Chartroom',
  )
})
