import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../components/button.tsx'
import { useContractMutation } from '../../lib/contract-query.ts'
import { useKeptFocus } from '../../lib/use-kept-focus.ts'
import { useTransfers } from '../../lib/use-transfers.ts'
import { type Group, groupTransfers } from './transfer-groups.ts'
import { TransferRow } from './transfer-row.tsx'
import styles from './transfers.module.css'

/** The list of transfers, as the popover of the status item. */
export function TransfersPanel() {
  const { t } = useTranslation()
  const panel = useRef<HTMLElement>(null)
  const groups = groupTransfers(useTransfers() ?? [])
  useKeptFocus(panel)
  return (
    <section ref={panel} className={styles.panel} aria-label={t('transfers.title')} tabIndex={-1}>
      <h2 className={styles.title}>{t('transfers.title')}</h2>
      {groups.length === 0 && <p className={styles.none}>{t('transfers.none')}</p>}
      {groups.map(group => (
        <TransferGroup key={group.name} group={group} />
      ))}
    </section>
  )
}

function TransferGroup({ group: { name, transfers } }: { group: Group }) {
  const { t } = useTranslation()
  const clear = useContractMutation('transfers.clear')
  const hasEnded = name === 'failed' || name === 'finished'
  return (
    <section className={styles.group} aria-label={t(`transfers.groups.${name}`)}>
      <header className={styles.groupHead}>
        <h3>{t(`transfers.groups.${name}`)}</h3>
        <span className="num">{transfers.length}</span>
        <span className="grow" />
        {hasEnded && (
          <Button
            size="sm"
            variant="ghost"
            onClick={() => {
              for (const { id } of transfers) clear.mutate({ transferId: id })
            }}
          >
            {t(`transfers.clear.${name}`)}
          </Button>
        )}
      </header>
      <ul className={styles.rows}>
        {transfers.map(transfer => (
          <TransferRow key={transfer.id} transfer={transfer} />
        ))}
      </ul>
    </section>
  )
}
