import Markdown from 'react-markdown'
import rehypeSanitize from 'rehype-sanitize'
import remarkGfm from 'remark-gfm'
import { createSlugger, type Slugger } from './heading-slug.ts'
import {
  readmeTags,
  type ParsedReadme,
  type ReadmeElement,
  type ReadmeNode,
  type ReadmeTag,
} from './readme-node.ts'

/** Beyond these a browser takes longer to lay it out than anybody wants to wait. */
const deepest = 64
const mostElements = 12_000

type HtmlNode = {
  type: string
  tagName?: string
  value?: string
  properties?: Readonly<Record<string, unknown>>
  children?: readonly HtmlNode[]
}

class TooComplex extends Error {}

const tags: ReadonlySet<string> = new Set(readmeTags)
const isReadmeTag = (name: string): name is ReadmeTag => tags.has(name)

/** Runs Markdown's pipeline and keeps its tree; nothing is left for react-markdown itself to render. */
const sanitizedTree = (text: string): HtmlNode => {
  let kept: HtmlNode = { type: 'root' }
  const keep = () => (tree: HtmlNode) => {
    kept = tree
    return { type: 'root' as const, children: [] }
  }
  Markdown({
    children: text,
    remarkPlugins: [remarkGfm],
    rehypePlugins: [rehypeSanitize, keep],
  })
  return kept
}

const textOf = (node: HtmlNode): string => node.value ?? (node.children ?? []).map(textOf).join('')

const string = (value: unknown) => (typeof value === 'string' ? value : undefined)
const alignments = ['left', 'center', 'right'] as const

/** No heading lies deeper than one below the heading before it, whatever it looks like. */
const createOutline = () => {
  let last = 1
  return (tag: ReadmeTag) => {
    const own = Number(tag.slice(1))
    last = Math.min(own, last + 1)
    return last === own ? undefined : last
  }
}

type Headings = { slugger: Slugger; levelOf: ReturnType<typeof createOutline> }

const attributesOf = (
  tag: ReadmeTag,
  node: HtmlNode,
  { slugger, levelOf }: Headings,
): Omit<ReadmeElement, 'tag' | 'children'> => {
  const given = node.properties ?? {}
  const isHeading = /^h[1-6]$/.test(tag)
  const id = isHeading ? `user-content-${slugger(textOf(node))}` : string(given.id)
  const level = isHeading ? levelOf(tag) : undefined
  const href = string(given.href)
  const src = string(given.src)
  const alt = string(given.alt)
  const align = alignments.find(name => name === given.align)
  return {
    ...(id !== undefined && { id }),
    ...(level !== undefined && { level }),
    ...(tag === 'a' && href !== undefined && { href }),
    ...(tag === 'img' && { src: src ?? '', alt: alt ?? '' }),
    ...(tag === 'input' && { checked: given.checked === true }),
    ...(tag === 'ol' && typeof given.start === 'number' && { start: given.start }),
    ...(align && { align }),
  }
}

const createConvert = () => {
  const headings = { slugger: createSlugger(), levelOf: createOutline() }
  let elements = 0
  const convertAll = (nodes: readonly HtmlNode[] | undefined, depth: number): ReadmeNode[] =>
    (nodes ?? []).flatMap(node => convert(node, depth))
  const convert = (node: HtmlNode, depth: number): ReadmeNode[] => {
    if (node.type === 'text') return [node.value ?? '']
    if (node.type !== 'element' || node.tagName === undefined) return []
    elements += 1
    if (depth > deepest || elements > mostElements) throw new TooComplex()
    const children = convertAll(node.children, depth + 1)
    const tag = node.tagName
    return isReadmeTag(tag) ? [{ tag, children, ...attributesOf(tag, node, headings) }] : children
  }
  return convertAll
}

/**
 * Markdown to a closed set of elements. Raw HTML is dropped, ids are prefixed, addresses are kept as text for the
 * view to judge. Slow on hostile input: runs in a worker that can be stopped.
 */
export const parseReadme = (text: string): ParsedReadme => {
  try {
    return { kind: 'tree', nodes: createConvert()(sanitizedTree(text).children, 0) }
  } catch (error) {
    // A RangeError is the stack: nesting that Markdown's own recursion cannot follow.
    if (error instanceof TooComplex || error instanceof RangeError)
      return { kind: 'plain', because: 'too-complex' }
    throw error
  }
}
