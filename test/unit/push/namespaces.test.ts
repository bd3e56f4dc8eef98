import { expect, it } from 'vitest'
import { namespacesOf } from '../../../renderer/features/push/namespaces.ts'

it('finds every path that charts lie below, once, in order', () => {
  expect(namespacesOf(['team/net/cilium', 'redis', 'team/db/redis', 'a/redis'])).toEqual([
    'a',
    'team',
    'team/db',
    'team/net',
  ])
})
