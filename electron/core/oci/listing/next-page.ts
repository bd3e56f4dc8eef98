import { nextLink } from '../../http/base/link-header.ts'
import type { HttpResponse } from '../../http/base/http-types.ts'
import { isSameOrigin, parseTarget, type Target, targetOf } from '../../http/base/target.ts'
import type { ListingCut } from '../base/name-page.ts'

/** The page after this one: `end` when there is none, or why it cannot be told or must not be asked for. */
export type NextPage = Target | 'end' | Extract<ListingCut, 'link-elsewhere' | 'link-unreadable'>

/**
 * An empty page is the last, whatever it says: some registries send a link with every page. A link with http under
 * https, from a registry that does not know of its TLS proxy, is read as https.
 */
export const nextPage = (response: HttpResponse, itemCount: number): NextPage => {
  const link = nextLink(response.headers.all('link'))
  if (link.kind === 'none' || itemCount === 0) return 'end'
  if (link.kind === 'unreadable') return 'link-unreadable'
  const target = parseTarget(link.target, response.url)
  if (!target) return 'link-unreadable'
  const upgraded = upgrade(target, response.url)
  const isHere = isSameOrigin(upgraded.url, response.url)
  // A link without `rel` counts as the next page only where it leads to a page of the same list.
  if (link.kind === 'unnamed' && !(isHere && upgraded.url.pathname === response.url.pathname)) {
    return 'link-unreadable'
  }
  return isHere ? upgraded : 'link-elsewhere'
}

const upgrade = (target: Target, base: URL): Target => {
  const { url, path } = target
  if (url.protocol !== 'http:' || base.protocol !== 'https:' || url.hostname !== base.hostname) {
    return target
  }
  // A URL keeps a port that was written; port 80 belongs to http alone.
  return url.port === '' || url.port === base.port ? targetOf(base.origin, path) : target
}
