import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { RecordedExchange } from '../../shared/ipc/schemas/exchange.ts'
import { ExchangeBar } from './exchange-bar.tsx'
import { ExchangeList } from './exchange-list.tsx'
import { ExchangeView } from './exchange-view.tsx'
import styles from './exchanges-pane.module.css'

type Props = {
  host: string
  exchanges: readonly RecordedExchange[]
  selectedId: string | undefined
  onSelect: (id: string) => void
  /** Those that were answered and still are what failed: a web page, say. */
  failedIds?: readonly string[]
  /** In place of a list that is empty. */
  none?: string
}

/** The requests of a registry, and the chosen one in full. */
export function ExchangesPane({ host, exchanges, selectedId, onSelect, failedIds, none }: Props) {
  const { t } = useTranslation()
  const [isWrapped, setWrapped] = useState(true)
  const shown = exchanges.find(({ id }) => id === selectedId) ?? exchanges[0]
  if (!shown) return <p className={styles.none}>{none ?? t('exchange.none')}</p>
  return (
    <>
      <ExchangeList
        label={t('exchange.list')}
        host={host}
        exchanges={exchanges}
        selectedId={shown.id}
        onSelect={onSelect}
        failedIds={failedIds}
      />
      <ExchangeBar exchange={shown} host={host} isWrapped={isWrapped} onWrap={setWrapped} />
      <section className={styles.exchange} aria-label={t('exchange.shown')} tabIndex={0}>
        <ExchangeView key={shown.id} exchange={shown} isWrapped={isWrapped} />
      </section>
    </>
  )
}
