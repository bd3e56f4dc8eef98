import type { RegistryPages } from '../capabilities/registry-pages.ts'
import type { Endpoints } from '../dispatcher.ts'

export const createCapabilityEndpoints = (
  pages: RegistryPages,
): Pick<Endpoints, 'registries.page' | 'registries.test'> => ({
  'registries.page': ({ registryId }) => ({ page: pages.page(registryId) }),
  'registries.test': async ({ registryId }, { signal }) => ({
    page: await pages.test(registryId, signal),
  }),
})
