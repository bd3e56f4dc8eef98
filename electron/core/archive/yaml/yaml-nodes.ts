import type { AppError } from '../../../../shared/errors.ts'
import { archiveLimits } from '../archive-limits.ts'
import { invalid, tooLarge } from '../chart-error.ts'
import { createTokens, type Token, type TokenKind } from './tokens.ts'
import { clip, converting, syntaxError } from './yaml-problem.ts'
import type { YamlSource } from './yaml-source.ts'

/** The document as written: nothing resolved, aliases still aliases. Lines are counted from 1. */
export type YamlNode =
  | {
      readonly kind: 'scalar'
      readonly value: string
      /** In full, `tag:yaml.org,2002:int`; empty where none was written. */
      readonly tag: string
      /** Its type may be guessed: it is plain. */
      readonly isImplicit: boolean
      readonly line: number
    }
  | { readonly kind: 'sequence'; readonly items: YamlNode[] }
  | { readonly kind: 'mapping'; readonly pairs: [YamlNode, YamlNode][] }
  | { readonly kind: 'alias'; readonly name: string; readonly target: YamlNode }

export type ParsedDocument = {
  /** Undefined for an empty stream. */
  readonly root: YamlNode | undefined
  /** Something follows that helm never looks at. */
  readonly goesOn: boolean
}

type Properties = { readonly tag: string; readonly anchor: string; readonly line: number }
const noProperties: Properties = { tag: '', anchor: '', line: 0 }

/** Where a node stands: lists without indentation only below a key, blocks not within brackets. */
type NodeContext = 'block' | 'below-key' | 'flow'

