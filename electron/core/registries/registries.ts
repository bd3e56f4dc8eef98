import { AppError } from '../../../shared/errors.ts'
import type { Output } from '../../../shared/ipc/contract.ts'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import type { Credential } from '../oci/base/credential.ts'
import type { SavedRegistry } from '../store/saved-registries.ts'
import type { ConnectOptions } from './connect.ts'
import { listImportable } from './importable.ts'
import { createOpenRegistries, type OpenRegistriesDeps } from './open-registries.ts'
import {
  createRegistryChanges,
  type RegistryChanges,
  type RegistryChangesDeps,
} from './registry-changes.ts'
import {
  createRegistryLooks,
  type RegistryLooks,
  type RegistryLooksDeps,
} from './registry-looks.ts'
import type { RegistryDirectory } from './types.ts'

/** The saved registries and what a user does with them. */
export type Registries = RegistryDirectory &
  Pick<RegistryLooks, 'probe' | 'certificate'> &
  RegistryChanges & {
    /** Asks who hands out the secret for another one now. Throws `unsupported/not-renewable`. */
    renew(registryId: string, signal: AbortSignal): Promise<Registry>
    /** The saved registry and its sign-in, for who signs in elsewhere with it. Throws `unsupported/no-sign-in`. */
    signedIn(
      registryId: string,
      signal: AbortSignal,
    ): Promise<{ readonly saved: SavedRegistry; readonly credential: Credential }>
    importable(signal: AbortSignal): Promise<Output<'signIns.found'>>
    /** How the registry's client reaches it. Throws `not-found/registry`. */
    connectOptions(registryId: string): ConnectOptions
    close(): Promise<void>
  }

export const createRegistries = (
  deps: OpenRegistriesDeps & RegistryLooksDeps & RegistryChangesDeps,
): Registries => {
  const open = createOpenRegistries(deps)
  const looks = createRegistryLooks(deps, open)
  const { signIns } = open
  return {
    list: () => open.all().map(entry => entry.shown()),
    get: registryId => open.find(registryId).shown(),
    client: registryId => open.find(registryId).client(),
    connectOptions: registryId => open.find(registryId).connectOptions(),
    connectionSeen: registryId => open.get(registryId)?.connectionSeen(),
    report: (registryId, state) => open.get(registryId)?.report(state),
    probe: looks.probe,
    certificate: looks.certificate,
    ...createRegistryChanges(deps, open, looks),
    renew: async (registryId, signal) => {
      const entry = open.findRemote(registryId)
      await signIns.renew(entry.saved, signal)
      return entry.shown()
    },
    signedIn: async (registryId, signal) => {
      const { saved } = open.find(registryId)
      const credential = await signIns.credentialOf(saved, signal)
      if (!credential) {
        throw signIns.whyMissing(saved) ?? new AppError('unsupported', 'no-sign-in')
      }
      return { saved, credential }
    },
    importable: signal =>
      listImportable(
        deps.found,
        open.all().map(({ saved }) => saved),
        signal,
      ),
    close: open.close,
  }
}
