import { invalid } from '../chart-error.ts'
import { escapeForShow } from '../escape-for-show.ts'
import { formatFloat32 } from '../yaml/go-float.ts'
import { isGoList, isGoMap, type GoValue } from '../yaml/go-value.ts'
import { converting } from '../yaml/yaml-problem.ts'
import { isRfc3339 } from './rfc3339.ts'
import type { Field, Shape } from './shapes.ts'

/** A decoded Go value: null is a nil pointer in a list; structs and string maps are Maps. */
export type Decoded =
  string | boolean | null | Decoded[] | Map<string, Decoded> | { readonly any: GoValue }

export type DecodedStruct = Map<string, Decoded>

type Struct = Shape & { readonly kind: 'struct' }

/**
 * Unmarshals into `target` as sigs.k8s.io/yaml and encoding/json do together: field names match whatever their case,
 * scalars become text where text is wanted, null leaves things as they are, and what was there before (an earlier
 * Chart.yaml, the metadata under a requirements.yaml) is overwritten field by field.
 */
export const decodeStruct = (
  shape: Struct,
  value: GoValue,
  target: DecodedStruct,
  path: string,
  onRespelled: Respelled = () => {},
): void => {
  if (value === null) return
  decodeFields(shape, value, target, { path, field: '', onRespelled })
}

/** Told of numbers that come out of text fields otherwise than written: `1.10` as `1.1`. */
export type Respelled = (field: string, written: string, read: string) => void

type Where = {
  readonly path: string
  readonly field: string
  readonly onRespelled: Respelled
}

const below = (where: Where, field: string): Where => ({ ...where, field })

const wrongType = (where: Where, expected: string) =>
  invalid('yaml-wrong-type', {
    path: where.path,
    field: where.field === '' ? '.' : escapeForShow(where.field).slice(0, 120),
    expected,
  })

const decodeFields = (shape: Struct, value: GoValue, target: DecodedStruct, where: Where) => {
  if (!isGoMap(value)) throw wrongType(where, 'mapping')
  // JSON objects come out of Go with sorted keys: of "Name" and "name" the second wins.
  for (const key of [...value.keys()].sort(compareBytes)) {
    const field = fieldFor(shape, key)
    const given = value.get(key)
    if (given === undefined) continue
    if (!field) {
      checkNumbers(given, where.path)
      continue
    }
    const name = where.field === '' ? field.name : `${where.field}.${field.name}`
    const decoded = decode(field.shape, given, target.get(field.name), below(where, name))
    if (decoded === undefined) target.delete(field.name)
    else target.set(field.name, decoded)
  }
}

export const compareBytes = (a: string, b: string): number =>
  Buffer.compare(Buffer.from(a), Buffer.from(b))

const fieldFor = (shape: Struct, key: string): Field | undefined =>
  shape.fields.find(field => field.name === key) ??
  shape.fields.find(field => fold(field.name) === fold(key))

/** encoding/json folds by Unicode: the long s and the Kelvin sign are letters, too. */
const fold = (name: string): string =>
  name
    .replaceAll('ſ', 's')
    .replaceAll('\u212a', 'k')
    .replace(/[A-Z]/g, letter => letter.toLowerCase())

/** Undefined is Go's zero value: nothing is written for it. */
const decode = (
  shape: Shape,
  value: GoValue,
  existing: Decoded | undefined,
  where: Where,
): Decoded | undefined => {
  if (value === null) return nullInto(shape, existing)
  switch (shape.kind) {
    case 'string':
      return asText(value, where) ?? fail(where, 'text')
    case 'boolean':
      return typeof value === 'boolean' ? value : fail(where, 'boolean')
    case 'time':
      return typeof value === 'string' && isRfc3339(value) ? value : fail(where, 'time')
    case 'any':
      checkNumbers(value, where.path)
      return { any: value }
    case 'texts':
      return decodeTexts(value, existing, where)
    case 'list':
      return decodeList(shape.of, value, existing, where)
    case 'struct': {
      const target: DecodedStruct = existing instanceof Map ? existing : new Map()
      decodeFields(shape, value, target, where)
      return target
    }
  }
}

const fail = (where: Where, expected: string): never => {
  throw wrongType(where, expected)
}

/** Null empties lists, maps and pointers, and leaves text and booleans as they were. */
const nullInto = (shape: Shape, existing: Decoded | undefined): Decoded | undefined => {
  if (shape.kind === 'string' || shape.kind === 'boolean' || shape.kind === 'time') return existing
  if (shape.kind === 'any') return { any: null }
  return undefined
}

const asText = (value: GoValue, where: Where): string | undefined => {
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (value === null || isGoList(value) || isGoMap(value)) return undefined
  const text = 'int' in value ? String(value.int) : formatFloat32(value.float)
  if (value.source !== undefined && value.source !== text) {
    where.onRespelled(where.field, value.source, text)
  }
  return text
}

const decodeTexts = (value: GoValue, existing: Decoded | undefined, where: Where): Decoded => {
  if (!isGoMap(value)) throw wrongType(where, 'mapping')
  const target: DecodedStruct = existing instanceof Map ? existing : new Map()
  for (const [key, item] of value) {
    const at = below(where, `${where.field}.${key}`)
    const text = item === null ? '' : asText(item, at)
    if (text === undefined) throw wrongType(at, 'text')
    target.set(key, text)
  }
  return target
}

const decodeList = (
  of: Shape,
  value: GoValue,
  existing: Decoded | undefined,
  where: Where,
): Decoded => {
  if (!isGoList(value)) throw wrongType(where, 'list')
  const before = Array.isArray(existing) ? existing : []
  return value.map((item, index) => {
    const at = below(where, `${where.field}[${index}]`)
    const decoded = decode(of, item, before[index] ?? undefined, at)
    return decoded ?? zeroItem(of)
  })
}

const zeroItem = (of: Shape): Decoded => (of.kind === 'string' ? '' : null)

/** JSON knows no NaN and no infinity: helm refuses them even in fields it does not know. */
export const checkNumbers = (value: GoValue, path: string): void => {
  if (isGoList(value)) return value.forEach(item => checkNumbers(item, path))
  if (isGoMap(value)) return value.forEach(item => checkNumbers(item, path))
  if (value !== null && typeof value === 'object' && 'float' in value) {
    if (Number.isFinite(value.float)) return
    const said = converting(`json: unsupported value: ${formatFloat32(value.float)}`)
    throw invalid('yaml-not-a-number', { path, said })
  }
}
