import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatLeft } from '../lib/moments.ts'
import { useRetryTimer } from '../lib/use-retry-timer.ts'

/** How often what cannot be reached is tried again by itself. */
export const retryEveryMs = 30_000

const dueOf = (error: Error) => ({ error, atMs: Date.now() + retryEveryMs })

/** Tries again by itself, some time after each failure, and says when. */
export function NextTry({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useTranslation()
  const [due, setDue] = useState(() => dueOf(error))
  if (due.error !== error) setDue(dueOf(error))
  const leftMs = useRetryTimer(due.atMs, onRetry)
  return (
    <span className="t3 fs12 num nowrap">
      {leftMs !== undefined && leftMs > 0 && t('common.nextTryIn', { time: formatLeft(leftMs) })}
    </span>
  )
}
