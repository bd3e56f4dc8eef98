import { systemClock } from '../../../electron/adapters/system-clock.ts'
import { createSecret } from '../../../electron/core/http/base/secret.ts'
import { createRegistryClient } from '../../../electron/core/oci/registry-client.ts'
import type { Simulator } from '../../support/registries/simulator.ts'
import type { Simulation } from '../../support/registries/start-simulation.ts'

/** The client alone, for what no method of the program does yet. */
export const openClient = (simulator: Simulator, simulation: Simulation) => {
  const { credential, proxy, authority } = simulation
  const client = createRegistryClient({
    endpoint: { host: simulator.address.split('/')[0] ?? '', plainHttp: false },
    credentials: async () => ({
      username: credential.username,
      secret: createSecret(credential.secret),
    }),
    trust: async () => ({ roots: [authority] }),
    route: async () => ({ proxy: { url: new URL(proxy) } }),
    userAgent: 'chartroom-test',
    clock: systemClock,
    trustRealm: origin => origin === simulator.asksRealm,
  })
  return { ...client, [Symbol.asyncDispose]: () => client.close() }
}
