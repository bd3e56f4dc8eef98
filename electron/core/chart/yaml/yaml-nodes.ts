import { EVENT_ID, getScalarValue, SCALAR_STYLE, type Event, type ScalarEvent } from 'js-yaml'
import { invalid } from '../chart-error.ts'
import { escapeForShow } from '../escape-for-show.ts'
import { readYamlEvents } from './yaml-events.ts'

/** The document as written: nothing resolved, aliases still aliases. */
export type YamlNode =
  | {
      readonly kind: 'scalar'
      readonly value: string
      readonly tag: string
      readonly implicit: boolean
      readonly line: number
    }
  | { readonly kind: 'sequence'; readonly items: YamlNode[] }
  | { readonly kind: 'mapping'; readonly pairs: [YamlNode, YamlNode][] }
  | { readonly kind: 'alias'; readonly name: string; readonly target: YamlNode }

export type ParsedDocument = {
  /** Undefined for an empty document. */
  readonly root: YamlNode | undefined
  /** Something less indented follows, which helm never looks at. */
  readonly cutShort: boolean
}

/**
 * Parses one document into nodes. js-yaml supplies the grammar (yaml-events.ts); what the events mean is decided here and
 * in go-value.ts, because helm follows Go's yaml.v2 and not YAML 1.2.
 */
export const parseYamlNodes = (source: string, path: string): ParsedDocument => {
  const { text, events, cutShort } = readYamlEvents(source, path)
  const builder = createBuilder(text, path)
  for (const event of events) builder.add(event)
  return { root: builder.root(), cutShort }
}

type Open = { readonly node: YamlNode; key?: YamlNode }

const createBuilder = (text: string, path: string) => {
  const anchors = new Map<string, YamlNode>()
  const open: Open[] = []
  const lineOf = createLineCounter(text)
  let root: YamlNode | undefined

  const place = (node: YamlNode) => {
    const parent = open.at(-1)
    if (!parent) root ??= node
    else if (parent.node.kind === 'sequence') parent.node.items.push(node)
    else if (parent.node.kind === 'mapping') placeInMapping(parent, parent.node.pairs, node)
  }

  const remember = (node: YamlNode, start: number, end: number) => {
    if (start >= 0) anchors.set(text.slice(start, end), node)
  }

  const alias = (start: number, end: number): YamlNode => {
    const name = text.slice(start, end)
    const target = anchors.get(name)
    if (!target)
      throw invalid('yaml-unknown-anchor', { path, anchor: escapeForShow(name).slice(0, 80) })
    return { kind: 'alias', name, target }
  }

  const readNode = (event: NodeEvent): YamlNode => {
    if (event.type === EVENT_ID.SEQUENCE) return { kind: 'sequence', items: [] }
    if (event.type === EVENT_ID.MAPPING) return { kind: 'mapping', pairs: [] }
    const line = lineOf(event.valueStart)
    if (hasForeignEscape(event, text)) {
      throw invalid('yaml-syntax', { path, line, problem: 'unknown escape sequence' })
    }
    return scalarNode(event, text, line)
  }

  const add = (event: Event): void => {
    if (event.type === EVENT_ID.DOCUMENT) return
    if (event.type === EVENT_ID.POP) return void open.pop()
    if (event.type === EVENT_ID.ALIAS) return place(alias(event.anchorStart, event.anchorEnd))
    const node = readNode(event)
    place(node)
    remember(node, event.anchorStart, event.anchorEnd)
    if (node.kind !== 'scalar') open.push({ node })
  }

  return { add, root: () => root }
}

const placeInMapping = (parent: Open, pairs: [YamlNode, YamlNode][], node: YamlNode) => {
  if (!parent.key) {
    parent.key = node
    return
  }
  pairs.push([parent.key, node])
  delete parent.key
}

type NodeEvent = Exclude<Event, { type: 1 | 5 | 6 }>

/** scannerc/parserc.go: a plain scalar without a tag, or any with the tag "!", has its type guessed. */
const scalarNode = (event: ScalarEvent, text: string, line: number): YamlNode => {
  const written = event.tagStart < 0 ? '' : text.slice(event.tagStart, event.tagEnd)
  const tag = written === '!' ? '' : written
  const implicit = written === '!' || (tag === '' && event.style === SCALAR_STYLE.PLAIN)
  return { kind: 'scalar', value: getScalarValue(text, event), tag, implicit, line }
}

/** YAML 1.2 allows "\\/" and half a surrogate pair in double quotes; yaml.v2 does not. */
const hasForeignEscape = (event: ScalarEvent, text: string): boolean => {
  if (event.style !== SCALAR_STYLE.DOUBLE_QUOTED) return false
  for (let at = text.indexOf('\\', event.valueStart); at !== -1 && at < event.valueEnd;) {
    if (text[at + 1] === '/') return true
    at = text.indexOf('\\', at + 2)
  }
  return !getScalarValue(text, event).isWellFormed()
}

/** Line numbers from 1. Offsets come in rising order, so the text is walked once. */
const createLineCounter = (text: string) => {
  let line = 1
  let next = text.indexOf('\n')
  return (offset: number): number => {
    while (next !== -1 && next < offset) {
      line += 1
      next = text.indexOf('\n', next + 1)
    }
    return line
  }
}
