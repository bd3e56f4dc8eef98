export type Slugger = (heading: string) => string

/** The anchors GitHub gives to headings, so that a README's own table of contents works; `-1`, `-2` for repeats. */
export const createSlugger = (): Slugger => {
  const seen = new Map<string, number>()
  return heading => {
    const slug = heading
      .trim()
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
      .replaceAll(' ', '-')
    const times = seen.get(slug) ?? 0
    seen.set(slug, times + 1)
    return times === 0 ? slug : `${slug}-${times}`
  }
}
