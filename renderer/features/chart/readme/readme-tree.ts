import { Parser } from 'htmlparser2'
import { colourCode } from './colour-code.ts'
import { createSlugger } from './heading-slug.ts'
import { elementFate } from './html-elements.ts'
import { alertOf, taskOf } from './markdown-marks.ts'
import type { LeftOut, ReadmeElement, ReadmeNode, ReadmeTag } from './readme-node.ts'

/** Beyond these a browser takes longer to lay it out than anybody wants to wait. */
const deepest = 64
const mostElements = 12_000

export class TooComplex extends Error {}

type Attributes = Readonly<Record<string, string>>

/** An element whose end has not come yet. */
type Frame = {
  readonly tag: ReadmeTag | undefined
  readonly attributes: Attributes
  /** Of an element that is not shown itself, the list of the one around it. */
  readonly children: ReadmeNode[]
}

export type ReadmeTree = {
  readonly nodes: readonly ReadmeNode[]
  readonly leftOut: readonly LeftOut[]
}

/**
 * HTML to a closed set of elements with a closed set of attributes. What is not known is not taken: the tree is built
 * from events, and nothing of the markup itself reaches the page.
 */
export const readmeTree = (html: string): ReadmeTree => {
  const roots: ReadmeNode[] = []
  const frames: Frame[] = []
  const leftOut = new Map<string, number>()
  const finish = createFinish()
  let elements = 0
  let dropped = 0
  const into = () => frames.at(-1)?.children ?? roots
  const append = (text: string) => {
    const children = into()
    const last = children.at(-1)
    if (typeof last === 'string') children[children.length - 1] = last + text
    else children.push(text)
  }
  new Parser({
    onopentag: (name, attributes) => {
      const fate = elementFate(name)
      elements += 1
      if (frames.length >= deepest || elements > mostElements) throw new TooComplex()
      if (fate.leftOut !== undefined && dropped === 0)
        leftOut.set(fate.leftOut, (leftOut.get(fate.leftOut) ?? 0) + 1)
      if (fate.dropsContent) dropped += 1
      frames.push({ tag: fate.tag, attributes, children: fate.tag ? [] : into() })
    },
    ontext: text => {
      if (dropped === 0) append(text)
    },
    onclosetag: name => {
      if (elementFate(name).dropsContent) dropped -= 1
      const frame = frames.pop()
      if (frame?.tag && dropped === 0) into().push(...finish(frame.tag, frame))
    },
  }).end(html)
  return {
    nodes: roots,
    leftOut: [...leftOut].map(([tag, count]) => ({ tag, count })),
  }
}

/** No heading lies deeper than one below the heading before it, whatever it looks like. */
const createOutline = () => {
  let last = 1
  return (tag: ReadmeTag) => {
    const own = Number(tag.slice(1))
    last = Math.min(own, last + 1)
    return last === own ? undefined : last
  }
}

/** Ids of a README begin with this, so that none can take the place of one of the app. */
const idPrefix = 'user-content-'

const createFinish = () => {
  const slugger = createSlugger()
  const levelOf = createOutline()
  const heading = (tag: ReadmeTag, children: readonly ReadmeNode[]) => {
    const level = levelOf(tag)
    return { id: idPrefix + slugger(textOf(children)), ...(level !== undefined && { level }) }
  }
  return (tag: ReadmeTag, { attributes, children }: Frame): ReadmeNode[] => {
    const common = { ...idOf(attributes), ...alignOf(attributes) }
    if (/^h[1-6]$/.test(tag)) return [{ tag, ...common, ...heading(tag, children), children }]
    if (tag === 'blockquote') return [{ tag, ...common, ...alertOf(children) }]
    if (tag === 'li') return [{ tag, ...common, children: taskOf(children) }]
    if (tag === 'pre') return [{ tag, ...common, children: coloured(children) }]
    if (tag === 'code') return [{ tag, ...common, ...languageOf(attributes), children }]
    return [{ tag, ...common, ...ownOf(tag, attributes), children }]
  }
}

export const textOf = (nodes: readonly ReadmeNode[]): string =>
  nodes.map(node => (typeof node === 'string' ? node : textOf(node.children))).join('')

const idOf = ({ id, name }: Attributes) => {
  const given = id ?? name
  return given === undefined || given === '' ? {} : { id: idPrefix + given }
}

/** `class="language-yaml"`, as Markdown's fences get it. */
const languageOf = ({ class: names = '' }: Attributes) =>
  present('language', /(?:^|\s)language-([\w+#-]+)/.exec(names)?.[1]?.toLowerCase())

/** The one code element of a block with its colours. */
const coloured = (children: readonly ReadmeNode[]): readonly ReadmeNode[] => {
  const [code, ...others] = children
  if (typeof code !== 'object' || code.language === undefined || others.length > 0) return children
  const colours = colourCode(textOf(children), code.language)
  return colours ? [{ ...code, children: colours }] : children
}

const alignments = ['left', 'center', 'right'] as const

/** `align` of HTML, or the style that Markdown's tables get. */
const alignOf = ({ align, style }: Attributes) => {
  const wanted = (align ?? /^text-align:(\w+)$/.exec(style ?? '')?.[1])?.toLowerCase()
  const known = alignments.find(name => name === wanted)
  return known ? { align: known } : {}
}

/** Digits at the beginning: `300`, `75px`. Percentages are of a page that is not here. */
const countIn = (text: string | undefined, most: number): number | undefined => {
  const digits = /^\s*(\d{1,5})(?!\d*%)/.exec(text ?? '')?.[1]
  return digits === undefined ? undefined : Math.min(Number(digits), most)
}

const present = <Name extends string, Value>(name: Name, value: Value | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { [key in Name]?: Value }

const largestImage = 2000
const mostSpanned = 100

const ownOf = (tag: ReadmeTag, given: Attributes): Partial<ReadmeElement> => {
  switch (tag) {
    case 'a':
      return present('href', given['href'])
    case 'img':
      return {
        src: given['src'] ?? '',
        alt: given['alt'] ?? '',
        ...present('width', countIn(given['width'], largestImage)),
        ...present('height', countIn(given['height'], largestImage)),
      }
    case 'ol':
      return present('start', countIn(given['start'], 99_999))
    case 'td':
    case 'th':
      return {
        ...present('colSpan', countIn(given['colspan'], mostSpanned)),
        ...present('rowSpan', countIn(given['rowspan'], mostSpanned)),
      }
    case 'details':
      return given['open'] === undefined ? {} : { open: true }
    default:
      return {}
  }
}
