import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { isCancelled } from '../../../shared/errors.ts'
import { useShallowStable } from '../../lib/use-shallow-stable.ts'
import { loadDetails, type RepositoryLocation } from '../../lib/version-details.ts'

type Wanted = {
  location: RepositoryLocation
  /** Rows in sight. */
  visible: readonly string[]
  /** Every other tag, in the order of the rows; empty where only rows in sight are wanted. */
  rest: readonly string[]
  /** Changes when the list was asked for again: tags may have moved since. */
  listedAtMs: number | undefined
  /** While it cannot be reached, only what is saved is told; the rest once it is back. */
  isOffline: boolean
}

const chunk = 100
const limitPauseMs = 60_000

/**
 * Loads details of the rows in sight first, then of the rest; scrolling on or leaving hangs up.
 * Returns until when the registry limits us, if it does.
 */
export const useLoadDetails = ({ location, visible, rest, listedAtMs, isOffline }: Wanted) => {
  const client = useQueryClient()
  const { registryId, repository } = location
  const run = `${registryId} ${repository} ${listedAtMs ?? ''}`
  const asked = useRef({ run, tags: new Set<string>() })
  const [limitedUntilMs, setLimitedUntilMs] = useState<number>()
  const inSight = useShallowStable(visible)
  const queue = useMemo(() => [...new Set([...inSight, ...rest])], [inSight, rest])
  useEffect(() => {
    if (asked.current.run !== run) asked.current = { run, tags: new Set() }
    const { tags: told } = asked.current
    const hangUp = new AbortController()
    const load = async () => {
      const due = queue.filter(tag => !told.has(tag))
      const parts = [due.slice(0, inSight.length), ...chunks(due.slice(inSight.length))]
      for (const tags of parts) {
        if (tags.length === 0) continue
        const limited = await loadDetails(client, {
          registryId,
          repository,
          tags,
          signal: hangUp.signal,
          onTag: tag => told.add(tag),
        })
        if (limited) return setLimitedUntilMs(Date.now() + (limited.retryAfterMs ?? limitPauseMs))
      }
    }
    if (limitedUntilMs === undefined)
      load().catch((error: unknown) => {
        // A failed listing says why already; rows without details stay skeletons.
        if (!isCancelled(error)) console.warn('details were not loaded', error)
      })
    return () => hangUp.abort()
  }, [client, registryId, repository, run, queue, inSight.length, limitedUntilMs, isOffline])
  return { limitedUntilMs, resume: () => setLimitedUntilMs(undefined) }
}

const chunks = (tags: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(tags.length / chunk) }, (_, at) =>
    tags.slice(at * chunk, (at + 1) * chunk),
  )
