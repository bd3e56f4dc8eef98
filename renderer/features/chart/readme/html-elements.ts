import { readmeTags, type ReadmeTag } from './readme-node.ts'

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

const kept: ReadonlySet<string> = new Set(readmeTags)
const isReadmeTag = (name: string): name is ReadmeTag => kept.has(name)

/** Shown under another name that means the same to a reader. */
const shownAs: ReadonlyMap<string, ReadmeTag> = new Map<string, ReadmeTag>([
  ['b', 'strong'],
  ['i', 'em'],
  ['cite', 'em'],
  ['dfn', 'em'],
  ['s', 'del'],
  ['strike', 'del'],
  ['u', 'ins'],
  ['tt', 'code'],
  ['listing', 'pre'],
])

/** Boxes: their words stay apart from those around them. */
const boxes = words(
  'address article aside body button center dialog dir fieldset figcaption figure footer form frameset header hgroup html legend main menu nav option optgroup search section select',
)

/** Only hold others, or say something to programs: nothing is lost without them. */
const transparent = words(
  'abbr bdi bdo big body center col colgroup data font g-emoji head html label nobr noscript optgroup option picture rb rp rt rtc ruby source template time title wbr',
)

/** No words for a reader: what is between their tags goes with them. */
const wordless = words('script style')

const others = words(
  'acronym applet area audio base basefont bgsound blink canvas command datalist embed frame iframe image input isindex keygen link map marquee math meta meter nextid noembed noframes object output param plaintext portal progress slot svg textarea track video xmp',
)

/** Whose content HTML reads as text up to their end, which a README may leave out. */
const rawText = words(
  'iframe noembed noframes noscript plaintext script style textarea title xmp svg math',
)

export const isHtmlElement = (name: string): boolean =>
  kept.has(name) ||
  shownAs.has(name) ||
  boxes.has(name) ||
  transparent.has(name) ||
  wordless.has(name) ||
  others.has(name)

/** A name that no HTML parser knows, so that the content is read as that of any other element. */
const opaquePrefix = 'x-'
export const asOrdinary = (name: string): string => (rawText.has(name) ? opaquePrefix + name : name)

export type ElementFate = {
  /** As what it is shown; undefined: its children stand for themselves. */
  readonly tag: ReadmeTag | undefined
  /** By this name it is told to be left out. */
  readonly leftOut: string | undefined
  readonly dropsContent: boolean
}

/** What becomes of an element of a README. */
export const elementFate = (given: string): ElementFate => {
  const name = given.startsWith(opaquePrefix) ? given.slice(opaquePrefix.length) : given
  // A README has no fields: the boxes of task lists are made from their text.
  const isShown = isReadmeTag(name) && name !== 'input'
  if (isShown) return { tag: name, leftOut: undefined, dropsContent: false }
  const alias = shownAs.get(name)
  if (alias) return { tag: alias, leftOut: undefined, dropsContent: false }
  const isBox = boxes.has(name)
  const isHarmless = transparent.has(name) || (isBox && !interactive.has(name))
  return {
    tag: isBox ? 'div' : undefined,
    leftOut: isHarmless ? undefined : name,
    dropsContent: wordless.has(name),
  }
}

const interactive = words('button dialog fieldset form frameset select')
