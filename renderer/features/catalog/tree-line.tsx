import type { ReactNode } from 'react'
import type { TFunction } from 'i18next'
import { Icon } from '../../components/icon.tsx'
import { StatusDot } from '../../components/status-dot.tsx'
import { classNames } from '../../lib/class-names.ts'
import { formatCount } from '../../lib/formats.ts'
import { isExposed, registryStateKey, registryTone } from '../../lib/registry-state.ts'
import type { TreeRow } from './tree.ts'
import styles from './tree-line.module.css'

function Count({ count }: { count: number | undefined }) {
  return <span className={styles.count}>{count !== undefined && formatCount(count)}</span>
}

function RegistryState({ t, row }: { t: TFunction; row: TreeRow & { kind: 'registry' } }) {
  const key = registryStateKey(row.registry)
  if (key === 'connected' || key === 'unknown') return <Count count={row.count} />
  return (
    <span className={classNames(styles.count, registryTone(row.registry) === 'bad' && 'bad')}>
      {t(`catalog.state.${key}`)}
    </span>
  )
}

const twisty = (isOpen: boolean): ReactNode => (
  <span className={styles.twisty} data-twisty="">
    <Icon name={isOpen ? 'chevronDown' : 'chevronRight'} size={12} />
  </span>
)

/** What stands in one line of the tree. */
export function TreeLine({ t, row }: { t: TFunction; row: TreeRow }) {
  if (row.kind === 'registry')
    return (
      <>
        {twisty(row.isOpen)}
        <StatusDot tone={registryTone(row.registry)} />
        <span className={classNames(styles.label, styles.registry)}>{row.registry.name}</span>
        {row.registry.plainHttp && row.registry.kind === 'remote' && (
          <span className={isExposed(row.registry) ? 'warn' : 't3'} title={t('catalog.plainHttp')}>
            <Icon name="unlocked" size={14} />
            <span className="sr">{t('catalog.plainHttp')}</span>
          </span>
        )}
        <RegistryState t={t} row={row} />
      </>
    )
  if (row.kind === 'note')
    return <span className={styles.note}>{t(`catalog.note.${row.note}`)}</span>
  if (row.kind === 'namespace')
    return (
      <>
        {twisty(row.isOpen)}
        <span className={styles.label}>{row.label}</span>
        <Count count={row.count} />
      </>
    )
  return (
    <>
      <Icon name="package" size={14} />
      <span className={classNames(styles.label, 't1')}>{row.label}</span>
      <Count count={row.count} />
    </>
  )
}
