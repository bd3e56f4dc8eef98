import { within } from '../../async/within.ts'
import type { HttpResponse } from '../../http/base/http-types.ts'
import type { Target } from '../../http/base/target.ts'
import type { LargePage, Listing } from './listing.ts'

export type Opened = {
  readonly response: HttpResponse
  /** The large page that is still on its way while `response` is the small one; undefined when it was not to be had. */
  readonly large?: Promise<HttpResponse | undefined> | undefined
}

/**
 * Asks for a large page first: most registries answer it at once, and most lists then take one request. Where a
 * registry takes long for it (docker-registry on object storage walks its whole tree), the small page is asked for
 * beside it, so that a reader sees names soon.
 */
export const openList = async (listing: Listing): Promise<Opened> =>
  listing.large
    ? openLarge(listing, listing.large)
    : { response: await firstSuccess(listing, listing.first) }

const openLarge = async (listing: Listing, page: LargePage): Promise<Opened> => {
  const asked = listing.get(page.target)
  const early = await within(
    { clock: page.clock, ms: page.patienceMs, signal: listing.signal },
    asked,
    () => undefined,
  )
  if (early?.status === 200) return { response: early }
  if (early && !isClientError(early)) throw listing.refused(early)
  const large = early ? undefined : asked.then(onSuccess, () => undefined)
  return { response: await firstSuccess(listing, listing.first), large }
}

const onSuccess = (response: HttpResponse) => (response.status === 200 ? response : undefined)

// 429 says nothing about the request itself.
export const isClientError = ({ status }: HttpResponse): boolean =>
  status >= 400 && status < 500 && status !== 429

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
