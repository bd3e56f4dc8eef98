import { useVirtualizer } from '@tanstack/react-virtual'
import {
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useEffect,
  useId,
  useState,
} from 'react'
import { useTranslation } from 'react-i18next'
import type { IconName } from '../../../components/icon-paths.ts'
import { Icon } from '../../../components/icon.tsx'
import { classNames } from '../../../lib/class-names.ts'
import { formatBytes } from '../../../lib/formats.ts'
import type { FileNode, FileRow } from './file-tree.ts'
import styles from './files.module.css'
import { treeMove } from './tree-keys.ts'

type Props = {
  /** The tree itself: what scrolls, and has the focus. */
  ref: RefObject<HTMLDivElement | null>
  rows: readonly FileRow[]
  unfolded: ReadonlySet<string>
  openKey: string | undefined
  /** The file or folder somebody came here for. */
  revealed: string | undefined
  onFold: (node: FileNode, isUnfolded: boolean) => void
  onOpen: (node: FileNode) => void
}

const rowHeight = 24

/** Every file of the archive with its size. One tab stop; the arrows move, Enter opens. */
export function FileTreeView({ ref, rows, unfolded, openKey, revealed, onFold, onOpen }: Props) {
  const { t } = useTranslation()
  const id = useId()
  const [focused, setFocused] = useState(() => rowOf(rows, revealed))
  const at = Math.min(focused, rows.length - 1)
  // Its functions change with every scroll, and nothing here is memoized by them.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => ref.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    paddingStart: 6,
    paddingEnd: 6,
  })
  useEffect(() => {
    if (revealed === undefined) return
    ref.current?.focus()
    virtual.scrollToIndex(rowOf(rows, revealed), { align: 'center' })
    // Only where the tree begins: from then on the user moves.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [])
  const open = (node: FileNode) =>
    node.entry && node.entry.kind !== 'archive'
      ? onOpen(node)
      : node.children.length > 0
        ? onFold(node, !unfolded.has(node.key))
        : onOpen(node)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const move = treeMove(event.key, rows, at, unfolded)
    const node = move && rows[move.at]?.node
    if (!node) return
    event.preventDefault()
    setFocused(move.at)
    virtual.scrollToIndex(move.at)
    if (move.kind === 'open') open(node)
    if (move.kind === 'fold' || move.kind === 'unfold') onFold(node, move.kind === 'unfold')
  }
  const onClick = ({ target }: MouseEvent<HTMLElement>) => {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-index]') : null
    const index = Number(row?.dataset['index'] ?? -1)
    const node = rows[index]?.node
    if (!node) return
    setFocused(index)
    ref.current?.focus()
    open(node)
  }
  return (
    <div
      ref={ref}
      className={styles.tree}
      role="tree"
      aria-label={t('chart.files.tree')}
      aria-activedescendant={`${id}-${at}`}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <div role="none" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const row = rows[index]
          return (
            row && (
              <Row
                key={row.node.key}
                id={`${id}-${index}`}
                row={row}
                top={start}
                isUnfolded={unfolded.has(row.node.key)}
                isOpen={row.node.key === openKey}
                isFocused={index === at}
                index={index}
              />
            )
          )
        })}
      </div>
    </div>
  )
}

/** A folder's key ends with its slash. */
const rowOf = (rows: readonly FileRow[], path: string | undefined): number =>
  Math.max(
    0,
    rows.findIndex(({ node }) => node.key === path || node.key === `${path}/`),
  )

const iconOf = ({ entry }: FileNode): IconName => {
  if (!entry) return 'folder'
  const icons = { text: 'file', binary: 'package', link: 'link', archive: 'archive' } as const
  return entry.kind === 'unsupported' ? 'dash' : icons[entry.kind]
}

type RowProps = {
  id: string
  row: FileRow
  top: number
  isUnfolded: boolean
  isOpen: boolean
  isFocused: boolean
  index: number
}

function Row({ id, row, top, isUnfolded, isOpen, isFocused, index }: RowProps) {
  const { t } = useTranslation()
  const { node, depth } = row
  const kind = node.entry?.kind
  const isNamed = kind === 'binary' || kind === 'link' || kind === 'unsupported'
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={isOpen}
      {...(node.children.length > 0 && { 'aria-expanded': isUnfolded })}
      className={classNames(styles.row, isOpen && styles.selected, isFocused && styles.focused)}
      style={{ transform: `translateY(${top}px)`, paddingLeft: 10 + depth * 16 }}
      tabIndex={-1}
      data-index={index}
    >
      <span className={styles.twist}>
        {node.children.length > 0 && (
          <Icon name={isUnfolded ? 'chevronDown' : 'chevronRight'} size={12} />
        )}
      </span>
      <Icon name={iconOf(node)} size={14} />
      <span className="trunc" title={node.name}>
        {node.name}
      </span>
      {isNamed && <span className={styles.kind}>{t(`chart.files.kinds.${kind}`)}</span>}
      <span className="grow" />
      <span className={styles.size}>{formatBytes(node.sizeBytes)}</span>
    </div>
  )
}
