import type { FileRow } from './file-tree.ts'

export type TreeMove =
  | { readonly kind: 'focus'; readonly at: number }
  | { readonly kind: 'fold' | 'unfold' | 'open'; readonly at: number }

const sameAs: Readonly<Record<string, string>> = {
  j: 'ArrowDown',
  k: 'ArrowUp',
  l: 'ArrowRight',
  h: 'ArrowLeft',
  ' ': 'Enter',
}

const parentAt = (rows: readonly FileRow[], at: number) => {
  const depth = rows[at]?.depth ?? 0
  for (let above = at - 1; above >= 0; above -= 1)
    if ((rows[above]?.depth ?? 0) < depth) return above
  return at
}

/** What a key does in the tree, by the pattern of WAI-ARIA; undefined for a key that is not the tree's. */
export const treeMove = (
  pressed: string,
  rows: readonly FileRow[],
  at: number,
  unfolded: ReadonlySet<string>,
): TreeMove | undefined => {
  const row = rows[at]
  if (!row) return undefined
  const key = sameAs[pressed] ?? pressed
  const canFold = row.node.children.length > 0
  const isUnfolded = unfolded.has(row.node.key)
  const focus = (to: number): TreeMove => ({
    kind: 'focus',
    at: Math.max(0, Math.min(rows.length - 1, to)),
  })
  switch (key) {
    case 'ArrowDown':
      return focus(at + 1)
    case 'ArrowUp':
      return focus(at - 1)
    case 'Home':
      return focus(0)
    case 'End':
      return focus(rows.length - 1)
    case 'ArrowRight':
      if (!canFold) return undefined
      return isUnfolded ? focus(at + 1) : { kind: 'unfold', at }
    case 'ArrowLeft':
      return canFold && isUnfolded ? { kind: 'fold', at } : focus(parentAt(rows, at))
    case 'Enter':
      return { kind: 'open', at }
    default:
      return undefined
  }
}
