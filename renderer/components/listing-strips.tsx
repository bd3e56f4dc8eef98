import { useTranslation } from 'react-i18next'
import type { ListingCut } from '../../shared/ipc/schemas/values.ts'
import { useErrorWords } from '../lib/error-words.ts'
import { useRetryTimer } from '../lib/use-retry-timer.ts'
import { Button } from './button.tsx'
import { retryEveryMs } from './next-try.tsx'
import { SavedStrip } from './saved-strip.tsx'
import { Strip } from './strip.tsx'

export type Listing = {
  /** What is shown was saved: the registry could not be reached, or has the problem. */
  saved: boolean
  problem?: 'server-error' | undefined
  /** It ended before its end. */
  truncated: boolean
  cut?: ListingCut | undefined
  listedAtMs: number
}

type Props = {
  host: string
  end: Listing | undefined
  /** Of a refresh: the old rows are still there. */
  error: Error | null
  updatedAtMs: number
  /** When the registry is tried again by itself, where it is the core that does. */
  onRetry: () => void
}

function RefreshFailed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useTranslation()
  const { title } = useErrorWords(error)
  return (
    <Strip
      icon="alert"
      tone="warn"
      actions={
        <Button size="sm" onClick={onRetry}>
          {t('common.tryAgain')}
        </Button>
      }
    >
      <b>{t('common.refreshFailed')}</b> {title}
    </Strip>
  )
}

/** What is to be said above rows that stay usable: old, cut short, or not refreshed. */
export function ListingStrips({ host, end, error, updatedAtMs, onRetry }: Props) {
  const { t } = useTranslation()
  const isSaved = end?.saved === true
  const nextTryInMs = useRetryTimer(isSaved ? updatedAtMs + retryEveryMs : undefined, onRetry)
  if (isSaved)
    return (
      <SavedStrip
        host={host}
        problem={end.problem}
        savedAtMs={end.listedAtMs}
        nextTryInMs={nextTryInMs}
        onTryNow={onRetry}
      />
    )
  if (error) return <RefreshFailed error={error} onRetry={onRetry} />
  if (end?.truncated)
    return <Strip icon="alert">{t(`common.cutShort.${end.cut ?? 'unknown'}`)}</Strip>
  return null
}
