import type { AppError } from '../../../../shared/errors.ts'
import type { HttpResponse } from '../../http/base/http-types.ts'
import { limits } from '../../http/base/limits.ts'
import type { Target } from '../../http/base/target.ts'
import type { ListingCut, ListingEnd, NamePage } from '../base/name-page.ts'
import { nextPage } from './next-page.ts'
import { pageSizes, withLargerPage } from './page-size.ts'
import { readNames } from './read-names.ts'

export type Listing = {
  readonly host: string
  readonly field: 'tags' | 'repositories'
  readonly isValid: (name: string) => boolean
  /** To be asked one after the other while the registry refuses the first page with a 4xx. */
  readonly first: readonly Target[]
  readonly get: (target: Target) => Promise<HttpResponse>
  readonly refused: (response: HttpResponse) => AppError
  readonly onWarning: (text: string) => void
}

/**
 * Follows `Link` from page to page. Ends early, and says so, at a loop, a page limit, or a link that leads away or cannot
 * be read: what came so far is still worth showing.
 */
export async function* listNames(listing: Listing): AsyncGenerator<NamePage, ListingEnd> {
  const seen = new Set<string>()
  const visited = new Set<string>()
  const getNext = createPageFetcher(listing)
  let response = await firstSuccess(listing, listing.first)
  for (let pages = 1; ; pages++) {
    const page = readNames(response, listing.field, listing.isValid, seen, listing.host)
    yield { names: page.names, skipped: page.skipped }
    const next = nextPage(response, page.count)
    if (next === 'end') return { truncated: false }
    if (typeof next === 'string') return stop(listing, next)
    if (visited.has(next.path)) return stop(listing, 'loop')
    if (pages >= limits.pages || seen.size >= limits.names) return stop(listing, 'page-limit')
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

// 429 says nothing about the request itself.
const isClientError = ({ status }: HttpResponse) => status >= 400 && status < 500 && status !== 429

const firstSuccess = async (
  listing: Listing,
  targets: readonly Target[],
): Promise<HttpResponse> => {
  const [target, ...rest] = targets
  if (!target) throw new Error('a listing needs a first page')
  const response = await listing.get(target)
  if (response.status === 200) return response
  if (rest.length > 0 && isClientError(response)) return firstSuccess(listing, rest)
  throw listing.refused(response)
}

/** Raises the page size as far as the registry lets it; any 4xx brings back the link as it came. */
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
