import { AppError, isAppError } from '../../../shared/errors.ts'
import type { Output, Progress } from '../../../shared/ipc/contract.ts'
import type { Finding } from '../capabilities/capability-sheet.ts'
import type { Events } from '../events/events.ts'
import type { Clock } from '../ports.ts'
import { isBelowPath } from '../../../shared/model/is-below-path.ts'
import { problemOf } from '../registries/reporting-client.ts'
import type { RegistryDirectory } from '../registries/types.ts'
import type { SavedCatalog, SavedListings } from '../store/saved-listings.ts'
import { readTags } from '../versions/read-tags.ts'
import { type CatalogRows, createCatalogRows } from './catalog-rows.ts'
import { eachAtMost } from '../async/each-at-most.ts'
import type { ListingSources } from './listing-sources.ts'

type Page = Progress<'repositories.list'>
type End = Output<'repositories.list'>

export type Repositories = {
  /** Streams pages as they come. Throws `unsupported/no-catalog` where nothing is listed and nothing kept. */
  list(registryId: string, tell: (page: Page) => void, signal: AbortSignal): Promise<End>
  /** Keeps them at once, then looks at each. Throws `invalid-input/outside-path`. */
  keep(registryId: string, names: readonly string[], signal: AbortSignal): Promise<void>
  /** Lists for what it teaches; that nothing is listed is no failure. */
  probe(registryId: string, signal: AbortSignal): Promise<void>
  forget(registryId: string, name: string): void
  kept(registryId: string): readonly string[]
}

type Deps = {
  readonly registries: RegistryDirectory
  readonly listings: SavedListings
  readonly sources: ListingSources
  readonly learn: (registryId: string, learnt: Finding) => void
  readonly events: Events
  readonly clock: Clock
}

const parallelLooks = 6

export const createRepositories = (deps: Deps): Repositories => {
  const { registries, listings, sources, learn, events, clock } = deps

  const read = async (registryId: string, rows: CatalogRows, signal: AbortSignal) => {
    const pages = sources.list(registryId, signal)
    let skipped = 0
    for (;;) {
      const page = await pages.next()
      if (page.done) {
        const { truncated, cut, strategy } = page.value
        const names = rows.names()
        const catalog = { names, truncated, skipped, listedAtMs: clock.now(), strategy }
        listings.saveCatalog(registryId, catalog)
        const params = { repositories: names.length, requests: page.value.pages }
        learn(registryId, listingLearnt(strategy, 'works', params))
        return { ...catalog, ...(cut && { cut }) }
      }
      skipped += page.value.skipped
      rows.tell(page.value.names)
    }
  }

  const list: Repositories['list'] = async (registryId, send, signal) => {
    const { path } = registries.get(registryId)
    const kept = listings.kept(registryId)
    const rows = createCatalogRows({ path, tagCounts: listings.tagCounts(registryId), send })
    try {
      const catalog = await read(registryId, rows, signal)
      return endOf(catalog, { total: rows.tellKept(kept), saved: false })
    } catch (error) {
      const saved = listings.catalog(registryId)
      if (saved && isAppError(error) && error.code === 'unreachable') {
        rows.tell(saved.names)
        const { strategy } = sources.choice(registryId)
        const end = endOf({ ...saved, strategy }, { total: rows.tellKept(kept), saved: true })
        return { ...end, ...problemOf(error) }
      }
      if (!isNotListed(error)) throw error
      learn(registryId, listingLearnt('kept', 'refused', { repositories: kept.length }))
      if (kept.length === 0 && !sources.isKeptOnly(registryId)) throw error
      return keptOnly(rows.tellKept(kept), clock.now())
    }
  }

  const look = async (registryId: string, name: string, signal: AbortSignal) => {
    try {
      const repository = registries.client(registryId).repository(name)
      const tags = await readTags(repository, () => {}, signal)
      listings.saveTags(registryId, name, { ...tags, listedAtMs: clock.now() })
      listings.keep(registryId, name, false)
    } catch (error) {
      // Not there is worth telling; any other failure says nothing about this one repository.
      if (!isAppError(error) || error.code === 'cancelled') throw error
      if (error.code === 'not-found') listings.keep(registryId, name, true)
    }
  }

  const tellChanged = (registryId: string) =>
    void events.tell('changed', { changed: 'repositories', registryId })

  return {
    list,
    probe: async (registryId, signal) => {
      try {
        await list(registryId, () => {}, signal)
      } catch (error) {
        if (!isNotListed(error)) throw error
      }
    },
    keep: async (registryId, names, signal) => {
      const { path } = registries.get(registryId)
      const outside = names.find(name => !isBelowPath(name, path))
      if (outside !== undefined) {
        throw new AppError('invalid-input', 'outside-path', { repository: outside, path })
      }
      for (const name of names) listings.keep(registryId, name, false)
      tellChanged(registryId)
      await eachAtMost(parallelLooks, names, name => look(registryId, name, signal))
      tellChanged(registryId)
    },
    forget: (registryId, name) => {
      registries.get(registryId)
      listings.forgetKept(registryId, name)
      tellChanged(registryId)
    },
    kept: registryId => {
      registries.get(registryId)
      return listings.kept(registryId).map(({ name }) => name)
    },
  }
}

type NamedCatalog = SavedCatalog & Pick<End, 'strategy' | 'cut'>

const endOf = (
  { truncated, cut, skipped, listedAtMs, strategy }: NamedCatalog,
  { total, saved }: { total: number; saved: boolean },
): End => ({
  total,
  strategy,
  truncated,
  ...(cut && { cut }),
  skippedNames: skipped,
  listedAtMs,
  saved,
})

/** The registry lists to nobody, or not to us; what the user named may still be read. */
const isNotListed = (error: unknown): boolean =>
  isAppError(error) && (error.reason === 'no-catalog' || error.reason === 'sign-in-needed')

const listingLearnt = (
  value: End['strategy'],
  state: Finding['state'],
  params: Finding['params'],
): Finding => ({ name: 'repository-listing', state, value, params, foundBy: 'listing' })

const keptOnly = (total: number, listedAtMs: number): End => ({
  total,
  strategy: 'kept',
  truncated: false,
  skippedNames: 0,
  listedAtMs,
  saved: false,
})
