import { useTranslation } from 'react-i18next'
import { formatCountdown } from '../lib/formats.ts'
import { Button } from './button.tsx'
import { Strip } from './strip.tsx'
import styles from './strip.module.css'

type Props = {
  host: string
  continuesInMs: number
  /** Offered while nobody is signed in: it raises the limit. */
  onSignIn?: (() => void) | undefined
}

/** Who limits, and when loading goes on by itself. */
export function RateLimitStrip({ host, continuesInMs, onSignIn }: Props) {
  const { t } = useTranslation()
  return (
    <Strip
      icon="clock"
      tone="warn"
      actions={
        onSignIn && (
          <Button size="sm" onClick={onSignIn}>
            {t('common.signIn')}
          </Button>
        )
      }
    >
      <b>{t('common.rateLimitedBy', { host })}</b> {t('common.continuesIn')}{' '}
      {/* Announced once by the strip, not every second. */}
      <span className={styles.countdown} role="timer" aria-live="off">
        {formatCountdown(continuesInMs)}
      </span>
      . {onSignIn && <span className="t2">{t('common.signingInRaises')}</span>}
    </Strip>
  )
}
