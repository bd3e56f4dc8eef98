import { nextLink } from '../http/link-header.ts'
import type { HttpResponse } from '../http/http-types.ts'
import { isSameOrigin, parseTarget, type Target, targetOf } from '../http/target.ts'

/**
 * The page after this one: 'end' without a link, 'refused' when the link leads to another origin or nowhere. A link
 * with http under https, from a registry that does not know of its TLS proxy, is read as https.
 */
export const nextPage = (response: HttpResponse): Target | 'end' | 'refused' => {
  const link = nextLink(response.headers.all('link'))
  if (link === undefined) return 'end'
  const target = parseTarget(link, response.url)
  if (!target) return 'refused'
  const upgraded = upgrade(target, response.url)
  return isSameOrigin(upgraded.url, response.url) ? upgraded : 'refused'
}

const upgrade = (target: Target, base: URL): Target => {
  const { url, path } = target
  if (url.protocol !== 'http:' || base.protocol !== 'https:' || url.hostname !== base.hostname) {
    return target
  }
  // A URL keeps a port that is said; port 80 belongs to http alone.
  return url.port === '' || url.port === base.port ? targetOf(base.origin, path) : target
}
