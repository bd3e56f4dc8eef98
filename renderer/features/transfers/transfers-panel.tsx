import { useTranslation } from 'react-i18next'
import { Button } from '../../components/button.tsx'
import { useContractMutation } from '../../lib/contract-query.ts'
import { useTransfers } from '../../lib/use-transfers.ts'
import { groupTransfers } from './transfer-groups.ts'
import { TransferRow } from './transfer-row.tsx'
import styles from './transfers.module.css'

/** The list of transfers, as the popover of the status item. */
export function TransfersPanel() {
  const { t } = useTranslation()
  const transfers = useTransfers()
  const clear = useContractMutation('transfers.clear')
  const groups = groupTransfers(transfers ?? [])
  const canClear = groups.some(({ name }) => name === 'finished' || name === 'failed')
  return (
    <section className={styles.panel} aria-label={t('transfers.title')}>
      <header className={styles.head}>
        <h2 className={styles.title}>{t('transfers.title')}</h2>
        <span className="grow" />
        {canClear && (
          <Button size="sm" onClick={() => clear.mutate({})}>
            {t('transfers.clear')}
          </Button>
        )}
      </header>
      {groups.length === 0 && <p className={styles.none}>{t('transfers.none')}</p>}
      {groups.map(({ name, transfers: inGroup }) => (
        <section key={name} aria-label={t(`transfers.groups.${name}`)}>
          <h3 className={styles.group}>
            {t(`transfers.groups.${name}`)}
            <span className="num">{inGroup.length}</span>
          </h3>
          <ul>
            {inGroup.map(transfer => (
              <TransferRow key={transfer.id} transfer={transfer} />
            ))}
          </ul>
        </section>
      ))}
    </section>
  )
}
