import { archiveLimits } from '../archive-limits.ts'
import { invalid, tooLarge } from '../chart-error.ts'
import { escapeForShow } from '../escape-for-show.ts'
import { formatFloat32 } from './go-float.ts'
import { resolveScalar, type GoScalar } from './go-scalar.ts'
import type { YamlNode } from './yaml-nodes.ts'

/** What Go's decoder makes of a document. Mappings have text keys, as JSON needs them. */
export type GoValue = GoScalar | readonly GoValue[] | ReadonlyMap<string, GoValue>

export const isGoMap = (value: GoValue): value is ReadonlyMap<string, GoValue> =>
  value instanceof Map
export const isGoList = (value: GoValue): value is readonly GoValue[] => Array.isArray(value)

export type DuplicateKey = {
  readonly key: string
  readonly firstLine: number
  readonly line: number
}

export type GoDocument = {
  readonly value: GoValue
  readonly duplicateKeys: readonly DuplicateKey[]
}

/**
 * Decodes nodes as go.yaml.in/yaml/v2 does into an interface{}, then as sigs.k8s.io/yaml turns that into JSON: of equal
 * keys the last wins, a merge key overwrites what stands before it, aliases are expanded within a budget.
 */
export const toGoValue = (root: YamlNode, path: string): GoDocument => {
  const walk = createWalk(path)
  return { value: walk.value(root), duplicateKeys: walk.duplicateKeys }
}

const createWalk = (path: string) => {
  const active = new Set<YamlNode>()
  const duplicateKeys: DuplicateKey[] = []
  let nodes = 0
  let aliased = 0

  const count = () => {
    nodes += 1
    if (active.size > 0) aliased += 1
    if (nodes <= archiveLimits.yamlNodes) return
    // Go refuses above 99 % from aliases; anything less is only too large for us.
    if (aliased / nodes > 0.9) throw invalid('yaml-aliases', { path })
    throw tooLarge('yaml-nodes', { path, limit: archiveLimits.yamlNodes })
  }

  const throughAlias = <T>(
    alias: YamlNode & { kind: 'alias' },
    use: (target: YamlNode) => T,
  ): T => {
    if (active.has(alias)) {
      throw invalid('yaml-cycle', { path, anchor: escapeForShow(alias.name).slice(0, 80) })
    }
    active.add(alias)
    count()
    const result = use(alias.target)
    active.delete(alias)
    return result
  }

  const value = (node: YamlNode): GoValue => {
    count()
    if (node.kind === 'alias') return throughAlias(node, value)
    if (node.kind === 'scalar') return resolveScalar(node, path)
    if (node.kind === 'sequence') return node.items.map(value)
    const map = new Map<string, GoValue>()
    fill(map, node.pairs)
    return map
  }

  const fill = (map: Map<string, GoValue>, pairs: readonly [YamlNode, YamlNode][]) => {
    const own = new Map<string, number>()
    for (const [keyNode, valueNode] of pairs) {
      if (isMerge(keyNode)) {
        merge(map, valueNode)
        continue
      }
      const key = keyText(value(keyNode), path)
      const line = keyNode.kind === 'scalar' ? keyNode.line : 0
      const firstLine = own.get(key)
      if (firstLine !== undefined) duplicateKeys.push({ key, firstLine, line })
      own.set(key, line)
      map.set(key, value(valueNode))
    }
  }

  /** Of a list of maps the first wins, so they are taken from the back. */
  const merge = (map: Map<string, GoValue>, node: YamlNode) => {
    const sources = node.kind === 'sequence' ? node.items.toReversed() : [node]
    for (const source of sources) mergeOne(map, source)
  }

  const mergeOne = (map: Map<string, GoValue>, node: YamlNode): void => {
    count()
    if (node.kind === 'mapping') return fill(map, node.pairs)
    if (node.kind !== 'alias' || node.target.kind !== 'mapping')
      throw invalid('yaml-merge', { path })
    const { pairs } = node.target
    throughAlias(node, () => fill(map, pairs))
  }

  return { value, duplicateKeys }
}

const isMerge = (node: YamlNode): boolean =>
  node.kind === 'scalar' &&
  node.value === '<<' &&
  (node.implicit || node.tag === '!!merge' || node.tag.includes('tag:yaml.org,2002:merge'))

/** sigs.k8s.io/yaml convertToJSONableObject: numbers and booleans become text, anything else is no key. */
const keyText = (key: GoValue, path: string): string => {
  if (typeof key === 'string') return key
  if (typeof key === 'boolean') return String(key)
  if (key !== null && typeof key === 'object' && 'int' in key && key.int < 2n ** 63n)
    return String(key.int)
  if (key !== null && typeof key === 'object' && 'float' in key) return floatKey(key.float)
  throw invalid('yaml-bad-key', { path })
}

const floatKey = (float: number): string => {
  const text = formatFloat32(float)
  return { '+Inf': '.inf', '-Inf': '-.inf', NaN: '.nan' }[text] ?? text
}
