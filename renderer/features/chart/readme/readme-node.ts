/** What a README may be made of. Nothing else reaches the page. */
export const readmeTags = [
  'a',
  'blockquote',
  'br',
  'code',
  'del',
  'em',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'hr',
  'img',
  'input',
  'li',
  'ol',
  'p',
  'pre',
  'section',
  'strong',
  'sup',
  'table',
  'tbody',
  'td',
  'th',
  'thead',
  'tr',
  'ul',
] as const
export type ReadmeTag = (typeof readmeTags)[number]

export type ReadmeElement = {
  readonly tag: ReadmeTag
  readonly children: readonly ReadmeNode[]
  /** Prefixed, so that it can name nothing of the app. */
  readonly id?: string
  /** Of a heading whose outline skips a level: the one it has in the outline. */
  readonly level?: number
  readonly href?: string
  readonly src?: string
  readonly alt?: string
  readonly align?: 'left' | 'center' | 'right'
  readonly start?: number
  readonly checked?: boolean
}

export type ReadmeNode = string | ReadmeElement

/** A tree to render, or the news that the text is to be shown as it is. */
export type ParsedReadme =
  { readonly kind: 'tree'; readonly nodes: readonly ReadmeNode[] } | PlainReadme
export type PlainReadme = {
  readonly kind: 'plain'
  readonly because: 'too-long' | 'too-slow' | 'too-complex' | 'failed'
}
