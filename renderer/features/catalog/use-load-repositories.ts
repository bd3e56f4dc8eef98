import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { isCancelled } from '../../../shared/errors.ts'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import { limitPauseMs } from '../../components/continues-in.tsx'
import { quietUntilMs } from '../../lib/quiet.ts'
import { loadRepositories, useKnownRepositories } from '../../lib/repository-details.ts'
import { useRetryTimer } from '../../lib/use-retry-timer.ts'
import { useShallowStable } from '../../lib/use-shallow-stable.ts'

type Wanted = {
  registry: Registry
  /** Names of the rows in sight. */
  visible: readonly string[]
  /** Changes when the list was asked for again: versions may have come since. Undefined while it is read. */
  listedAtMs: number | undefined
}

/**
 * Loads what is not told yet of the rows in sight; scrolling on or leaving hangs up. Asks nothing while the registry
 * wants to be left alone, and goes on by itself.
 */
export const useLoadRepositories = ({ registry, visible, listedAtMs }: Wanted) => {
  const client = useQueryClient()
  const known = useKnownRepositories(registry.id)
  const [limitedUntilMs, setLimitedUntilMs] = useState<number>()
  const untilMs = quietUntilMs(registry) ?? limitedUntilMs
  useRetryTimer(
    untilMs,
    useCallback(() => setLimitedUntilMs(undefined), []),
  )
  const isQuiet = untilMs !== undefined
  const names = useShallowStable(visible)
  const { toldFor } = known
  useEffect(() => {
    if (isQuiet || listedAtMs === undefined) return
    const repositories = names.filter(name => toldFor.get(name) !== listedAtMs)
    if (repositories.length === 0) return
    const hangUp = new AbortController()
    loadRepositories(client, {
      registryId: registry.id,
      repositories,
      listedAtMs,
      signal: hangUp.signal,
    }).then(
      limited => limited && setLimitedUntilMs(Date.now() + (limited.retryAfterMs ?? limitPauseMs)),
      (error: unknown) => {
        // The list says why already; rows without details stay without.
        if (!isCancelled(error)) console.warn('repositories were not looked at', error)
      },
    )
    return () => hangUp.abort()
    // What is told meanwhile begins no new call.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [client, registry.id, names, listedAtMs, isQuiet])
  return known.byName
}
