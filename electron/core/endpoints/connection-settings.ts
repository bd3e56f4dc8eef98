import { orDecision } from '../decision-needed.ts'
import type { EndpointsOf } from '../dispatcher.ts'
import type { Registries } from '../registries/registries.ts'

export const createConnectionSettingEndpoints = (
  registries: Pick<Registries, 'certificate' | 'setConnection'>,
): EndpointsOf<'connectionSettings'> => ({
  'connectionSettings.certificate': async ({ address }) => ({
    certificate: await registries.certificate(address),
  }),
  'connectionSettings.change': (input, { signal }) =>
    orDecision(async () => ({
      result: 'ok',
      registry: await registries.setConnection(input, signal),
    })),
})
