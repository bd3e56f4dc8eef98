import type { Endpoints } from '../dispatcher.ts'
import type { createCapabilityEndpoints } from './capabilities.ts'
import type { createConnectionEndpoints } from './connection-settings.ts'
import type { FoundSignIns } from '../sign-in-sources/found-sign-ins.ts'
import type { HelmSignIn } from '../sign-in-sources/helm-sign-in.ts'
import { importSignIns } from '../registries/import-sign-ins.ts'
import type { LocatedHelpers } from '../sign-in-sources/located-helpers.ts'
import type { LocalAccess } from '../sign-ins/local-access.ts'
import { orDecision } from '../decision-needed.ts'
import type { Registries } from '../registries/registries.ts'
import { readTypedAddress } from '../registries/typed-address.ts'
import type { VendorCommands } from '../sign-in-sources/vendor-commands.ts'

type RegistryMethods = Exclude<
  Extract<keyof Endpoints, `registries.${string}`>,
  | keyof ReturnType<typeof createCapabilityEndpoints>
  | keyof ReturnType<typeof createConnectionEndpoints>
>

type Deps = {
  readonly registries: Registries
  readonly found: FoundSignIns
  readonly located: LocatedHelpers
  readonly commands: VendorCommands
  readonly helm: HelmSignIn
  readonly local: LocalAccess
}

export const createRegistryEndpoints = ({
  registries,
  found,
  located,
  commands,
  helm,
  local,
}: Deps): Pick<Endpoints, RegistryMethods> => ({
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
  'registries.localPassword': async (_input, { signal }) => {
    const { username, secret } = await local.credential(signal)
    return { username, password: secret.reveal() }
  },
  'registries.importable': (_input, { signal }) => registries.importable(signal),
  'registries.locateHelper': async ({ name }) => ({ located: await located.locate(name) }),
  'registries.import': (input, { signal }) =>
    orDecision(async () => ({
      result: 'ok',
      ...(await importSignIns(registries, found, input, signal)),
    })),
  'registries.renew': async ({ registryId }, { signal }) => ({
    registry: await registries.renew(registryId, signal),
  }),
  'registries.renewalCommand': async ({ address, profile }) => {
    const command = await commands.describe(readTypedAddress(address).host, profile)
    return command ? { command } : {}
  },
  'registries.helmSignInPlan': async ({ registryId }, { signal }) => {
    const { saved, credential } = await registries.signedIn(registryId, signal)
    return { plan: await helm.plan(saved, credential) }
  },
  'registries.signInHelm': ({ registryId, decisions }, { signal }) =>
    orDecision(async () => {
      const { saved, credential } = await registries.signedIn(registryId, signal)
      return { result: 'ok', ...(await helm.signIn(saved, credential, decisions, signal)) }
    }),
})
