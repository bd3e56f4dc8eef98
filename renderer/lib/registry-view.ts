import { useQuery } from '@tanstack/react-query'
import type { Registry } from '../../shared/ipc/schemas/registries.ts'
import type { Place, RegistryView } from './place.ts'
import { repositoriesOf } from './repositories.ts'
import { useRegistry } from './use-registry.ts'

/** States in which there is something to do before its page is of use: sign in, type repositories. */
const needsAttention = ({ state }: Registry): boolean =>
  state.status === 'sign-in-needed' || state.status === 'failed' || state.limit === 'no-catalog'

/**
 * What of a registry is on the screen. Where the address does not say, its own page; but its repositories, or why
 * there are none, where they ask for something. `pending` until that is known.
 */
export const useRegistryView = (place: Place): RegistryView | 'pending' | undefined => {
  const isRegistry = place.kind === 'registry'
  const said = isRegistry
    ? (place.view ?? (place.namespace === '' ? undefined : 'repositories'))
    : undefined
  const registryId = isRegistry ? place.registryId : ''
  const { registry } = useRegistry(registryId)
  const isAsked = isRegistry && said === undefined && registry !== undefined
  const { data, error } = useQuery(repositoriesOf(registryId, isAsked))
  if (!isRegistry || said) return said
  if (data?.end?.strategy === 'kept') return 'repositories'
  if (data) return 'about'
  if (error || (registry && needsAttention(registry))) return 'repositories'
  return registry?.state.status === 'connected' ? 'about' : 'pending'
}
