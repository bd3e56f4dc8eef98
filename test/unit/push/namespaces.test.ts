import { describe, expect, it } from 'vitest'
import { namespacesOf, namespacesToOffer } from '../../../renderer/features/push/namespaces.ts'

it('finds every path that charts lie below, once, in order', () => {
  expect(namespacesOf(['team/net/cilium', 'redis', 'team/db/redis', 'a/redis'])).toEqual([
    'a',
    'team',
    'team/db',
    'team/net',
  ])
})

describe('namespaces to choose from', () => {
  const all = ['a', 'b', 'c', 'd', 'e', 'f', 'g/h']

  it('are those that fit what is typed', () => {
    expect(namespacesToOffer(all, 'g')).toEqual(['g/h'])
    expect(namespacesToOffer(all, 'new')).toEqual([])
  })

  it('are the others too, once one is named in full', () => {
    expect(namespacesToOffer(all, 'b')).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
    expect(namespacesToOffer(all, 'g/h')).toEqual(['g/h', 'b', 'c', 'd', 'e', 'f'])
  })
})
