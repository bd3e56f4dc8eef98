import type { ConnectionSeen } from '../../../shared/ipc/schemas/connection-settings.ts'
import type { Registry } from '../../../shared/ipc/schemas/registries.ts'
import type { RegistryClient } from '../oci/types.ts'

/** What other services need of the saved registries. */
export type RegistryDirectory = {
  list(): readonly Registry[]
  /** Throws `not-found/registry`. */
  get(registryId: string): Registry
  /** One client per registry, with its sign-in. The same object until sign-in or removal. */
  client(registryId: string): RegistryClient
  /** What the last connection to it was. */
  connectionSeen(registryId: string): ConnectionSeen | undefined
  /** Told by whoever talks to the registry; moves the dot in the sidebar. */
  report(registryId: string, state: Registry['state']): void
}
