import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Registry } from '../../shared/ipc/schemas/registries.ts'
import { useContractQuery } from './contract-query.ts'
import { recoverQueries } from './recover-queries.ts'

/** Whether it answers what it is asked. */
const isAnswering = ({ state }: Registry): boolean =>
  state.status === 'connected' || state.limit === 'no-catalog'

/** Whether it is known not to. One that nothing is known of was not away. */
const isAway = (registry: Registry): boolean =>
  !isAnswering(registry) && registry.state.status !== 'unknown'

/** Panes recover with their registry, whoever found out that it answers again. */
export const useRecovery = () => {
  const client = useQueryClient()
  const { data } = useContractQuery('registries.list', {})
  const away = useRef<ReadonlySet<string>>(new Set())
  useEffect(() => {
    const registries = data?.registries ?? []
    for (const registry of registries)
      if (away.current.has(registry.id) && isAnswering(registry))
        void recoverQueries(client, registry.id)
    // After a new sign-in nothing is known for a moment: until it answers, it is still away.
    const isStillAway = (one: Registry) =>
      isAway(one) || (away.current.has(one.id) && !isAnswering(one))
    away.current = new Set(registries.filter(isStillAway).map(({ id }) => id))
  }, [client, data])
}
