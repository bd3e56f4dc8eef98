import type { KeyboardEvent } from 'react'
import { listActOf, listStep, type ListAct } from '../../lib/list-keys.ts'
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
  const into = () => {
    const row = rows[at]
    if (!row || !isOpenable(row)) return
    if (isOpen(row)) moveTo(Math.min(last, at + 1))
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
  const acts: { [act in ListAct]?: () => void } = { unfold: into, fold: out, open: pick }
  return (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const to = listStep(event.key, at, last)
    const named = listActOf(event.key)
    const act = event.key === ' ' ? pick : named && acts[named]
    if (to === undefined && !act) return
    event.preventDefault()
    if (to === undefined) act?.()
    else moveTo(to)
  }
}
