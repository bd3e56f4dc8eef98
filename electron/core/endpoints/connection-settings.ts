import type { Endpoints } from '../dispatcher.ts'
import { orDecision } from '../decision-needed.ts'
import type { Registries } from '../registries/registries.ts'

type ConnectionMethods = 'registries.certificate' | 'registries.setConnection'

export const createConnectionEndpoints = (
  registries: Pick<Registries, 'certificate' | 'setConnection'>,
): Pick<Endpoints, ConnectionMethods> => ({
  'registries.certificate': async ({ address }) => ({
    certificate: await registries.certificate(address),
  }),
  'registries.setConnection': (input, { signal }) =>
    orDecision(async () => ({
      result: 'ok',
      registry: await registries.setConnection(input, signal),
    })),
})
