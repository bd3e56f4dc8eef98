import type { RegistryPages } from '../capabilities/registry-pages.ts'
import type { EndpointsOf } from '../dispatcher.ts'

export const createCapabilityEndpoints = (pages: RegistryPages): EndpointsOf<'capabilities'> => ({
  'capabilities.read': ({ registryId }) => ({ page: pages.page(registryId) }),
  'capabilities.test': async ({ registryId }, { signal }) => ({
    page: await pages.test(registryId, signal),
  }),
})
