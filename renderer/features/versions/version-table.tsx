import type { TFunction } from 'i18next'
import { useVirtualizer } from '@tanstack/react-virtual'
import {
  useEffect,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type SyntheticEvent,
} from 'react'
import { useTranslation } from 'react-i18next'
import type { SortColumn, SortOrder } from '../../../shared/model/sort-rows.ts'
import type { VersionRow } from '../../../shared/model/version.ts'
import { Icon } from '../../components/icon.tsx'
import { ContextMenu, type MenuItem } from '../../components/menu.tsx'
import { classNames } from '../../lib/class-names.ts'
import type { DetailsByTag } from '../../lib/version-details.ts'
import { knownDetails } from './row-values.ts'
import type { IsHere } from './use-archives-here.ts'
import { VersionCells } from './version-cells.tsx'
import table from '../../components/grid-table.module.css'
import styles from './version-table.module.css'

const rowHeight = 30
/** The header stays at the top of what scrolls. */
const headHeight = 28
const pageRows = 15

type Props = {
  label: string
  rows: readonly VersionRow[]
  details: DetailsByTag
  selectedTag: string | undefined
  /** `isFinal` is false while the keys only pass by. */
  onSelect: (row: VersionRow, isFinal: boolean) => void
  onOpen: (row: VersionRow) => void
  onVisible: (tags: readonly string[]) => void
  menuOf: (row: VersionRow) => MenuItem[]
  /** Set while the registry cannot be reached. */
  here: IsHere | undefined
  order: SortOrder
  onSort: (column: SortColumn) => void
}

const stepsOf = (at: number, last: number): Record<string, number> => ({
  ArrowDown: at + 1,
  j: at + 1,
  ArrowUp: at - 1,
  k: at - 1,
  PageDown: at + pageRows,
  PageUp: at - pageRows,
  Home: 0,
  End: last,
})

/** As the browser does at the pointer, here at the row: a menu that is opened by a key lies beside it. */
const openMenuAt = (row: Element | null | undefined) => {
  if (!row) return
  const { left, bottom } = row.getBoundingClientRect()
  const at = { clientX: left + 24, clientY: bottom - 6 }
  row.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, ...at }))
}

/** A button that goes with its row must not take the focus with it. */
const keepFocus = (event: MouseEvent<HTMLElement>) => {
  if (!(event.target instanceof Element) || !event.target.closest('[role=row] button')) return
  event.preventDefault()
  event.currentTarget.focus()
}

/** Whether the last column says anything of any version. */
const hasTrust = (details: DetailsByTag): boolean => {
  for (const known of details.values())
    if (known.state === 'failed' || known.details.provenance || known.details.kind !== 'chart')
      return true
  return false
}

const rowIndexOf = (target: EventTarget): number | undefined => {
  const row = target instanceof Element ? target.closest('[role="row"][aria-selected]') : null
  return row ? Number(row.getAttribute('aria-rowindex')) - 2 : undefined
}

const columns = ['version', 'app', 'digest', 'created', 'size', 'trust'] as const

const isSortable = (column: (typeof columns)[number]): column is SortColumn =>
  column !== 'digest' && column !== 'trust'

type HeaderProps = {
  t: TFunction
  order: SortOrder
  onSort: (column: SortColumn) => void
  isOffline: boolean
}

function HeaderRow({ t, order, onSort, isOffline }: HeaderProps) {
  return (
    <div role="row" aria-rowindex={1} className={classNames(table.head, styles.head)}>
      {columns.map(column => {
        const label = t(`versions.column.${column === 'trust' && isOffline ? 'here' : column}`)
        if (!isSortable(column))
          return (
            <div key={column} role="columnheader" className={styles[column]}>
              <span className="trunc">{label}</span>
            </div>
          )
        const isSorted = column === order.column
        return (
          <div
            key={column}
            role="columnheader"
            className={styles[column]}
            aria-sort={isSorted ? order.direction : 'none'}
          >
            <button
              type="button"
              className={styles.sort}
              title={t('versions.sortBy', { column: label })}
              onClick={() => onSort(column)}
            >
              <span className="trunc">{label}</span>
              {isSorted && (
                <Icon name={order.direction === 'ascending' ? 'arrowUp' : 'arrowDown'} size={12} />
              )}
            </button>
          </div>
        )
      })}
    </div>
  )
}

