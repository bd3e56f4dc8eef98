import { useTranslation } from 'react-i18next'
import { formatAgo, formatClock } from '../lib/formats.ts'
import { formatLeft } from '../lib/moments.ts'
import { Button } from './button.tsx'
import { Strip } from './strip.tsx'
import styles from './strip.module.css'

type Props = {
  host: string
  /** Absent where the registry cannot be reached. */
  problem: 'server-error' | undefined
  savedAtMs: number
  nextTryInMs: number | undefined
  onTryNow: () => void
}

/** The rows are what was saved: why, their age, and when the next try is. */
export function SavedStrip({ host, problem, savedAtMs, nextTryInMs, onTryNow }: Props) {
  const { t } = useTranslation()
  return (
    <Strip
      icon={problem ? 'alert' : 'offline'}
      actions={
        <>
          {nextTryInMs !== undefined && (
            <span className={styles.next}>
              {t('common.nextTryIn', { time: formatLeft(nextTryInMs) })}
            </span>
          )}
          <Button size="sm" onClick={onTryNow}>
            {t('common.tryNow')}
          </Button>
        </>
      }
    >
      <b>{problem ? t('common.answersErrors', { host }) : t('common.offline')}</b>{' '}
      {t('common.showingSaved', { ago: formatAgo(savedAtMs), time: formatClock(savedAtMs) })}
    </Strip>
  )
}
