import type { ReadmeNode } from './readme-node.ts'

/** More than a tall window shows, and few enough to be drawn at once. */
const firstScreenNodes = 400

/** The beginning of a document, in the same shape: so many nodes, counted as they are read. */
export const firstScreen = (nodes: readonly ReadmeNode[]): readonly ReadmeNode[] => {
  let left = firstScreenNodes
  const begin = (of: readonly ReadmeNode[]): readonly ReadmeNode[] => {
    const taken: ReadmeNode[] = []
    for (const node of of) {
      if (left-- <= 0) break
      taken.push(typeof node === 'string' ? node : { ...node, children: begin(node.children) })
    }
    return taken
  }
  return begin(nodes)
}
