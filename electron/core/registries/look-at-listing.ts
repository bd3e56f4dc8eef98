import { AppError, isAppError } from '../../../shared/errors.ts'
import type { Probe } from '../../../shared/ipc/schemas/registries.ts'
import { vendorOfHost } from '../../../shared/model/vendor.ts'
import { listRepositories } from '../vendors/list-repositories.ts'
import { strategiesFor } from '../vendors/strategies.ts'
import type { RegistryClient } from '../oci/types.ts'
import type { NamePage } from '../oci/base/name-page.ts'
import { isBelowPath } from '../../../shared/model/is-below-path.ts'

export type ListingLook = Pick<Probe, 'catalog' | 'repositoryCount' | 'namespaceCount'> & {
  /** The first that is listed below the path. */
  readonly repository?: string
}

/** A count that takes longer is left out: the user waits for the answer. */
const countingMs = 1_500

/** Whether the registry lists what is below the path, by any way that fits its host, and how much if that is quick. */
export const lookAtListing = async (
  client: RegistryClient,
  { path, signedIn }: { path: string; signedIn: boolean },
  signal: AbortSignal,
): Promise<ListingLook> => {
  const { host } = client.endpoint
  const place = { host, path, vendor: vendorOfHost(host), signedIn, hasAws: false }
  const either = AbortSignal.any([signal, AbortSignal.timeout(countingMs)])
  let last: ListingLook = { catalog: 'not-offered' }
  for (const { name } of strategiesFor(place)) {
    last = await count(listRepositories(client, name, { path, signal: either }), path, signal)
    if (last.catalog === 'available' || either.aborted) break
  }
  return last
}

const count = async (
  listing: AsyncIterable<NamePage>,
  path: string,
  signal: AbortSignal,
): Promise<ListingLook> => {
  const names = new Set<string>()
  let pages = 0
  try {
    for await (const page of listing) {
      pages++
      page.names.filter(name => isBelowPath(name, path)).forEach(name => names.add(name))
    }
    return { ...listed(names), repositoryCount: names.size, namespaceCount: namespaces(names) }
  } catch (error) {
    if (signal.aborted) throw new AppError('cancelled', 'by-user')
    if (pages > 0) return listed(names)
    if (isAppError(error) && error.reason === 'no-catalog') return { catalog: 'not-offered' }
    if (isAppError(error) && error.code === 'unauthorized') return { catalog: 'sign-in-needed' }
    return { catalog: 'unknown' }
  }
}

const listed = ([repository]: Iterable<string>) => ({
  catalog: 'available' as const,
  ...(repository !== undefined && { repository }),
})

const namespaces = (names: ReadonlySet<string>): number =>
  new Set([...names].map(name => name.split('/').slice(0, -1).join('/'))).size
