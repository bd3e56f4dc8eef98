import { useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Kbd } from '../../components/kbd.tsx'
import { TextField } from '../../components/text-field.tsx'
import { shortcutLabel, useShortcuts } from '../../lib/keyboard.ts'
import { focusPane } from '../../lib/panes.ts'
import { useGoTo } from '../../lib/place.ts'
import { useTypedReference } from '../../lib/typed-reference.ts'
import { AddMenu } from './add-menu.tsx'
import styles from './sidebar.module.css'
import { placeOfRow, TreeView } from './tree-view.tsx'
import { useTree } from './use-tree.ts'

type Props = {
  onHide: () => void
  /** A repository was chosen: a sidebar that covers the centre can go. */
  onChosen: () => void
  foot: ReactNode
}

/** Registries and their repositories, with one filter over all of them. */
export function Sidebar({ onHide, onChosen, foot }: Props) {
  const { t } = useTranslation()
  const goTo = useGoTo()
  const [filter, setFilter] = useState('')
  const field = useRef<HTMLInputElement>(null)
  const typedReference = useTypedReference(filter)
  const { rows, registries, isLoaded, setOpen } = useTree(typedReference ? '' : filter)
  useShortcuts({ filterRepositories: () => field.current?.select() })
  const openFirst = () => {
    if (typedReference) {
      setFilter('')
      return typedReference.open()
    }
    const first = rows.find(row => row.kind === 'repository')
    if (!first) return
    goTo(placeOfRow(first))
    onChosen()
  }
  return (
    <>
      <div className={styles.top}>
        <span className={styles.name}>{t('catalog.product')}</span>
        <IconButton
          icon="sidebar"
          label={t('shell.hideSidebar')}
          keys={shortcutLabel('toggleSidebar')}
          onClick={onHide}
        />
        <AddMenu />
      </div>
      {registries.length > 0 && (
        <div className={styles.filter}>
          <TextField
            ref={field}
            label={t('catalog.filter')}
            isLabelHidden
            placeholder={t('catalog.filter')}
            type="search"
            value={filter}
            onValue={setFilter}
            note={typedReference?.note}
            onKeyDown={event => {
              if (event.key === 'Escape') setFilter('')
              if (event.key === 'ArrowDown') focusPane('sidebar')
              if (event.key === 'Enter') openFirst()
            }}
            leading={<Icon name="search" size={14} />}
            trailing={
              filter === '' ? (
                <Kbd keys={shortcutLabel('filterRepositories')} />
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
        <TreeView rows={rows} setOpen={setOpen} onChosen={onChosen} />
      ) : (
        <p className={styles.none}>{isLoaded && t('catalog.noRegistries')}</p>
      )}
      <div className={styles.foot}>{foot}</div>
    </>
  )
}