/** The first document of a stream. Throws where yaml.v2 refuses it, and below 100 levels. */
export const parseYamlNodes = (source: YamlSource, path: string): ParsedDocument => {
  const tokens = createTokens(source, path)
  const anchors = new Map<string, YamlNode>()
  const prefixes = new Map<string, string>()
  let depth = 0
  let nodes = 0

  const refused = (problem: string, { line }: Token): AppError =>
    syntaxError({ path, problem, line, foundBy: 'parser' })

  const is = (...kinds: readonly TokenKind[]) => kinds.includes(tokens.peek().kind)

  const skips = (kind: TokenKind): boolean => {
    if (tokens.peek().kind !== kind) return false
    tokens.next()
    return true
  }

  const keep = (node: YamlNode, anchor: string): YamlNode => {
    nodes += 1
    if (nodes > archiveLimits.yamlNodes) {
      throw tooLarge('yaml-nodes', { path, limit: archiveLimits.yamlNodes })
    }
    if (anchor !== '') anchors.set(anchor, node)
    return node
  }

  const empty = ({ tag, anchor, line } = noProperties): YamlNode =>
    keep({ kind: 'scalar', value: '', tag, isImplicit: tag === '', line }, anchor)

  const alias = (name: string): YamlNode => {
    const target = anchors.get(name)
    if (!target) {
      const said = converting(`yaml: unknown anchor '${name}' referenced`)
      throw invalid('yaml-unknown-anchor', { path, anchor: clip(name), said })
    }
    return keep({ kind: 'alias', name, target }, '')
  }

  const fullTag = (token: Token & { kind: 'tag' }): string => {
    const { handle, suffix } = token
    if (handle === '') return suffix
    const tag = (prefixes.get(handle) ?? '') + suffix
    if (!prefixes.has(handle) || tag === '') throw refused('found undefined tag handle', token)
    return tag
  }

  /** A tag and an anchor, in either order. */
  const properties = (): Properties => {
    const { line } = tokens.peek()
    let tag: (Token & { kind: 'tag' }) | undefined
    let anchor = ''
    for (;;) {
      const token = tokens.peek()
      if (token.kind === 'tag' && tag === undefined) tag = token
      else if (token.kind === 'anchor' && anchor === '') anchor = token.name
      else return { tag: tag === undefined ? '' : fullTag(tag), anchor, line: line + 1 }
      tokens.next()
    }
  }

  const node = (place: NodeContext): YamlNode => {
    const first = tokens.peek()
    if (first.kind === 'alias') {
      tokens.next()
      return alias(first.name)
    }
    const written = properties()
    const token = tokens.peek()
    if (token.kind === 'scalar') {
      tokens.next()
      const { value, isPlain } = token
      const { tag, anchor, line } = written
      const isImplicit = tag === '!' || (tag === '' && isPlain)
      return keep({ kind: 'scalar', value, tag, isImplicit, line }, anchor)
    }
    const fill = collections[token.kind]
    const isBlock = token.kind.startsWith('block-')
    const fits = token.kind === 'block-entry' ? place === 'below-key' : !isBlock || place !== 'flow'
    if (fill !== undefined && fits) return nested(fill, written.anchor, token)
    if (written.tag !== '' || written.anchor !== '') return empty(written)
    throw refused('did not find expected node content', token)
  }

  const nested = (fill: Fill, anchor: string, { line }: Token): YamlNode => {
    depth += 1
    if (depth > archiveLimits.yamlDepth) throw invalid('yaml-deep', { path, line: line + 1 })
    const filled = fill(anchor)
    depth -= 1
    return filled
  }

  const sequence = (anchor: string) => {
    const items: YamlNode[] = []
    return { items, kept: keep({ kind: 'sequence', items }, anchor) }
  }

  const mapping = (anchor: string) => {
    const pairs: [YamlNode, YamlNode][] = []
    return { pairs, kept: keep({ kind: 'mapping', pairs }, anchor) }
  }

  /** What follows a `-`, `?` or `:`, unless one of these comes first. */
  const nodeUnless = (place: NodeContext, ...ends: readonly TokenKind[]): YamlNode =>
    is(...ends) ? empty() : node(place)

  const blockSequence = (anchor: string): YamlNode => {
    const { items, kept } = sequence(anchor)
    tokens.next()
    while (skips('block-entry')) items.push(nodeUnless('block', 'block-entry', 'block-end'))
    if (skips('block-end')) return kept
    throw refused("did not find expected '-' indicator", tokens.peek())
  }

  /** Below a key, the dashes of a list may stand where the key does; it ends with them. */
  const bareSequence = (anchor: string): YamlNode => {
    const { items, kept } = sequence(anchor)
    while (skips('block-entry')) {
      items.push(nodeUnless('block', 'block-entry', 'key', 'value', 'block-end'))
    }
    return kept
  }

  const blockMapping = (anchor: string): YamlNode => {
    const { pairs, kept } = mapping(anchor)
    const part = () => nodeUnless('below-key', 'key', 'value', 'block-end')
    tokens.next()
    while (skips('key')) {
      const key = part()
      pairs.push([key, skips('value') ? part() : empty()])
    }
    if (skips('block-end')) return kept
    throw refused('did not find expected key', tokens.peek())
  }

  /** Whether another entry of brackets begins here; their end is taken. */
  const hasEntry = (isFirst: boolean, end: TokenKind, bracket: string): boolean => {
    if (skips(end)) return false
    if (isFirst) return true
    if (!skips('flow-entry')) {
      throw refused(`did not find expected ',' or '${bracket}'`, tokens.peek())
    }
    return !skips(end)
  }

  const flowSequence = (anchor: string): YamlNode => {
    const { items, kept } = sequence(anchor)
    tokens.next()
    for (let isFirst = true; hasEntry(isFirst, 'flow-sequence-end', ']'); isFirst = false) {
      items.push(skips('key') ? nestedPair() : node('flow'))
    }
    return kept
  }

  /** `[key: value]`, a mapping of one pair without braces. */
  const nestedPair = (): YamlNode => {
    const { pairs, kept } = mapping('')
    const isEmpty = is('value', 'flow-entry', 'flow-sequence-end')
    // yaml.v2 swallows what ends an empty key.
    if (isEmpty) tokens.next()
    const key = isEmpty ? empty() : node('flow')
    const ends = ['flow-entry', 'flow-sequence-end'] as const
    pairs.push([key, skips('value') ? nodeUnless('flow', ...ends) : empty()])
    return kept
  }

  const flowMapping = (anchor: string): YamlNode => {
    const { pairs, kept } = mapping(anchor)
    const ends = ['flow-entry', 'flow-mapping-end'] as const
    tokens.next()
    for (let isFirst = true; hasEntry(isFirst, 'flow-mapping-end', '}'); isFirst = false) {
      if (!skips('key')) {
        pairs.push([node('flow'), empty()])
        continue
      }
      const key = nodeUnless('flow', 'value', ...ends)
      pairs.push([key, skips('value') ? nodeUnless('flow', ...ends) : empty()])
    }
    return kept
  }

  type Fill = (anchor: string) => YamlNode
  const collections: Partial<Record<TokenKind, Fill>> = {
    'block-entry': bareSequence,
    'block-sequence': blockSequence,
    'block-mapping': blockMapping,
    'flow-sequence': flowSequence,
    'flow-mapping': flowMapping,
  }

  const directives = () => {
    let hasVersion = false
    for (;;) {
      const token = tokens.peek()
      if (token.kind === 'version') {
        if (hasVersion) throw refused('found duplicate %YAML directive', token)
        if (token.major !== 1 || token.minor !== 1) {
          throw refused('found incompatible YAML document', token)
        }
        hasVersion = true
      } else if (token.kind === 'tag-directive') {
        if (prefixes.has(token.handle)) throw refused('found duplicate %TAG directive', token)
        prefixes.set(token.handle, token.prefix)
      } else break
      tokens.next()
    }
    if (!prefixes.has('!')) prefixes.set('!', '!')
    if (!prefixes.has('!!')) prefixes.set('!!', 'tag:yaml.org,2002:')
  }

  const document = (): YamlNode => {
    const isBare = !is('version', 'tag-directive', 'document-start')
    directives()
    if (isBare) return node('block')
    if (!skips('document-start')) {
      throw refused('did not find expected <document start>', tokens.peek())
    }
    return nodeUnless(
      'block',
      'version',
      'tag-directive',
      'document-start',
      'document-end',
      'stream-end',
    )
  }

  /** Nothing that stands there is wrong to yaml.v2, which does not look. */
  const goesOn = (): boolean => {
    try {
      while (skips('document-end') || skips('document-start'));
      return !is('stream-end')
    } catch {
      return true
    }
  }

  if (is('stream-end')) return { root: undefined, goesOn: false }
  const root = document()
  // A document has ended where the token after it is known, and that has to be one.
  tokens.peek()
  return { root, goesOn: goesOn() }
}
