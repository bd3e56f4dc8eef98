import { type Target } from '../http/base/target.ts'
import { nextPage } from '../oci/listing/next-page.ts'
import type { ListingStrategy } from './listing-strategy.ts'
import { field, listOf, readApi, targetAt } from './read-api.ts'
import { namePages, walkPages } from './walk-pages.ts'

/**
 * The catalog of one repository key, the first part of the path: `/v2/_catalog` knows none: docs/protocol.md, "Listing
 * repositories".
 */
export const artifactoryRepository: ListingStrategy = {
  name: 'artifactory-repository',
  fits: ({ vendor, path }) => vendor === 'artifactory' && path !== '',
  list: async function* (context, signal) {
    const key = context.path.split('/')[0] ?? ''
    const read = async (target: Target) => {
      const { body, response } = await readApi(context, context.exchange, { target, signal })
      const items = listOf(context, field(body, 'repositories'))
      return { items, next: nextPage(response, items.length) }
    }
    const path = `/artifactory/api/docker/${encodeURIComponent(key)}/v2/_catalog?n=100`
    const pages = walkPages(targetAt(context.registry, path), read, context.onWarning)
    return yield* namePages(pages, name => `${key}/${String(name)}`)
  },
}
