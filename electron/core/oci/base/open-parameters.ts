/**
 * Query parameters of the distribution API, and of the vendors' beside it, that say nothing secret. The values of all
 * others, as in signed addresses, are hidden.
 */
export const openParameters: ReadonlySet<string> = new Set(
  (
    'n last digest service scope artifactType mount from tag next_page ' +
    'page page_size per_page namespace orderby'
  ).split(' '),
)
