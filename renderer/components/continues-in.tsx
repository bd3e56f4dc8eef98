import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatCountdown } from '../lib/formats.ts'
import { retryAfterMs } from '../lib/error-words.ts'
import { useRetryTimer } from '../lib/use-retry-timer.ts'
import styles from './strip.module.css'

type Props = { error: unknown; onContinue: () => void }

/** Where a registry said nothing of how long. */
export const limitPauseMs = 60_000

const dueOf = (error: unknown) => ({
  error,
  atMs: Date.now() + (retryAfterMs(error) ?? limitPauseMs),
})

/** Waits as long as a registry asked for, in sight of the user, and goes on by itself. */
export function ContinuesIn({ error, onContinue }: Props) {
  const { t } = useTranslation()
  const [due, setDue] = useState(() => dueOf(error))
  if (due.error !== error) setDue(dueOf(error))
  const leftMs = useRetryTimer(due.atMs, onContinue) ?? 0
  return (
    <>
      {t('common.continuesIn')} <Countdown leftMs={leftMs} />.
    </>
  )
}

/** Told once by what it stands in, not every second. */
export function Countdown({ leftMs }: { leftMs: number }) {
  return (
    <span className={styles.countdown} role="timer" aria-live="off">
      {formatCountdown(leftMs)}
    </span>
  )
}
