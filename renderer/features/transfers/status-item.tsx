import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Transfer } from '../../../shared/ipc/schemas/transfers.ts'
import { Icon } from '../../components/icon.tsx'
import { Popover } from '../../components/popover.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { useRate } from '../../components/transfer-progress.tsx'
import { formatBytes, formatDuration } from '../../lib/formats.ts'
import { useTransfers } from '../../lib/use-transfers.ts'
import { groupTransfers } from './transfer-groups.ts'
import styles from './transfers.module.css'

/** The status bar's line about what moves; opens the panel. Nothing while there was no transfer. */
export function TransfersStatusItem({ panel }: { panel: ReactNode }) {
  const { t } = useTranslation()
  const transfers = useTransfers()
  if (!transfers || transfers.length === 0) return null
  return (
    <Popover
      label={t('transfers.title')}
      align="end"
      trigger={
        <button type="button" className={styles.item}>
          <Summary transfers={transfers} />
        </button>
      }
    >
      {panel}
    </Popover>
  )
}

function Summary({ transfers }: { transfers: readonly Transfer[] }) {
  const { t } = useTranslation()
  const groups = groupTransfers(transfers)
  const count = (name: string) => groups.find(group => group.name === name)?.transfers.length ?? 0
  const running = transfers.find(({ state }) => state === 'running')
  if (running)
    return <Running transfer={running} others={count('running') + count('waiting') - 1} />
  if (count('failed') > 0)
    return (
      <span className={styles.bad}>
        <Icon name="alert" size={12} />
        {t('transfers.failedCount', { count: count('failed') })}
      </span>
    )
  return (
    <>
      <Icon name={count('waiting') > 0 ? 'clock' : 'transfers'} size={12} />
      {count('waiting') > 0
        ? t('transfers.waitingCount', { count: count('waiting') })
        : t('transfers.finishedCount', { count: count('finished') })}
    </>
  )
}

function Running({ transfer, others }: { transfer: Transfer; others: number }) {
  const { t } = useTranslation()
  const { kind, title, movedBytes, totalBytes } = transfer
  const rate = useRate(transfer)
  const leftMs =
    rate !== undefined && rate > 0 && totalBytes > movedBytes
      ? ((totalBytes - movedBytes) / rate) * 1000
      : undefined
  return (
    <>
      <Icon name={kind === 'push' ? 'upload' : 'download'} size={12} />
      <span className={styles.name}>{t(`transfers.verbs.${kind}`, { title })}</span>
      {totalBytes > 0 && (
        <>
          <ProgressBar label={title} value={movedBytes} max={totalBytes} width={120} />
          <span className="num t1">{Math.floor((movedBytes / totalBytes) * 100)}%</span>
        </>
      )}
      <span className="num">
        {[
          rate !== undefined && rate > 0
            ? t('transfers.perSecond', { rate: formatBytes(Math.round(rate)) })
            : formatBytes(movedBytes),
          leftMs !== undefined &&
            t('transfers.timeLeft', { time: formatDuration(Math.max(1000, leftMs)) }),
        ]
          .filter(Boolean)
          .join(', ')}
      </span>
      {others > 0 && <span>{t('transfers.andMore', { count: others })}</span>}
    </>
  )
}
