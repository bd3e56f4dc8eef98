import { isAppError, type AppError } from '../../../shared/errors.ts'
import type { Input, Output, Progress } from '../../../shared/ipc/contract.ts'
import { newestRow, toVersionRows } from '../../../shared/model/version.ts'
import { eachAtMost } from '../async/each-at-most.ts'
import type { RegistryDirectory } from '../registries/types.ts'
import type { SavedListings } from '../store/saved-listings.ts'
import type { SavedDetails } from '../store/saved-details.ts'
import { endsAll } from './tell-details.ts'

type Item = Progress<'repositories.details'>
type RepositoryDetails = Extract<Item, { details: unknown }>['details']
type Version = Extract<Progress<'versions.details'>, { details: unknown }>['details']
type RepositoryKey = { readonly registryId: string; readonly repository: string }

type Deps = {
  readonly registries: Pick<RegistryDirectory, 'get' | 'report'>
  readonly listings: Pick<SavedListings, 'tags'>
  readonly details: Pick<SavedDetails, 'get' | 'lastDigest'>
  /** Lists the tags, and saves them. */
  readonly list: (
    place: RepositoryKey,
    tell: (page: { tags: string[] }) => void,
    signal: AbortSignal,
  ) => Promise<Output<'versions.list'>>
  /** Looks at the manifest that a tag names, and saves what it says. */
  readonly look: (
    request: Input<'versions.details'>,
    tell: (item: Progress<'versions.details'>) => void,
    signal: AbortSignal,
  ) => Promise<void>
}

const parallelRepositories = 3
/** After so many refusals in a row the sign-in is taken to open no repository. */
const maxRefused = 3

/**
 * Tells what is saved of these repositories at once, then asks for each in the order given: its tags, and what the
 * newest of them is. Ends when all were looked at, or at the first that says the registry limits us; throws when the
 * whole registry fails.
 */
export const tellRepositories = async (
  deps: Deps,
  { registryId, repositories }: Input<'repositories.details'>,
  tell: (item: Item) => void,
  signal: AbortSignal,
): Promise<void> => {
  for (const repository of repositories) {
    const saved = savedDetails(deps, { registryId, repository })
    if (saved) tell({ saved })
  }
  const { registries } = deps
  let refused = 0
  let answering: ReturnType<typeof registries.get>['state'] | undefined
  try {
    await eachAtMost(parallelRepositories, repositories, async repository => {
      try {
        tell({ details: await askFor(deps, { registryId, repository }, signal) })
        answering = registries.get(registryId).state
      } catch (error) {
        const isRefusal = isAppError(error) && error.code === 'unauthorized'
        if (isRefusal) refused += 1
        const mayBeThisOne = isRefusal && (answering !== undefined || refused < maxRefused)
        if (!isAppError(error) || (endsAll(error) && !mayBeThisOne)) throw error
        // A repository that is refused says nothing about a registry that answered for others.
        if (isRefusal && answering) registries.report(registryId, answering)
        tell({ failed: failureOf(repository, error) })
        if (error.code === 'rate-limited') throw new Limited()
      }
    })
  } catch (error) {
    if (!(error instanceof Limited)) throw error
  }
}

class Limited extends Error {}

const failureOf = (repository: string, { code, reason, params, details }: AppError) => {
  const retryAfterMs = details?.retryAfterMs
  return {
    repository,
    code,
    reason,
    params,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  }
}

const savedDetails = (
  { listings, details }: Deps,
  place: RepositoryKey,
): RepositoryDetails | undefined => {
  const { registryId, repository } = place
  const saved = listings.tags(registryId, repository)
  if (!saved) return undefined
  const newest = saved.truncated ? undefined : newestRow(toVersionRows(saved.tags))
  const digest = newest && details.lastDigest(registryId, repository, newest.tag)
  const known = digest && details.get(registryId, digest)
  return {
    repository,
    tagCount: saved.tags.length,
    ...(newest && known && { latest: { ...known, tag: newest.tag } }),
  }
}

const askFor = async (
  { list, look }: Deps,
  { registryId, repository }: RepositoryKey,
  signal: AbortSignal,
): Promise<RepositoryDetails> => {
  const tags: string[] = []
  const end = await list({ registryId, repository }, page => tags.push(...page.tags), signal)
  const base = { repository, tagCount: tags.length }
  // The newest version of a list that was cut short is not known.
  const newest = end.truncated ? undefined : newestRow(toVersionRows(tags))
  if (!newest) return base
  let latest: Version | undefined
  await look(
    { registryId, repository, tags: [newest.tag] },
    item => {
      // A version that cannot be read is told where its versions are.
      if ('details' in item) latest = item.details
    },
    signal,
  )
  return latest ? { ...base, latest } : base
}
