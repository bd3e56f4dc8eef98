import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Transfer } from '../../shared/ipc/schemas/transfers.ts'
import { formatBytes, formatDuration } from '../lib/formats.ts'
import { ProgressBar } from './progress-bar.tsx'
import styles from './transfer-progress.module.css'

/** Bytes per second over the last moments; undefined before there is anything to measure. */
export const useRate = ({ movedBytes, state }: Transfer): number | undefined => {
  const samples = useRef<{ atMs: number; bytes: number }[]>([])
  const [rate, setRate] = useState<number>()
  useEffect(() => {
    if (state !== 'running') return
    const nowMs = performance.now()
    samples.current = [
      ...samples.current.filter(({ atMs }) => nowMs - atMs < 3000),
      { atMs: nowMs, bytes: movedBytes },
    ]
    const first = samples.current[0]
    if (!first || nowMs - first.atMs < 500) return
    setRate((movedBytes - first.bytes) / ((nowMs - first.atMs) / 1000))
  }, [movedBytes, state])
  return rate
}

/** Bar, percent, bytes, rate and time left; bytes alone where the total is not known. */
export function TransferProgress({ transfer }: { transfer: Transfer }) {
  const { t } = useTranslation()
  const { movedBytes, totalBytes, title } = transfer
  const rate = useRate(transfer)
  const hasRate = rate !== undefined && rate > 0
  const running = transfer.steps.find(({ state }) => state === 'running')
  return (
    <div className={styles.progress}>
      {totalBytes > 0 && (
        <div className={styles.bar}>
          <ProgressBar label={title} value={movedBytes} max={totalBytes} />
        </div>
      )}
      <div className={styles.line}>
        {running && <span>{t(`transfers.steps.${running.name}`)}</span>}
        <span>
          {totalBytes > 0
            ? t('transfers.ofBytes', {
                moved: formatBytes(movedBytes),
                total: formatBytes(totalBytes),
              })
            : formatBytes(movedBytes)}
        </span>
        {hasRate && (
          <span>{t('transfers.perSecond', { rate: formatBytes(Math.round(rate)) })}</span>
        )}
        <span className="grow" />
        {hasRate && totalBytes > movedBytes && (
          <span>
            {t('transfers.timeLeft', {
              time: formatDuration(Math.max(1000, ((totalBytes - movedBytes) / rate) * 1000)),
            })}
          </span>
        )}
      </div>
    </div>
  )
}
