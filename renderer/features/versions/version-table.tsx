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
import type { VersionRow } from '../../../shared/model/version.ts'
import { Icon } from '../../components/icon.tsx'
import { ContextMenu, type MenuItem } from '../../components/menu.tsx'
import { classNames } from '../../lib/class-names.ts'
import type { DetailsByTag } from '../../lib/version-details.ts'
import { knownDetails } from './row-values.ts'
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
  /** Digests whose archives are on this machine; set while the registry cannot be reached. */
  here: ReadonlySet<string> | undefined
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

const rowIndexOf = (target: EventTarget): number | undefined => {
  const row = target instanceof Element ? target.closest('[role="row"][aria-selected]') : null
  return row ? Number(row.getAttribute('aria-rowindex')) - 2 : undefined
}

const columns = ['version', 'app', 'digest', 'created', 'size', 'trust'] as const

function HeaderRow({ t, isOffline }: { t: TFunction; isOffline: boolean }) {
  return (
    <div role="row" aria-rowindex={1} className={classNames(table.head, styles.head)}>
      {columns.map(column => (
        <div
          key={column}
          role="columnheader"
          className={styles[column]}
          aria-sort={column === 'version' ? 'descending' : undefined}
        >
          {t(`versions.column.${column === 'trust' && isOffline ? 'here' : column}`)}
          {column === 'version' && <Icon name="arrowDown" size={12} />}
        </div>
      ))}
    </div>
  )
}

/** Versions, newest first. Only the rows in sight, and a few around them, are in the document. */
export function VersionTable(props: Props) {
  const { t } = useTranslation()
  const { label, rows, details, selectedTag, onSelect, onOpen, onVisible, menuOf, here } = props
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
  // One menu for all rows: of the row under the pointer, or of the selected one by key.
  const chooseMenuRow = (event: MouseEvent) => {
    const index = rowIndexOf(event.target)
    setMenuRow(rows[index ?? at])
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
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
        className={classNames(table.grid, styles.grid, here && styles.offline)}
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
        onContextMenuCapture={chooseMenuRow}
        onClick={event => onRow(event, row => onSelect(row, true))}
        onDoubleClick={event => onRow(event, onOpen)}
        onPointerOver={event => onRow(event, row => setHoveredTag(row.tag))}
      >
        <HeaderRow t={t} isOffline={here !== undefined} />
        <div role="rowgroup" className={styles.rows} style={{ height: virtualizer.getTotalSize() }}>
          {items.map(({ index, start }) => {
            const row = rows[index]
            if (!row) return null
            const known = details.get(row.tag)
            const isSelected = index === at
            const { kind, digest } = knownDetails(known) ?? {}
            const isHere = here && digest !== undefined && here.has(digest)
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
