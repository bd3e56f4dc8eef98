import { isRepositoryName } from '../../../shared/model/reference.ts'
import { registryLimits } from '../oci/base/limits.ts'
import { isSameOrigin, parseTarget, type Target } from '../http/base/target.ts'
import type { HttpResponse } from '../http/base/http-types.ts'
import type { NextPage } from '../oci/listing/next-page.ts'
import type { ListingCut, ListingEnd, NamePage } from '../oci/base/name-page.ts'

export type ApiPage<T> = {
  readonly items: readonly T[]
  readonly next: NextPage
}

/** Reads page after page of a vendor's API. Ends early, and says so, at a loop, a page limit or a link that leads away. */
export async function* walkPages<T>(
  first: Target,
  read: (target: Target) => Promise<ApiPage<T>>,
  onWarning: (text: string) => void,
): AsyncGenerator<readonly T[], ListingEnd> {
  const visited = new Set<string>()
  const stop = (cut: ListingCut): ListingEnd => {
    onWarning(cut)
    return { truncated: true, cut }
  }
  let target = first
  for (;;) {
    visited.add(target.path)
    const { items, next } = await read(target)
    yield items
    if (next === 'end') return { truncated: false }
    if (typeof next === 'string') return stop(next)
    if (visited.has(next.path)) return stop('loop')
    if (visited.size >= registryLimits.pages) return stop('page-limit')
    target = next
  }
}

/** The rest of a listing as a body or a header of the answer names it. */
export const continuation = (text: string | null | undefined, { url }: HttpResponse): NextPage => {
  if (text === null || text === undefined || text === '') return 'end'
  const target = parseTarget(text, url)
  if (!target) return 'link-unreadable'
  return isSameOrigin(target.url, url) ? target : 'link-elsewhere'
}

export type NameReader = (names: Iterable<unknown>) => NamePage

/** Valid names that were not read before; what breaks the grammar is counted. */
export const createNameReader = (): NameReader => {
  const seen = new Set<string>()
  return found => {
    const names: string[] = []
    let skipped = 0
    for (const name of found) {
      if (typeof name !== 'string' || !isRepositoryName(name)) skipped++
      else if (!seen.has(name) && seen.size < registryLimits.names) names.push(name)
      if (typeof name === 'string') seen.add(name)
    }
    return { names, skipped }
  }
}

/** Names from the items of one paged list. */
export async function* namePages<T>(
  pages: AsyncGenerator<readonly T[], ListingEnd>,
  nameOf: (item: T) => unknown,
  read: NameReader = createNameReader(),
): AsyncGenerator<NamePage, ListingEnd> {
  for (;;) {
    const page = await pages.next()
    if (page.done) return page.value
    yield read(page.value.map(nameOf))
  }
}
