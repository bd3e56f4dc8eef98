import type { RegistryPages } from '../capabilities/registry-pages.ts'
import type { Changes } from '../changes.ts'
import type { Endpoints } from '../dispatcher.ts'
import type { ListingSources } from '../repositories/listing-sources.ts'

type CapabilityMethods = 'registries.page' | 'registries.test' | 'registries.listing'

export const createCapabilityEndpoints = (
  pages: RegistryPages,
  sources: ListingSources,
  changes: Changes,
): Pick<Endpoints, CapabilityMethods> => ({
  'registries.page': ({ registryId }) => ({ page: pages.page(registryId) }),
  'registries.test': async ({ registryId }, { signal }) => ({
    page: await pages.test(registryId, signal),
  }),
  'registries.listing': ({ registryId, choose, probe }) => {
    if (choose !== undefined || probe === true) {
      sources.choose(registryId, choose)
      changes.tell({ changed: 'repositories', registryId })
    }
    return sources.choice(registryId)
  },
})
