import { markdownToHtml } from './markdown.ts'
import type { ParsedReadme } from './readme-node.ts'
import { readmeTree, TooComplex } from './readme-tree.ts'

/**
 * Markdown to a closed set of elements: ids are prefixed, addresses are kept as text for the view to judge. Slow on
 * hostile input: runs in a worker that can be stopped.
 */
export const parseReadme = (text: string): ParsedReadme => {
  try {
    return { kind: 'tree', ...readmeTree(markdownToHtml(text)) }
  } catch (error) {
    // A RangeError is the stack: nesting that Markdown's own recursion cannot follow.
    if (error instanceof TooComplex || error instanceof RangeError)
      return { kind: 'plain', because: 'too-complex' }
    throw error
  }
}
