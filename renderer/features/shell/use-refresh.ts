import { useIsFetching, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { useRunDoctor } from '../../lib/doctor.ts'
import { formatClock } from '../../lib/formats.ts'
import { usePlace } from '../../lib/place.ts'
import { quietUntilMs } from '../../lib/quiet.ts'
import { isOfRegistry, refreshRegistry } from '../../lib/refresh-registry.ts'
import { useRegistryView } from '../../lib/registry-view.ts'
import { useTestRegistry } from '../../lib/test-registry.ts'
import { useRegistry } from '../../lib/use-registry.ts'

/**
 * Asks again for what is on the screen of the open registry; old rows stay until the answer. On its own page the
 * registry is tested, and the doctor begins anew.
 */
export const useRefresh = () => {
  const { t } = useTranslation()
  const client = useQueryClient()
  const place = usePlace()
  const registryId = 'registryId' in place ? place.registryId : undefined
  const predicate = isOfRegistry(registryId)
  const { registry } = useRegistry(registryId)
  const view = useRegistryView(place)
  const { test, isTesting } = useTestRegistry(registryId ?? '')
  const runDoctor = useRunDoctor()
  const isFetching = useIsFetching({ predicate, type: 'active' }) > 0
  const refusal = (): string | undefined => {
    if (registryId === undefined) return t('actions.noRegistryOpen')
    // It asked for a pause; what is on the screen says how long, and goes on by itself.
    const untilMs = registry && view !== 'doctor' ? quietUntilMs(registry) : undefined
    return registry && untilMs !== undefined
      ? t('actions.refreshLimited', { host: registry.host, time: formatClock(untilMs) })
      : undefined
  }
  return {
    refusal: refusal(),
    isRefreshing: isFetching || (isTesting && view === 'about'),
    run: () => {
      if (view === 'about') return test()
      if (view === 'doctor' && place.kind === 'registry')
        return runDoctor(place.registryId, place.subject)
      if (registryId !== undefined) refreshRegistry(client, registryId)
    },
  }
}
