import type { Target } from '../http/base/target.ts'
import { nextPage } from '../oci/listing/next-page.ts'
import type { ListingStrategy } from './listing-strategy.ts'
import { field, listOf, readApi, targetAt } from './read-api.ts'
import { namePages, walkPages } from './walk-pages.ts'

/**
 * ACR's own catalog, which some tokens may read that `/v2/_catalog` refuses: docs/protocol.md, "Listing repositories".
 */
export const acrCatalog: ListingStrategy = {
  name: 'acr-catalog',
  fits: ({ vendor }) => vendor === 'acr',
  list: async function* (context, signal) {
    const read = async (target: Target) => {
      const { body, response } = await readApi(context, context.exchange, { target, signal })
      const items = listOf(context, field(body, 'repositories'))
      return { items, next: nextPage(response, items.length) }
    }
    const first = targetAt(context.registry, '/acr/v1/_catalog?n=100')
    return yield* namePages(walkPages(first, read, context.onWarning), name => name)
  },
}
