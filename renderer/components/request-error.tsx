import { useTranslation } from 'react-i18next'
import { isAppError } from '../../shared/errors.ts'
import type { Registry } from '../../shared/ipc/schemas/registries.ts'
import { retryAfterMs } from '../lib/error-words.ts'
import { useRetryTimer } from '../lib/use-retry-timer.ts'
import { Button } from './button.tsx'
import { ErrorPane } from './error-pane.tsx'
import { FoundSignInButton } from './found-sign-in-button.tsx'
import { RateLimitStrip } from './rate-limit-strip.tsx'
import { SkeletonRows } from './skeleton.tsx'

type Props = {
  error: Error
  /** When it was told, for the countdown. */
  failedAtMs: number
  registry: Registry
  /** Absent where there is nothing to sign in to: the built-in registry. */
  onSignIn?: (() => void) | undefined
  onRetry: () => void
}

const limitPauseMs = 60_000

function Limited({ error, failedAtMs, registry, onSignIn, onRetry }: Props) {
  const atMs = failedAtMs + (retryAfterMs(error) ?? limitPauseMs)
  const continuesInMs = useRetryTimer(atMs, onRetry) ?? 0
  return (
    <>
      <RateLimitStrip
        host={registry.host}
        continuesInMs={continuesInMs}
        onSignIn={registry.signIn.kind === 'anonymous' ? onSignIn : undefined}
      />
      <SkeletonRows />
    </>
  )
}

/** A request to a registry that failed with nothing saved to show: wait, sign in, or try again. */
export function RequestError(props: Props) {
  const { t } = useTranslation()
  const { error, registry, onSignIn, onRetry } = props
  const code = isAppError(error) ? error.code : undefined
  if (code === 'rate-limited') return <Limited {...props} />
  if (code === 'unauthorized' || code === 'forbidden')
    return (
      <ErrorPane
        error={error}
        icon="lock"
        {...(code === 'unauthorized' && { title: t('common.signInTo', { host: registry.host }) })}
        actions={
          onSignIn && (
            <>
              <Button variant="primary" onClick={onSignIn}>
                {t('common.signIn')}
              </Button>
              {code === 'unauthorized' && (
                <FoundSignInButton registry={registry} onDecide={onSignIn} />
              )}
            </>
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
