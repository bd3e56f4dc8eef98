import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { ContextMenu } from '../../components/menu.tsx'
import { classNames } from '../../lib/class-names.ts'
import { placeHref, useGoTo, usePlace, type Place } from '../../lib/place.ts'
import { TreeLine } from './tree-line.tsx'
import type { TreeRow } from './tree.ts'
import styles from './tree-view.module.css'
import { useTreeMenu } from './use-tree-menu.ts'
import { useTreeKeys } from './use-tree-keys.ts'

const lineHeight = 28
/** Room above a registry that follows another's repositories. */
const gapHeight = 8

type Props = {
  rows: readonly TreeRow[]
  /** What is typed above; its first match is the current line until another is chosen. */
  filter: string
  setOpen: (row: TreeRow, isOpen: boolean) => void
  collapseAll: () => void
  onChosen: () => void
}

export const placeOfRow = (row: TreeRow): Place => {
  const registryId = row.registry.id
  if (row.kind === 'repository') return { kind: 'repository', registryId, repository: row.path }
  return { kind: 'registry', registryId, namespace: row.kind === 'namespace' ? row.path : '' }
}

const selectedKeyOf = (place: Place): string | undefined => {
  if (place.kind === 'registry')
    return place.namespace === '' ? place.registryId : `${place.registryId}/${place.namespace}/`
  return 'repository' in place ? `${place.registryId}/${place.repository}` : undefined
}

/** As the row spells it: below the registry's own path. */
const isSelected = (row: TreeRow, place: Place): boolean =>
  row.kind !== 'note' &&
  (selectedKeyOf(place) === row.key ||
    (place.kind === 'registry' && placeHref(placeOfRow(row)) === placeHref(place)))

/** The registry of what is open, where nothing nearer is to be seen. */
const homeOf = (rows: readonly TreeRow[], place: Place): number =>
  'registryId' in place ? rows.findIndex(row => row.key === place.registryId) : -1

const hasGap = (rows: readonly TreeRow[], index: number): boolean =>
  rows[index]?.kind === 'registry' && index > 0 && rows[index - 1]?.kind !== 'registry'

const indentOf = ({ kind, level }: TreeRow): number => {
  if (kind === 'registry') return 8
  if (kind === 'namespace') return 14 + (level - 2) * 14
  return level === 2 ? 20 : 32 + (level - 3) * 14
}

const dropTarget = (row: TreeRow) => ({
  'data-drop-registry': row.registry.id,
  'data-drop-namespace':
    row.kind === 'namespace'
      ? row.path
      : row.kind === 'repository'
        ? row.path.split('/').slice(0, -1).join('/')
        : row.registry.path,
})

/** Registries, namespaces and repositories as one tree; only the lines in sight are in the document. */
export function TreeView({ rows, filter, setOpen, collapseAll, onChosen }: Props) {
  const { t } = useTranslation()
  const place = usePlace()
  const goTo = useGoTo()
  const scroll = useRef<HTMLDivElement>(null)
  const selectedAt = rows.findIndex(row => isSelected(row, place))
  const [focused, setFocused] = useState({ key: '', filter })
  const menu = useTreeMenu(collapseAll)
  const setFocusKey = (key: string | undefined) => setFocused({ key: key ?? '', filter })
  const focusAt = focused.filter === filter ? rows.findIndex(row => row.key === focused.key) : -1
  const matchAt = filter === '' ? -1 : rows.findIndex(row => row.kind === 'repository')
  const at = [focusAt, matchAt, selectedAt, homeOf(rows, place)].find(index => index !== -1) ?? 0
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: index => lineHeight + (hasGap(rows, index) ? gapHeight : 0),
    getItemKey: index => rows[index]?.key ?? index,
    overscan: 12,
  })
  // Where gaps are, as a text: rows change often, gaps seldom.
  const sizes = useMemo(
    () => rows.flatMap((_, index) => (hasGap(rows, index) ? index : [])).join(),
    [rows],
  )
  useEffect(() => virtualizer.measure(), [virtualizer, sizes])
  useEffect(() => {
    if (selectedAt !== -1) virtualizer.scrollToIndex(selectedAt, { align: 'auto' })
    // Only a new selection scrolls; rows that arrive do not pull the list away.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selectedKeyOf(place), selectedAt === -1])
  const matchKey = rows[matchAt]?.key
  useEffect(() => {
    // What holds the first match stands right above it, and is seen with it.
    const above = (rows[matchAt]?.level ?? 1) - 1
    if (matchAt !== -1) virtualizer.scrollToIndex(matchAt - above, { align: 'auto' })
    // Scrolls to another first match, not to the same one again.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [filter, matchKey])
  const items = virtualizer.getVirtualItems()
  const moveTo = (index: number) => {
    setFocusKey(rows[index]?.key)
    virtualizer.scrollToIndex(index, { align: 'auto' })
  }
  const choose = (row: TreeRow) => {
    setFocusKey(row.key)
    if (row.kind === 'registry' && !row.isOpen) setOpen(row, true)
    if (row.kind === 'namespace' && isSelected(row, place)) setOpen(row, !row.isOpen)
    goTo(placeOfRow(row))
    if (row.kind === 'repository') onChosen()
  }
  const rowAt = (target: EventTarget): TreeRow | undefined => {
    const line = target instanceof Element ? target.closest('[role="treeitem"]') : null
    return line ? rows.find(row => `tree-${row.key}` === line.id) : undefined
  }
  // One menu for all lines: of the line under the pointer, or of the current one by key.
  const chooseMenuRow = (event: MouseEvent) => {
    menu.choose(rowAt(event.target) ?? rows[at])
  }
  const onKeyDown = useTreeKeys({ rows, at, moveTo, setOpen, choose })
  const onClick = (event: MouseEvent) => {
    const row = rowAt(event.target)
    if (!row) return
    const onTwisty = event.target instanceof Element && event.target.closest('[data-twisty]')
    if (onTwisty && 'isOpen' in row) setOpen(row, !row.isOpen)
    else choose(row)
  }
  return (
    <ContextMenu items={menu.items}>
      <div
        ref={scroll}
        className={classNames(styles.tree, filter !== '' && styles.filtering)}
        role="tree"
        aria-label={t('catalog.tree')}
        // Only a line that is in the document can be the active one.
        aria-activedescendant={
          items.some(({ index }) => index === at) ? `tree-${rows[at]?.key}` : undefined
        }
        tabIndex={0}
        data-pane-focus=""
        onKeyDown={onKeyDown}
        onContextMenuCapture={chooseMenuRow}
        onClick={onClick}
      >
        <div
          role="presentation"
          className={styles.lines}
          style={{ height: virtualizer.getTotalSize() }}
        >
          {items.map(item => {
            const row = rows[item.index]
            if (!row) return null
            return (
              <div
                key={row.key}
                id={`tree-${row.key}`}
                role="treeitem"
                aria-level={row.level}
                aria-selected={isSelected(row, place)}
                aria-expanded={'isOpen' in row ? row.isOpen : undefined}
                className={classNames(
                  styles.line,
                  isSelected(row, place) && styles.selected,
                  item.index === at && styles.current,
                )}
                style={{
                  transform: `translateY(${item.start + (hasGap(rows, item.index) ? gapHeight : 0)}px)`,
                  paddingLeft: indentOf(row),
                }}
                {...dropTarget(row)}
              >
                <TreeLine t={t} row={row} />
              </div>
            )
          })}
        </div>
      </div>
    </ContextMenu>
  )
}
