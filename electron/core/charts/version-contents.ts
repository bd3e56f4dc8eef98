import type { Input } from '../../../shared/ipc/contract.ts'
import { parseDigest } from '../../../shared/model/digest.ts'
import type { RepositoryClient } from '../oci/types.ts'
import type { RegistryDirectory } from '../registries/types.ts'
import type { ContentCache } from '../store/content-cache.ts'
import type { Store } from '../store/store.ts'
import { type ContentStore, createContentStore } from '../versions/content-store.ts'
import { type OpenedVersion, openVersion } from '../helm/open-version.ts'
import type { TagMemory } from '../versions/tag-memory.ts'

export type VersionLocation = Input<'charts.manifest'>

export type VersionAccess = {
  readonly registryId: string
  readonly repository: RepositoryClient
  readonly contents: ContentStore
  readonly cache: ContentCache
}

export type VersionContents = {
  /** Resolves the reference, opens the version, lends it to the action and keeps what came new. */
  open<T>(
    location: VersionLocation,
    signal: AbortSignal,
    act: (version: OpenedVersion, access: VersionAccess) => Promise<T>,
  ): Promise<T>
}

type Deps = {
  readonly registries: RegistryDirectory
  readonly store: Store
  readonly memory: TagMemory
}

export const createVersionContents = ({ registries, store, memory }: Deps): VersionContents => ({
  open: async (location, signal, act) => {
    const { registryId, reference } = location
    const repository = registries.client(registryId).repository(location.repository)
    const contents = createContentStore(registryId, repository, store.contents)
    try {
      // Reading, listing files and the manifest follow each other within a second: the tag is asked for once.
      const version = await openVersion(
        contents,
        memory.recall(location, reference) ?? reference,
        signal,
      )
      if (!parseDigest(reference)) memory.remember(location, reference, version.root.digest)
      return await act(version, { registryId, repository, contents, cache: store.contents })
    } finally {
      contents.flush()
    }
  },
})
