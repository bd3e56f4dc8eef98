import { archiveLimits } from '../archive-limits.ts'
import { invalid, tooLarge } from '../chart-error.ts'
import { formatFloat32 } from './go-float.ts'
import { resolveScalar, yamlTag, type GoNumber, type GoScalar } from './go-scalar.ts'
import type { YamlNode } from './yaml-nodes.ts'
import { clip, converting } from './yaml-problem.ts'

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
  const duplicateKeys: DuplicateKey[] = []
  const decoded = createDecoder(path, duplicateKeys)(root)
  return { value: withTextKeys(decoded, path), duplicateKeys }
}

/** A map[interface{}]interface{}: 1 and "1" are two keys. By what makes them equal to Go. */
class AnyMap extends Map<unknown, { readonly key: GoScalar; readonly value: AnyValue }> {}
type AnyValue = GoScalar | readonly AnyValue[] | AnyMap

const isCollection = (value: AnyValue): value is AnyMap | readonly AnyValue[] =>
  value instanceof AnyMap || Array.isArray(value)

/** Ints are told from floats, zeros with a sign are equal, and no NaN is equal to another. */
const identity = (key: GoScalar): unknown => {
  if (key === null || typeof key !== 'object') return key
  if ('int' in key) return key.int
  if (Number.isNaN(key.float)) return key
  return `float ${key.float === 0 ? 0 : key.float}`.replace('float', '\0float')
}

const createDecoder = (path: string, duplicateKeys: DuplicateKey[]) => {
  const active = new Set<YamlNode>()
  /** The document itself counts as one. */
  let decoded = 1
  let aliased = 0

  /** decode.go's measure against documents that are mostly aliases; beyond it, what is too much for us. */
  const count = () => {
    decoded += 1
    if (active.size > 0) aliased += 1
    if (aliased > 100 && decoded > 1000 && aliased / decoded > 0.99) {
      throw invalid('yaml-aliases', {
        path,
        said: converting('yaml: document contains excessive aliasing'),
      })
    }
    if (decoded > archiveLimits.yamlNodes) {
      throw tooLarge('yaml-nodes', { path, limit: archiveLimits.yamlNodes })
    }
  }

  const throughAlias = <T>(
    alias: YamlNode & { kind: 'alias' },
    use: (target: YamlNode) => T,
  ): T => {
    if (active.has(alias)) {
      const said = converting(`yaml: anchor '${alias.name}' value contains itself`)
      throw invalid('yaml-cycle', { path, anchor: clip(alias.name), said })
    }
    active.add(alias)
    count()
    const result = use(alias.target)
    active.delete(alias)
    return result
  }

  const value = (node: YamlNode): AnyValue => {
    count()
    if (node.kind === 'alias') return throughAlias(node, value)
    if (node.kind === 'scalar') return resolveScalar(node, path)
    if (node.kind === 'sequence') return node.items.map(value)
    const map = new AnyMap()
    fill(map, node.pairs)
    return map
  }

  const fill = (map: AnyMap, pairs: readonly [YamlNode, YamlNode][]) => {
    const lines = new Map<unknown, number>()
    for (const [keyNode, valueNode] of pairs) {
      if (isMerge(keyNode)) {
        merge(map, valueNode)
        continue
      }
      const key = value(keyNode)
      if (isCollection(key)) {
        throw invalid('yaml-bad-key', {
          path,
          said: converting(`yaml: invalid map key: ${goSyntax(key)}`),
        })
      }
      const id = identity(key)
      const line = keyNode.kind === 'scalar' ? keyNode.line : 0
      const firstLine = lines.get(id)
      if (firstLine !== undefined) {
        duplicateKeys.push({ key: keyText(key) ?? 'null', firstLine, line })
      }
      lines.set(id, line)
      map.set(id, { key, value: value(valueNode) })
    }
  }

  /** Of a list of maps the first wins, so they are taken from the back. */
  const merge = (map: AnyMap, node: YamlNode) => {
    const sources = node.kind === 'sequence' ? node.items.toReversed() : [node]
    for (const source of sources) mergeOne(map, source)
  }

  const mergeOne = (map: AnyMap, node: YamlNode): void => {
    const target = node.kind === 'alias' ? node.target : node
    if (target.kind !== 'mapping') {
      const said = converting('yaml: map merge requires map or sequence of maps as the value')
      throw invalid('yaml-merge', { path, said })
    }
    count()
    if (node.kind === 'alias') throughAlias(node, () => fill(map, target.pairs))
    else fill(map, target.pairs)
  }

  return value
}

const isMerge = (node: YamlNode): boolean =>
  node.kind === 'scalar' &&
  node.value === '<<' &&
  (node.isImplicit || node.tag === `${yamlTag}merge`)

/** sigs.k8s.io/yaml convertToJSONableObject: what was overwritten before is not looked at. */
const withTextKeys = (value: AnyValue, path: string): GoValue => {
  if (Array.isArray(value)) return value.map(item => withTextKeys(item, path))
  if (!(value instanceof AnyMap)) return value as GoScalar
  const map = new Map<string, GoValue>()
  for (const { key, value: item } of value.values()) {
    const text = keyText(key)
    if (text === undefined) throw badKey(key, item, path)
    map.set(text, withTextKeys(item, path))
  }
  return map
}

/** Numbers and booleans become text; null and ints beyond 63 bits are no keys. */
const keyText = (key: GoScalar): string | undefined => {
  if (typeof key === 'string') return key
  if (typeof key === 'boolean') return String(key)
  if (key === null) return undefined
  if ('int' in key) return key.int < 2n ** 63n ? String(key.int) : undefined
  const text = formatFloat32(key.float)
  return { '+Inf': '.inf', '-Inf': '-.inf', NaN: '.nan' }[text] ?? text
}

const badKey = (key: GoScalar, item: AnyValue, path: string) => {
  const type = key === null ? '%!s(<nil>)' : 'uint64'
  const said = `unsupported map key of type: ${type}, key: ${goShown(key)}, value: ${goShown(item)}`
  return invalid('yaml-bad-key', { path, said: converting(said) })
}

const goShown = (value: AnyValue): string => (value === null ? '<nil>' : goSyntax(value))

/** Go's `%#v`, which helm's words quote, as far as a message needs it. */
const goSyntax = (value: AnyValue): string => {
  if (value === null) return 'interface {}(nil)'
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80))
  if (typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return `[]interface {}{${value.slice(0, 8).map(goSyntax).join(', ')}}`
  if (value instanceof AnyMap) {
    const pairs = [...value.values()].slice(0, 8)
    const texts = pairs.map(pair => `${goSyntax(pair.key)}:${goSyntax(pair.value)}`)
    return `map[interface {}]interface {}{${texts.join(', ')}}`
  }
  const number = value as GoNumber
  if ('float' in number) return formatFloat64(number.float)
  return number.int < 2n ** 63n ? String(number.int) : `0x${number.int.toString(16)}`
}

const formatFloat64 = (float: number): string =>
  Number.isFinite(float) ? String(float) : formatFloat32(float)
