import type { RegistryPage } from '../../../shared/ipc/schemas/capabilities.ts'
import type { RegistryDirectory } from '../registries/types.ts'
import type { SavedListings } from '../store/saved-listings.ts'
import { type ProbeTarget, runProbes } from './probes.ts'
import type { RegistryPages } from './registry-pages.ts'

/** Probes again; only reads. Throws what ends all: unreachable, cancelled, a sign-in that is refused. */
export type TestRegistry = (registryId: string, signal: AbortSignal) => Promise<RegistryPage>

type Deps = {
  readonly registries: RegistryDirectory
  readonly listings: SavedListings
  readonly pages: Pick<RegistryPages, 'identify' | 'learn' | 'page'>
  /** Lists the registry for what it teaches. */
  readonly probeListing: (registryId: string, signal: AbortSignal) => Promise<void>
}

export const createTestRegistry =
  ({ registries, listings, pages, probeListing }: Deps): TestRegistry =>
  async (registryId, signal) => {
    const client = registries.client(registryId)
    await client.ping({ signal })
    const { vendor } = await pages.identify(registryId, signal)
    await probeListing(registryId, signal)
    const known = { ...knownOf(listings, registryId), vendor }
    for (const learnt of await runProbes(client, known, signal)) pages.learn(registryId, learnt)
    return pages.page(registryId)
  }

/** The repository with most tags: what it answers tells most. */
const knownOf = (listings: SavedListings, registryId: string): ProbeTarget => {
  const counts = [...listings.tagCounts(registryId)].toSorted(([, a], [, b]) => b - a)
  const repository = counts[0]?.[0] ?? listings.catalog(registryId)?.names[0]
  const tags = repository === undefined ? [] : listings.tags(registryId, repository)?.tags
  return { repository, tags: tags ?? [] }
}
