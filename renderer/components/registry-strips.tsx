import { useCallback, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { isAppError } from '../../shared/errors.ts'
import type { Registry } from '../../shared/ipc/schemas/registries.ts'
import { announce } from '../lib/announce.ts'
import { retryAfterMs } from '../lib/error-words.ts'
import { useRetryTimer } from '../lib/use-retry-timer.ts'
import { limitPauseMs } from './continues-in.tsx'
import { ListingStrips, type Listing } from './listing-strips.tsx'
import { RateLimitStrip } from './rate-limit-strip.tsx'
import { RegistrySays } from './registry-says.tsx'

type Query = {
  data: { readonly end?: Listing } | undefined
  error: Error | null
  dataUpdatedAt: number
  errorUpdatedAt: number
  refetch: () => unknown
}

type Props = {
  registry: Registry
  query: Query
  /** When what is loaded beside the list was told to wait. */
  limitedUntilMs?: number | undefined
  onResume?: () => void
  /** Absent where there is nothing to sign in to: the built-in registry. */
  onSignIn: (() => void) | undefined
}

/** Until when requests wait: as the registry said to any of them, else as this one was told. */
const limitOf = ({ registry, query, limitedUntilMs }: Props): number | undefined => {
  const { error, errorUpdatedAt } = query
  const ofList =
    isAppError(error) && error.code === 'rate-limited'
      ? errorUpdatedAt + (retryAfterMs(error) ?? limitPauseMs)
      : undefined
  return ofList ?? limitedUntilMs ?? registry.state.limitedUntilMs
}

/** Says to a screen reader that the wait is over; its begin is told by the strip. */
const useAnnouncedEnd = (isLimited: boolean) => {
  const { t } = useTranslation()
  const was = useRef(isLimited)
  useEffect(() => {
    if (was.current && !isLimited) announce(t('common.limitOver'))
    was.current = isLimited
  }, [isLimited, t])
}

/** Limited, offline, cut short or not refreshed. */
function ListState(props: Props) {
  const { registry, query, onResume, onSignIn } = props
  const { refetch, data, error } = query
  const retry = useCallback(() => void refetch(), [refetch])
  const hasFailed = error !== null
  const goOn = useCallback(() => {
    onResume?.()
    if (hasFailed) retry()
  }, [onResume, hasFailed, retry])
  const limitMs = limitOf(props)
  const continuesInMs = useRetryTimer(limitMs, goOn)
  const isLimited = continuesInMs !== undefined && (continuesInMs > 0 || hasFailed)
  useAnnouncedEnd(isLimited)
  if (isLimited)
    return (
      <RateLimitStrip
        host={registry.host}
        continuesInMs={continuesInMs}
        onSignIn={registry.signIn.kind === 'anonymous' ? onSignIn : undefined}
      />
    )
  return (
    data && (
      <ListingStrips
        host={registry.host}
        end={data.end}
        error={error}
        updatedAtMs={query.dataUpdatedAt}
        onRetry={retry}
      />
    )
  )
}

/** Above a registry's lists, at one place on every screen: what became of the list, and what the registry says. */
export function RegistryStrips(props: Props) {
  const { id, host } = props.registry
  return (
    <>
      <ListState {...props} />
      <RegistrySays registryId={id} host={host} />
    </>
  )
}
