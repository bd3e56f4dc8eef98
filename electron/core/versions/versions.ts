import { isAppError } from '../../../shared/errors.ts'
import type { Input, Output, Progress } from '../../../shared/ipc/contract.ts'
import { type Digest, parseDigest } from '../../../shared/model/digest.ts'
import type { Clock } from '../ports.ts'
import { problemOf } from '../registries/reporting-client.ts'
import type { ListingEnd } from '../oci/base/name-page.ts'
import type { RegistryDirectory } from '../registries/types.ts'
import type { SavedTags } from '../store/saved-listings.ts'
import type { Store } from '../store/store.ts'
import { archivesHere } from './archives-here.ts'
import { createContentStore } from './content-store.ts'
import { readTags } from './read-tags.ts'
import { tellDetails } from './tell-details.ts'
import { tellRepositories } from './tell-repositories.ts'
import type { TagMemory } from './tag-memory.ts'

type RepositoryKey = Input<'versions.list'>

export type Versions = {
  /** Streams tags as pages come; what was saved when the registry cannot be reached. */
  list(
    place: RepositoryKey,
    tell: (page: Progress<'versions.list'>) => void,
    signal: AbortSignal,
  ): Promise<Output<'versions.list'>>
  details(
    request: Input<'versions.details'>,
    tell: (item: Progress<'versions.details'>) => void,
    signal: AbortSignal,
  ): Promise<void>
  /** How many versions each of these repositories has, and the newest of them. */
  ofRepositories(
    request: Input<'repositories.details'>,
    tell: (item: Progress<'repositories.details'>) => void,
    signal: AbortSignal,
  ): Promise<void>
  /** Asks no registry. */
  here(request: Input<'versions.here'>, signal: AbortSignal): Promise<readonly Digest[]>
}

type Deps = {
  readonly registries: RegistryDirectory
  readonly store: Store
  readonly memory: TagMemory
  readonly clock: Clock
}

export const createVersions = ({ registries, store, memory, clock }: Deps): Versions => {
  // distribution lists a repository from its first blob on, and finds it from its first tag on.
  const isListed = (registryId: string, repository: string) =>
    store.listings.catalog(registryId)?.names.includes(repository) === true

  const versions: Versions = {
    list: async ({ registryId, repository }, tell, signal) => {
      const client = registries.client(registryId).repository(repository)
      const told = new Set<string>()
      const tellNew = (tags: readonly string[]) => {
        const fresh = tags.filter(tag => !told.has(tag))
        for (const tag of fresh) told.add(tag)
        if (fresh.length > 0) tell({ tags: fresh })
      }
      try {
        const tags = { ...(await readTags(client, tellNew, signal)), listedAtMs: clock.now() }
        store.listings.saveTags(registryId, repository, tags)
        return endOf(tags, false)
      } catch (error) {
        if (!isAppError(error)) throw error
        if (error.code === 'not-found' && isListed(registryId, repository)) {
          const tags = { ...noTags, listedAtMs: clock.now() }
          store.listings.saveTags(registryId, repository, tags)
          return { ...endOf(tags, false), notFound: true }
        }
        const saved = store.listings.tags(registryId, repository)
        if (!saved || error.code !== 'unreachable') throw error
        tellNew(saved.tags)
        return { ...endOf(saved, true), ...problemOf(error) }
      }
    },
    details: async ({ registryId, repository, tags }, tell, signal) => {
      const client = registries.client(registryId).repository(repository)
      const contents = createContentStore(registryId, client, store.contents)
      const place = { registryId, repository }
      await tellDetails(
        { place, client, contents, saved: store.details, memory },
        tags,
        tell,
        signal,
      )
    },
    ofRepositories: (request, tell, signal) =>
      tellRepositories(
        {
          registries,
          listings: store.listings,
          details: store.details,
          list: versions.list,
          look: versions.details,
        },
        request,
        tell,
        signal,
      ),
    here: ({ digests }, signal) =>
      archivesHere(
        store.contents,
        digests.flatMap(text => parseDigest(text) ?? []),
        signal,
      ),
  }
  return versions
}

const noTags = { tags: [], hidden: 0, skipped: 0, truncated: false }

const endOf = (
  { tags, hidden, skipped, truncated, cut, listedAtMs }: SavedTags & ListingEnd,
  saved: boolean,
): Output<'versions.list'> => ({
  total: tags.length,
  hidden,
  skipped,
  truncated,
  ...(cut && { cut }),
  listedAtMs,
  saved,
})
