import type { HttpResponse } from '../../http/base/http-types.ts'
import { registryLimits } from '../base/limits.ts'
import type { Target } from '../../http/base/target.ts'
import type { ListingCut, ListingEnd, NamePage } from '../base/name-page.ts'
import { nextPage } from './next-page.ts'
import { isClientError, openList } from './open-list.ts'
import { pageSizes, withLargerPage } from './page-size.ts'
import type { Listing } from './listing.ts'
import { readNames } from './read-names.ts'

/**
 * Follows `Link` from page to page. Ends early, and says so, at a loop, a page limit, or a link that leads away or
 * cannot be read: what came so far is still worth showing.
 */
export async function* listNames(listing: Listing): AsyncGenerator<NamePage, ListingEnd> {
  const seen = new Set<string>()
  const visited = new Set<string>()
  const getNext = createPageFetcher(listing)
  let { response, large } = await openList(listing)
  for (let pages = 1; ; pages++) {
    const page = readNames(response, listing.field, listing.isValid, seen, listing.host)
    yield { names: page.names, skipped: page.skipped }
    const larger = await large
    large = undefined
    if (larger) {
      response = larger
      continue
    }
    const next = nextPage(response, page.count)
    if (next === 'end') return { truncated: false }
    if (typeof next === 'string') return stop(listing, next)
    if (visited.has(next.path)) return stop(listing, 'loop')
    if (pages >= registryLimits.pages || seen.size >= registryLimits.names)
      return stop(listing, 'page-limit')
    visited.add(next.path)
    response = await getNext(next, page.finalName)
    if (lostPlace.has(response.status)) return stop(listing, 'page-refused')
    if (response.status !== 200) throw listing.refused(response)
  }
}

// The name a link goes on from was deleted meanwhile (Harbor 400, zot 404), or the cursor ended (ECR Public 405).
const lostPlace = new Set([400, 404, 405])

const stop = ({ onWarning }: Listing, cut: ListingCut): ListingEnd => {
  onWarning(cut)
  return { truncated: true, cut }
}

/** Raises the page size as far as the registry lets it. After any 4xx the link is followed as it came. */
const createPageFetcher = (listing: Listing) => {
  let sizes = pageSizes
  return async (link: Target, finalName: string | undefined): Promise<HttpResponse> => {
    for (const size of sizes) {
      const larger = withLargerPage(link, finalName, size)
      if (!larger) break
      const response = await listing.get(larger)
      if (!isClientError(response)) return response
      sizes = sizes.filter(other => other < size)
    }
    return listing.get(link)
  }
}
