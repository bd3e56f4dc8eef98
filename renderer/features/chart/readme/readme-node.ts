/** What a README may be made of. Nothing else reaches the page. */
export const readmeTags = [
  'a',
  'blockquote',
  'br',
  'caption',
  'code',
  'dd',
  'del',
  'details',
  'div',
  'dl',
  'dt',
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
  'ins',
  'kbd',
  'li',
  'mark',
  'ol',
  'p',
  'pre',
  'q',
  'samp',
  'small',
  'span',
  'strong',
  'sub',
  'summary',
  'sup',
  'table',
  'tbody',
  'td',
  'tfoot',
  'th',
  'thead',
  'tr',
  'ul',
  'var',
] as const
export type ReadmeTag = (typeof readmeTags)[number]

/** What GitHub makes of a quote that begins with `[!NOTE]`. */
export const alertKinds = ['note', 'tip', 'important', 'warning', 'caution'] as const
export type AlertKind = (typeof alertKinds)[number]

export const codeColours = [
  'key',
  'string',
  'number',
  'keyword',
  'comment',
  'punctuation',
  'added',
  'removed',
] as const
export type CodeColour = (typeof codeColours)[number]

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
  /** Of an image, in CSS pixels. */
  readonly width?: number
  readonly height?: number
  readonly align?: 'left' | 'center' | 'right'
  readonly start?: number
  readonly colSpan?: number
  readonly rowSpan?: number
  readonly checked?: boolean
  readonly open?: boolean
  readonly alert?: AlertKind
  /** Of code: what its fence says that it is written in. */
  readonly language?: string
  readonly colour?: CodeColour
}

export type ReadmeNode = string | ReadmeElement

/** Elements that were not shown, by their names. */
export type LeftOut = { readonly tag: string; readonly count: number }

/** A tree to render, or the news that the text is to be shown as it is. */
export type ParsedReadme =
  | {
      readonly kind: 'tree'
      readonly nodes: readonly ReadmeNode[]
      readonly leftOut: readonly LeftOut[]
    }
  | PlainReadme
export type PlainReadme = {
  readonly kind: 'plain'
  readonly because: 'too-long' | 'too-slow' | 'too-complex' | 'failed'
}
