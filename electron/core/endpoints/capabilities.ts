import type { RegistryPages } from '../capabilities/registry-pages.ts'
import type { TestRegistry } from '../capabilities/test-registry.ts'
import type { EndpointsOf } from '../dispatcher.ts'

export const createCapabilityEndpoints = (
  pages: RegistryPages,
  test: TestRegistry,
): EndpointsOf<'capabilities'> => ({
  'capabilities.read': ({ registryId }) => ({ page: pages.page(registryId) }),
  'capabilities.test': async ({ registryId }, { signal }) => ({
    page: await test(registryId, signal),
  }),
})
