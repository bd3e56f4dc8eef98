import {
  EVENT_ID,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  YAMLException,
  type Event,
  type ScalarEvent,
} from 'js-yaml'
import { archiveLimits } from '../archive-limits.ts'
import { invalid } from '../chart-error.ts'
import { escapeForShow } from '../escape-for-show.ts'

/** The document as written: nothing resolved, aliases still aliases. */
export type YamlNode =
  | {
      readonly kind: 'scalar'
      readonly value: string
      readonly tag: string
      readonly implicit: boolean
    }
  | { readonly kind: 'sequence'; readonly items: YamlNode[] }
  | { readonly kind: 'mapping'; readonly pairs: [YamlNode, YamlNode][] }
  | { readonly kind: 'alias'; readonly name: string; readonly target: YamlNode }

/**
 * Parses one document into nodes. js-yaml supplies the grammar (events); what the events mean is decided here and in
 * go-value.ts, because helm follows Go's yaml.v2 and not YAML 1.2. The depth limit is js-yaml's own, which counts while
 * it descends. Undefined for an empty document.
 */
export const parseYamlNodes = (text: string, path: string): YamlNode | undefined => {
  const events = readEvents(text, path)
  const builder = createBuilder(text, path)
  for (const event of events) builder.add(event)
  return builder.root()
}

const readEvents = (text: string, path: string): Event[] => {
  try {
    return parseEvents(text, { maxDepth: archiveLimits.yamlDepth })
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const line = (error.mark?.line ?? 0) + 1
    if (/nesting|depth/i.test(error.reason)) throw invalid('yaml-deep', { path, line })
    throw invalid('yaml-syntax', { path, line, problem: escapeForShow(error.reason).slice(0, 200) })
  }
}

type Open = { readonly node: YamlNode; key?: YamlNode }

const createBuilder = (text: string, path: string) => {
  const anchors = new Map<string, YamlNode>()
  const open: Open[] = []
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

  const add = (event: Event): void => {
    if (event.type === EVENT_ID.DOCUMENT) return
    if (event.type === EVENT_ID.POP) return void open.pop()
    if (event.type === EVENT_ID.ALIAS) return place(alias(event.anchorStart, event.anchorEnd))
    const node = emptyNode(event, text)
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

const emptyNode = (event: NodeEvent, text: string): YamlNode => {
  if (event.type === EVENT_ID.SEQUENCE) return { kind: 'sequence', items: [] }
  if (event.type === EVENT_ID.MAPPING) return { kind: 'mapping', pairs: [] }
  return scalarNode(event, text)
}

/** scannerc/parserc.go: a plain scalar without a tag, or any with the tag "!", has its type guessed. */
const scalarNode = (event: ScalarEvent, text: string): YamlNode => {
  const tag = event.tagStart < 0 ? '' : text.slice(event.tagStart, event.tagEnd)
  const untagged = tag === '' || tag === '!'
  const implicit = tag === '!' || (untagged && event.style === SCALAR_STYLE.PLAIN)
  return { kind: 'scalar', value: getScalarValue(text, event), tag: untagged ? '' : tag, implicit }
}
