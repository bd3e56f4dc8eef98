import { useTranslation } from 'react-i18next'
import { isAppError } from '../../shared/errors.ts'
import { retryAfterMs } from '../lib/error-words.ts'
import { useRetryTimer } from '../lib/use-retry-timer.ts'
import { Button } from './button.tsx'
import { ErrorPane } from './error-pane.tsx'
import { RateLimitStrip } from './rate-limit-strip.tsx'
import { SkeletonRows } from './skeleton.tsx'

type Props = {
  error: Error
  /** When it was told, for the countdown. */
  failedAtMs: number
  host: string
  isAnonymous: boolean
  /** Absent where there is nothing to sign in to: the built-in registry. */
  onSignIn?: (() => void) | undefined
  onRetry: () => void
}

const limitPauseMs = 60_000

function Limited({ error, failedAtMs, host, isAnonymous, onSignIn, onRetry }: Props) {
  const atMs = failedAtMs + (retryAfterMs(error) ?? limitPauseMs)
  const continuesInMs = useRetryTimer(atMs, onRetry) ?? 0
  return (
    <>
      <RateLimitStrip
        host={host}
        continuesInMs={continuesInMs}
        onSignIn={isAnonymous ? onSignIn : undefined}
      />
      <SkeletonRows />
    </>
  )
}

/** A request to a registry that failed with nothing saved to show: wait, sign in, or try again. */
export function RequestError(props: Props) {
  const { t } = useTranslation()
  const { error, host, onSignIn, onRetry } = props
  const code = isAppError(error) ? error.code : undefined
  if (code === 'rate-limited') return <Limited {...props} />
  if (code === 'unauthorized' || code === 'forbidden')
    return (
      <ErrorPane
        error={error}
        icon="lock"
        {...(code === 'unauthorized' && { title: t('common.signInTo', { host }) })}
        actions={
          onSignIn && (
            <Button variant="primary" onClick={onSignIn}>
              {t('common.signIn')}
            </Button>
          )
        }
        onRetry={onRetry}
      />
    )
  return (
    <ErrorPane
      error={error}
      icon={code === 'unreachable' ? 'offline' : 'alert'}
      onRetry={onRetry}
    />
  )
}
