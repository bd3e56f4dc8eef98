import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../actions/action-button.tsx'
import { actionKeysLabel } from '../../actions/possible-actions.ts'
import { useActedOn } from '../../actions/subjects.ts'
import { useActions } from '../../actions/use-actions.ts'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Kbd } from '../../components/kbd.tsx'
import { TextField } from '../../components/text-field.tsx'
import { focusPane } from '../../lib/panes.ts'
import { useGoTo } from '../../lib/place.ts'
import { useTypedReference } from '../../lib/typed-reference.ts'
import { AddMenu } from './add-menu.tsx'
import styles from './sidebar.module.css'
import { placeOfRow, TreeView } from './tree-view.tsx'
import { useTree } from './use-tree.ts'

type Props = {
  /** A repository was chosen: a sidebar that covers the centre can go. */
  onChosen: () => void
  foot: ReactNode
}

type NoteProps = { filter: string; hasRows: boolean; notSearched: number }

/** That nothing matches, and how far that can be told. */
function FilterNote({ filter, hasRows, notSearched }: NoteProps) {
  const { t } = useTranslation()
  return (
    <p className={styles.filterNote} role="status">
      {!hasRows && t('catalog.noMatch', { filter })}
      {!hasRows && notSearched > 0 && '. '}
      {notSearched > 0 && t('catalog.notSearched', { count: notSearched })}
    </p>
  )
}

/** Registries and their repositories, with one filter over all of them. */
export function Sidebar({ onChosen, foot }: Props) {
  const { t } = useTranslation()
  const goTo = useGoTo()
  const action = useActions()
  const [filter, setFilter] = useState('')
  const typedReference = useTypedReference(filter)
  const names = typedReference ? '' : filter.trim()
  const tree = useTree(names)
  const { rows, registries, isLoaded, isFiltering, notSearched } = tree
  useActedOn('tree', { collapseAll: tree.collapseAll })
  const first = rows.find(row => row.kind === 'repository')
  const openFirst = () => {
    if (typedReference) {
      setFilter('')
      return typedReference.open()
    }
    if (!first) return
    goTo(placeOfRow(first))
    onChosen()
  }
  return (
    <>
      <div className={styles.top}>
        <span className={styles.name}>{t('catalog.product')}</span>
        <ActionButton action={action('toggleSidebar')} />
        <AddMenu />
      </div>
      {registries.length > 0 && (
        <div className={styles.filter}>
          <TextField
            label={t('catalog.filter')}
            isLabelHidden
            placeholder={t('catalog.filter')}
            type="search"
            data-filter=""
            value={filter}
            onValue={setFilter}
            note={typedReference?.note}
            onKeyDown={event => {
              if (event.key === 'Escape' && filter !== '') {
                event.preventDefault()
                setFilter('')
              }
              if (event.key === 'ArrowDown') focusPane('sidebar')
              if (event.key === 'Enter') openFirst()
            }}
            leading={<Icon name="search" size={14} />}
            trailing={
              filter === '' ? (
                <Kbd keys={actionKeysLabel('filterRepositories')} />
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
      )}
      {registries.length > 0 ? (
        <>
          {isFiltering && (
            <FilterNote filter={names} hasRows={rows.length > 0} notSearched={notSearched} />
          )}
          <TreeView
            rows={rows}
            filter={names}
            setOpen={tree.setOpen}
            collapseAll={tree.collapseAll}
            onChosen={onChosen}
          />
        </>
      ) : (
        <p className={styles.none}>{isLoaded && t('catalog.noRegistries')}</p>
      )}
      <div className={styles.foot}>{foot}</div>
    </>
  )
}
