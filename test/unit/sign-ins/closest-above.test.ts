import { expect, it } from 'vitest'
import { closestAbove } from '../../../electron/core/sign-ins/sign-ins.ts'
import type { SavedRegistry } from '../../../electron/core/store/saved-registries.ts'

const registry = (path: string, change: Partial<SavedRegistry> = {}): SavedRegistry => ({
  id: path === '' ? 'whole' : path,
  name: path,
  host: 'registry.example',
  path,
  kind: 'remote',
  plainHttp: false,
  signIn: { username: 'ann', place: 'session', account: path },
  realm: undefined,
  connection: {},
  addedAtMs: 0,
  ...change,
})

const pin = 'AB'.repeat(32).replace(/..(?=.)/g, '$&:')
const whole = registry('')

it.each([
  { name: 'one that lies closer signs', team: registry('team'), signs: 'team' },
  {
    name: 'one of another host does not',
    team: registry('team', { host: 'other.example' }),
    signs: 'whole',
  },
  {
    name: 'one that pinned a certificate keeps its sign-in to it',
    team: registry('team', { connection: { pin } }),
    signs: 'whole',
  },
])('$name', ({ team, signs }) => {
  expect(closestAbove(whole, 'team/demo', [whole, team]).id).toBe(signs)
})

it('the same pin is the same way', () => {
  const pinned = registry('', { connection: { pin } })
  const team = registry('team', { connection: { pin } })
  expect(closestAbove(pinned, 'team/demo', [pinned, team]).id).toBe('team')
})
