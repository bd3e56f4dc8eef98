import { describe, expect, it } from 'vitest'
import { firstScreen } from '../../../renderer/features/chart/readme/first-screen.ts'
import type { ReadmeNode } from '../../../renderer/features/chart/readme/readme-node.ts'

const element = (tag: string, children: readonly ReadmeNode[]): ReadmeNode =>
  ({ tag, children }) as ReadmeNode
const count = (nodes: readonly ReadmeNode[]): number =>
  nodes.reduce((sum, node) => sum + 1 + (typeof node === 'string' ? 0 : count(node.children)), 0)

describe('the first screen of a README', () => {
  it('is the whole of a short one', () => {
    const nodes = [element('h1', ['cilium']), element('p', ['a', element('em', ['b'])])]
    expect(firstScreen(nodes)).toEqual(nodes)
  })

  it('is the beginning of a long one, in the same shape, cut within a table too', () => {
    const row = element('tr', [element('td', ['key']), element('td', ['value'])])
    const nodes = [element('h1', ['cilium']), element('table', Array(1_000).fill(row)), 'the end']
    const first = firstScreen(nodes)
    expect(count(first)).toBe(400)
    expect(first).toHaveLength(2)
    expect(first[0]).toEqual(nodes[0])
    expect(first[1]).toMatchObject({ tag: 'table', children: expect.arrayContaining([row]) })
  })
})
