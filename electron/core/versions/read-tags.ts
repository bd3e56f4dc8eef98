import { isReferrerTag } from '../../../shared/model/tag.ts'
import type { RepositoryClient } from '../oci/types.ts'
import type { ListingEnd } from '../oci/base/name-page.ts'
import type { SavedTags } from '../store/saved-listings.ts'

/** Reads the whole list; each page's new tags are told at once. Referrer tags are counted, not told. */
export const readTags = async (
  repository: RepositoryClient,
  tell: (tags: string[]) => void,
  signal: AbortSignal,
): Promise<Omit<SavedTags, 'listedAtMs'> & ListingEnd> => {
  const pages = repository.tags({ signal })
  const all = new Set<string>()
  const tags: string[] = []
  let skipped = 0
  for (;;) {
    const page = await pages.next()
    if (page.done) {
      return { tags, hidden: all.size - tags.length, skipped, ...page.value }
    }
    skipped += page.value.skipped
    const fresh = [...new Set(page.value.names)].filter(tag => !all.has(tag))
    for (const tag of fresh) all.add(tag)
    const shown = fresh.filter(tag => !isReferrerTag(tag))
    for (const tag of shown) tags.push(tag)
    if (shown.length > 0) tell(shown)
  }
}
