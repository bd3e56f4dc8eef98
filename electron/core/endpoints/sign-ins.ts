import { orDecision } from '../decision-needed.ts'
import type { EndpointsOf } from '../dispatcher.ts'
import { importSignIns } from '../registries/import-sign-ins.ts'
import type { Registries } from '../registries/registries.ts'
import { readTypedAddress } from '../registries/typed-address.ts'
import type { FoundSignIns } from '../sign-in-sources/found-sign-ins.ts'
import type { HelmSignIn } from '../sign-in-sources/helm-sign-in.ts'
import type { LocatedHelpers } from '../sign-in-sources/located-helpers.ts'
import type { VendorCommands } from '../sign-in-sources/vendor-commands.ts'
import type { LocalAccess } from '../sign-ins/local-access.ts'

type Deps = {
  readonly registries: Registries
  readonly found: FoundSignIns
  readonly located: LocatedHelpers
  readonly commands: VendorCommands
  readonly helm: HelmSignIn
  readonly local: LocalAccess
}

export const createSignInEndpoints = ({
  registries,
  found,
  located,
  commands,
  helm,
  local,
}: Deps): EndpointsOf<'signIns'> => ({
  'signIns.localPassword': async (_input, { signal }) => {
    const { username, secret } = await local.credential(signal)
    return { username, password: secret.reveal() }
  },
  'signIns.found': (_input, { signal }) => registries.importable(signal),
  'signIns.locateHelper': async ({ name }) => ({ located: await located.locate(name) }),
  'signIns.import': (input, { signal }) =>
    orDecision(async () => ({
      result: 'ok',
      ...(await importSignIns(registries, found, input, signal)),
    })),
  'signIns.renew': async ({ registryId }, { signal }) => ({
    registry: await registries.renew(registryId, signal),
  }),
  'signIns.renewalCommand': async ({ address, profile }) => {
    const command = await commands.describe(readTypedAddress(address).host, profile)
    return command ? { command } : {}
  },
  'signIns.planForHelm': async ({ registryId }, { signal }) => {
    const { saved, credential } = await registries.signedIn(registryId, signal)
    return { plan: await helm.plan(saved, credential) }
  },
  'signIns.giveToHelm': ({ registryId, decisions }, { signal }) =>
    orDecision(async () => {
      const { saved, credential } = await registries.signedIn(registryId, signal)
      return { result: 'ok', ...(await helm.signIn(saved, credential, decisions, signal)) }
    }),
})
