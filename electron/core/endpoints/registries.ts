import { orDecision } from '../decision-needed.ts'
import type { EndpointsOf } from '../dispatcher.ts'
import type { Registries } from '../registries/registries.ts'

export const createRegistryEndpoints = (registries: Registries): EndpointsOf<'registries'> => ({
  'registries.list': () => ({ registries: [...registries.list()] }),
  'registries.probe': (input, { signal }) =>
    orDecision(async () => ({ result: 'ok', probe: await registries.probe(input, signal) })),
  'registries.add': (input, { signal }) =>
    orDecision(async () => ({ result: 'ok', registry: await registries.add(input, signal) })),
  'registries.openLocal': async () => ({ registry: await registries.openLocal() }),
  'registries.signIn': (input, { signal }) =>
    orDecision(async () => ({ result: 'ok', registry: await registries.signIn(input, signal) })),
  'registries.signOut': async ({ registryId }) => {
    await registries.signOut(registryId)
    return {}
  },
  'registries.rename': async ({ registryId, name }) => {
    await registries.rename(registryId, name)
    return {}
  },
  'registries.remove': async ({ registryId }) => {
    await registries.remove(registryId)
    return {}
  },
})
