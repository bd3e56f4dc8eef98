import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { actionKeysLabel } from '../../actions/possible-actions.ts'
import { useActedOn } from '../../actions/subjects.ts'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Kbd } from '../../components/kbd.tsx'
import { ContextMenu } from '../../components/menu.tsx'
import { TextField } from '../../components/text-field.tsx'
import { classNames } from '../../lib/class-names.ts'
import { formatCount } from '../../lib/formats.ts'
import { listActOf, listStep } from '../../lib/list-keys.ts'
import { focusPane } from '../../lib/panes.ts'
import { useGoTo } from '../../lib/place.ts'
import type { CatalogEnd, Repositories } from '../../lib/repositories.ts'
import { rowIndexOf } from '../../lib/row-index.ts'
import { useTypedReference } from '../../lib/typed-reference.ts'
import { useSettled } from '../../lib/use-settled.ts'
import styles from './repository-list.module.css'
import { RepositoryRow } from './repository-row.tsx'
import { useLoadRepositories } from './use-load-repositories.ts'
import { useRepositoryMenu, type MenuRepository } from './use-repository-menu.ts'

type Props = {
  registry: Registry
  namespace: string
  repositories: Repositories
  /** How it was listed, once all is there. */
  end: CatalogEnd | undefined
}

const rowHeight = 30
/** Longer than the turns of a wheel are apart. */
const settleMs = 150

const none: readonly string[] = []

const rowsBelow = (repositories: Repositories, namespace: string) =>
  repositories
    .filter(({ name }) => namespace === '' || name.startsWith(`${namespace}/`))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))

/** The repositories of a registry or namespace as a list that filters. */
export function RepositoryList(props: Props) {
  const { registry, namespace, repositories, end } = props
  const skippedNames = end?.skippedNames ?? 0
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
  useActedOn('list', { focusFilter: () => field.current?.select() })
  const items = virtualizer.getVirtualItems()
  const [visible, setVisible] = useSettled(none, settleMs)
  const visibleKey = items.flatMap(({ index }) => rows[index]?.name ?? []).join(' ')
  useEffect(() => {
    setVisible(visibleKey === '' ? none : visibleKey.split(' '))
  }, [visibleKey, setVisible])
  const known = useLoadRepositories({ registry, visible, listedAtMs: end?.listedAtMs })
  const [menuOf, setMenuOf] = useState<MenuRepository>()
  const menu = useRepositoryMenu(menuOf)
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
    const to = listStep(event.key, at, rows.length - 1)
    const isOpening = listActOf(event.key) === 'open'
    if (to === undefined && !isOpening) return
    event.preventDefault()
    if (to === undefined) open(at)
    else moveTo(to)
  }
  const onClick = ({ target }: MouseEvent) => {
    const index = rowIndexOf(target)
    if (index !== undefined) open(index)
  }
  // One menu for all rows: of the row under the pointer, or of the current one by key.
  const chooseMenuRow = ({ target }: MouseEvent) => {
    const row = rows[rowIndexOf(target) ?? at]
    if (!row) return
    const chosen = { registry, name: row.name, isKept: row.kept }
    setMenuOf(chosen)
    menu.ask(chosen)
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
            {t(end ? 'catalog.count' : 'catalog.countSoFar', {
              count: all.length,
              shown,
            })}
          </span>
          {end && ` · ${t('strategies.by', { name: t(`strategies.${end.strategy}.name`) })}`}
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
              <Kbd keys={actionKeysLabel('filterList')} />
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
        <ContextMenu items={menu.items}>
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
            onContextMenuCapture={chooseMenuRow}
          >
            <div
              className={styles.rows}
              role="presentation"
              style={{ height: virtualizer.getTotalSize() }}
            >
              {items.map(({ index, start }) => {
                const row = rows[index]
                if (!row) return null
                return (
                  <div
                    key={row.name}
                    id={`repository-${row.name}`}
                    role="option"
                    aria-selected={index === at}
                    aria-setsize={rows.length}
                    aria-posinset={index + 1}
                    data-index={index}
                    className={classNames(styles.row, index === at && styles.current)}
                    style={{ transform: `translateY(${start}px)` }}
                    title={row.name}
                  >
                    <RepositoryRow
                      t={t}
                      name={row.name.slice(skip)}
                      known={known.get(row.name)}
                      tagCount={row.tagCount}
                    />
                  </div>
                )
              })}
            </div>
          </div>
        </ContextMenu>
      )}
    </>
  )
}
