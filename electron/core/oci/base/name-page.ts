/** The names of one answer, and how many of its entries broke the grammar. */
export type NamePage = { readonly names: readonly string[]; readonly skipped: number }

/** Why a listing ended before its end. */
export type ListingCut =
  'loop' | 'page-limit' | 'link-elsewhere' | 'link-unreadable' | 'page-refused'

/** `cut`: why it ended early, where that is known. */
export type ListingEnd = { readonly truncated: boolean; readonly cut?: ListingCut }
