import { expect, it } from 'vitest'
import { withoutUser } from '../../../electron/core/connection-settings/stage-connection.ts'

it.each([
  ['http://user:p/ss@proxy:3128', 'http://proxy:3128'],
  ['http://user:p@ss@proxy:3128', 'http://proxy:3128'],
  ['user:p/ss@proxy', 'proxy'],
  ['http://proxy:3128', 'http://proxy:3128'],
])('%s is shown as %s', (typed, shown) => {
  expect(withoutUser(typed)).toBe(shown)
})