/** Versions in the order that was chosen. Only the rows in sight, and a few around them, are in the document. */
export function VersionTable(props: Props) {
  const { t } = useTranslation()
  const { label, rows, details, selectedTag, onSelect, onOpen, onVisible, menuOf, here } = props
  const { order, onSort } = props
  const scroll = useRef<HTMLDivElement>(null)
  const [hoveredTag, setHoveredTag] = useState<string>()
  const [menuRow, setMenuRow] = useState<VersionRow>()
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 4,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
  })
  const items = virtualizer.getVirtualItems()
  const at = rows.findIndex(row => row.tag === selectedTag)
  const visibleTags = items.flatMap(({ index }) => rows[index]?.tag ?? [])
  const visibleKey = visibleTags.join(' ')
  useEffect(() => {
    onVisible(visibleKey === '' ? [] : visibleKey.split(' '))
  }, [visibleKey, onVisible])
  useEffect(() => {
    if (at !== -1) virtualizer.scrollToIndex(at, { align: 'auto' })
    // Only a new selection scrolls, not rows that arrive around it.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [selectedTag, at === -1])
  // The rows have no handlers of their own: they come and go while scrolling.
  const onRow = (event: SyntheticEvent, act: (row: VersionRow) => void) => {
    const row = rows[rowIndexOf(event.target) ?? -1]
    if (row) act(row)
  }
  // One menu for all rows. Its row is selected: the keys beside its items act on that one.
  const chooseMenuRow = (event: MouseEvent) => {
    const row = rows[rowIndexOf(event.target) ?? at]
    setMenuRow(row)
    if (row && row.tag !== selectedTag) onSelect(row, true)
  }
  const openMenuByKey = () => {
    if (!rows[at]) return
    virtualizer.scrollToIndex(at, { align: 'auto' })
    requestAnimationFrame(() => openMenuAt(scroll.current?.querySelector('[aria-selected=true]')))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'ContextMenu' || (event.shiftKey && event.key === 'F10')) {
      event.preventDefault()
      return openMenuByKey()
    }
    // A button has Enter for itself.
    if (event.key === 'Enter' && event.target instanceof HTMLButtonElement) return
    const row = rows[at]
    if (event.key === 'Enter' && row) {
      event.preventDefault()
      return onOpen(row)
    }
    const to = stepsOf(at, rows.length - 1)[event.key]
    const next = to === undefined ? undefined : rows[Math.min(rows.length - 1, Math.max(0, to))]
    if (!next) return
    event.preventDefault()
    onSelect(next, false)
  }
  return (
    <ContextMenu items={menuRow ? menuOf(menuRow) : []}>
      <div
        ref={scroll}
        className={classNames(
          table.grid,
          styles.grid,
          here && styles.offline,
          !here && !hasTrust(details) && styles.noTrust,
        )}
        role="grid"
        aria-label={label}
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length}
        // Only a row that is in the document can be the active one.
        aria-activedescendant={
          items.some(({ index }) => index === at) ? `version-${selectedTag}` : undefined
        }
        tabIndex={0}
        data-pane-focus=""
        onKeyDown={onKeyDown}
        onMouseDown={keepFocus}
        onContextMenuCapture={chooseMenuRow}
        onClick={event => onRow(event, row => onSelect(row, true))}
        onDoubleClick={event => onRow(event, onOpen)}
        onPointerOver={event => onRow(event, row => setHoveredTag(row.tag))}
      >
        <HeaderRow t={t} order={order} onSort={onSort} isOffline={here !== undefined} />
        <div role="rowgroup" className={styles.rows} style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = rows[index]
            if (!row) return null
            const known = details.get(row.tag)
            const isSelected = index === at
            const { kind, digest } = knownDetails(known) ?? {}
            const isHere = here && digest !== undefined ? here(digest) : undefined
            return (
              <div
                key={row.tag}
                id={`version-${row.tag}`}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={isSelected}
                className={classNames(
                  table.row,
                  styles.row,
                  isSelected && table.selected,
                  (isHere === false || (kind !== undefined && kind !== 'chart')) && styles.dim,
                )}
                style={{ transform: `translateY(${start - headHeight}px)` }}
              >
                <VersionCells
                  t={t}
                  row={row}
                  known={known}
                  isActive={isSelected || row.tag === hoveredTag}
                  isOffline={here !== undefined}
                  isHere={isHere}
                />
              </div>
            )
          })}
        </div>
      </div>
    </ContextMenu>
  )
}
