import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { StrategyName } from '../../../shared/ipc/schemas/capabilities.ts'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Kbd } from '../../components/kbd.tsx'
import { TextField } from '../../components/text-field.tsx'
import { classNames } from '../../lib/class-names.ts'
import { formatCount } from '../../lib/formats.ts'
import { shortcutLabel, useShortcuts } from '../../lib/keyboard.ts'
import { focusPane } from '../../lib/panes.ts'
import { useGoTo } from '../../lib/place.ts'
import type { Repositories } from '../../lib/repositories.ts'
import { useTypedReference } from '../../lib/typed-reference.ts'
import styles from './repository-list.module.css'

type Props = {
  registry: Registry
  namespace: string
  repositories: Repositories
  isComplete: boolean
  skippedNames: number
  /** How it was listed, once all is there. */
  strategy: StrategyName | undefined
}

const rowHeight = 30

const rowsBelow = (repositories: Repositories, namespace: string) =>
  repositories
    .filter(({ name }) => namespace === '' || name.startsWith(`${namespace}/`))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))

/** The repositories of a registry or namespace as a list that filters. */
export function RepositoryList(props: Props) {
  const { registry, namespace, repositories, isComplete, skippedNames, strategy } = props
  const { t } = useTranslation()
  const goTo = useGoTo()
  const scroll = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  const [filter, setFilter] = useState('')
  const [at, setAt] = useState(0)
  const typedReference = useTypedReference(filter)
  const needle = typedReference ? '' : filter.trim().toLowerCase()
  const all = useMemo(
    () => rowsBelow(repositories, namespace),
    // The list grows in place while it streams.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [repositories, repositories.length, namespace],
  )
  const rows = useMemo(() => all.filter(({ name }) => name.includes(needle)), [all, needle])
  const total = formatCount(all.length)
  const shown =
    needle === '' ? total : t('catalog.shownOf', { shown: formatCount(rows.length), total })
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  })
  useShortcuts({ filterList: () => field.current?.select() })
  const items = virtualizer.getVirtualItems()
  const open = (index: number) => {
    const row = rows[index]
    if (row) goTo({ kind: 'repository', registryId: registry.id, repository: row.name })
  }
  const moveTo = (index: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, index))
    setAt(next)
    virtualizer.scrollToIndex(next, { align: 'auto' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const acts: Record<string, () => void> = {
      ArrowDown: () => moveTo(at + 1),
      j: () => moveTo(at + 1),
      ArrowUp: () => moveTo(at - 1),
      k: () => moveTo(at - 1),
      Home: () => moveTo(0),
      End: () => moveTo(rows.length - 1),
      Enter: () => open(at),
    }
    const act = acts[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
  const onClick = ({ target }: MouseEvent) => {
    const row = target instanceof Element ? target.closest('[role="option"]') : null
    if (row) open(Number(row.getAttribute('aria-posinset')) - 1)
  }
  const type = (text: string) => {
    setFilter(text)
    setAt(0)
  }
  const skip = namespace === '' ? 0 : namespace.length + 1
  return (
    <>
      <header className={styles.head}>
        <h1 className={styles.title}>{namespace === '' ? registry.name : namespace}</h1>
        <span className="t3 fs12 num">
          <span>
            {t(isComplete ? 'catalog.count' : 'catalog.countSoFar', {
              count: all.length,
              shown,
            })}
          </span>
          {strategy && ` · ${t('strategies.by', { name: t(`strategies.${strategy}.name`) })}`}
          {skippedNames > 0 && ` · ${t('catalog.skipped', { count: skippedNames })}`}
        </span>
        <p className="mono t2 trunc selectable">
          oci://{registry.host}
          {namespace !== '' ? `/${namespace}` : registry.path !== '' && `/${registry.path}`}
        </p>
      </header>
      <div className={styles.filter}>
        <TextField
          ref={field}
          type="search"
          label={t('catalog.filterHere')}
          isLabelHidden
          placeholder={t('catalog.filterHere')}
          value={filter}
          onValue={type}
          note={typedReference?.note}
          onKeyDown={event => {
            if (event.key === 'Escape') setFilter('')
            if (event.key === 'ArrowDown') focusPane('centre')
            if (event.key === 'Enter') (typedReference?.open ?? (() => open(at)))()
          }}
          leading={<Icon name="search" size={14} />}
          trailing={
            filter === '' ? (
              <Kbd keys={shortcutLabel('filterList')} />
            ) : (
              <IconButton
                icon="close"
                size="xs"
                label={t('catalog.clearFilter')}
                keys="Esc"
                onClick={() => setFilter('')}
              />
            )
          }
        />
      </div>
      {rows.length === 0 ? (
        <EmptyState
          title={
            needle === ''
              ? t('catalog.emptyNamespace', { namespace })
              : t('catalog.noMatch', { filter })
          }
          actions={
            needle !== '' && (
              <Button onClick={() => setFilter('')}>{t('catalog.clearFilter')}</Button>
            )
          }
        />
      ) : (
        <div
          ref={scroll}
          className={styles.list}
          role="listbox"
          aria-label={t('catalog.repositories')}
          aria-activedescendant={
            items.some(({ index }) => index === at) ? `repository-${rows[at]?.name}` : undefined
          }
          tabIndex={0}
          data-pane-focus=""
          onKeyDown={onKeyDown}
          onClick={onClick}
        >
          <div
            className={styles.rows}
            role="presentation"
            style={{ height: virtualizer.getTotalSize() }}
          >
            {items.map(({ index, start }) => {
              const row = rows[index]
              if (!row) return null
              const space = row.name.slice(skip, row.name.lastIndexOf('/') + 1)
              return (
                <div
                  key={row.name}
                  id={`repository-${row.name}`}
                  role="option"
                  aria-selected={index === at}
                  aria-setsize={rows.length}
                  aria-posinset={index + 1}
                  className={classNames(styles.row, index === at && styles.current)}
                  style={{ transform: `translateY(${start}px)` }}
                  title={row.name}
                >
                  <Icon name="package" size={14} />
                  <span className="grow trunc">
                    {space !== '' && <span className="t3">{space}</span>}
                    <span className={styles.name}>{row.name.slice(skip + space.length)}</span>
                  </span>
                  <span className="num">
                    {row.tagCount !== undefined &&
                      t('catalog.versions', {
                        count: row.tagCount,
                        shown: formatCount(row.tagCount),
                      })}
                  </span>
                </div>
              )
            })}
          </div>
        </div>
      )}
    </>
  )
}
