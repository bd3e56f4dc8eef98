import type { KeyboardEvent } from 'react'
import type { TreeRow } from './tree.ts'

type Tree = {
  rows: readonly TreeRow[]
  /** Index of the line that has the focus. */
  at: number
  moveTo: (index: number) => void
  setOpen: (row: TreeRow, isOpen: boolean) => void
  choose: (row: TreeRow) => void
}

const isOpenable = (row: TreeRow): boolean => row.kind === 'registry' || row.kind === 'namespace'
const isOpen = (row: TreeRow): boolean => 'isOpen' in row && row.isOpen

const parentOf = (rows: readonly TreeRow[], at: number): number => {
  const level = rows[at]?.level ?? 1
  return rows.findLastIndex((row, index) => index < at && row.level < level)
}

/** Arrows and h j k l: up, down, fold or to the parent, unfold or into it. Enter and Space choose. */
export const useTreeKeys = ({ rows, at, moveTo, setOpen, choose }: Tree) => {
  const last = rows.length - 1
  const down = () => moveTo(Math.min(last, at + 1))
  const up = () => moveTo(Math.max(0, at - 1))
  const into = () => {
    const row = rows[at]
    if (!row || !isOpenable(row)) return
    if (isOpen(row)) down()
    else setOpen(row, true)
  }
  const out = () => {
    const row = rows[at]
    if (!row) return
    if (isOpen(row)) setOpen(row, false)
    else moveTo(Math.max(0, parentOf(rows, at)))
  }
  const pick = () => {
    const row = rows[at]
    if (row) choose(row)
  }
  const actions: Record<string, () => void> = {
    ArrowDown: down,
    j: down,
    ArrowUp: up,
    k: up,
    ArrowRight: into,
    l: into,
    ArrowLeft: out,
    h: out,
    Home: () => moveTo(0),
    End: () => moveTo(last),
    Enter: pick,
    ' ': pick,
  }
  return (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const act = actions[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
}
