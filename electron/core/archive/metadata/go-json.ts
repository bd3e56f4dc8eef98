import { isGoList, isGoMap, type GoValue } from '../yaml/go-value.ts'
import { compareBytes, type Decoded } from './decode-struct.ts'
import type { Field, Shape } from './shapes.ts'

/** A JSON string as Go's encoding/json writes it: HTML characters and line separators are escaped, too. */
export const goString = (text: string): string =>
  JSON.stringify(text.toWellFormed()).replace(goEscaped, character => {
    const code = character.charCodeAt(0)
    return `\\u${code.toString(16).padStart(4, '0')}`
  })

const goEscaped = /[<>&\u2028\u2029]/g

/** Marshals a decoded struct: fields in struct order, empty ones left out unless they are always written. */
export const goStruct = (fields: readonly Field[], value: ReadonlyMap<string, Decoded>): string => {
  const parts = fields.flatMap(field => {
    const item = value.get(field.name)
    if (!field.always && isEmpty(item)) return []
    return [`${goString(field.name)}:${goDecoded(field.shape, item ?? '')}`]
  })
  return `{${parts.join(',')}}`
}

const isEmpty = (value: Decoded | undefined): boolean =>
  value === undefined ||
  value === '' ||
  value === false ||
  (Array.isArray(value) && value.length === 0) ||
  (value instanceof Map && value.size === 0)

const goDecoded = (shape: Shape, value: Decoded): string => {
  if (value === null) return 'null'
  if (typeof value === 'string') return goString(value)
  if (typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) {
    const of = shape.kind === 'list' ? shape.of : shape
    return `[${value.map(item => goDecoded(of, item)).join(',')}]`
  }
  if (value instanceof Map)
    return shape.kind === 'struct' ? goStruct(shape.fields, value) : goMap(value)
  return goAny(value.any)
}

const goMap = (map: ReadonlyMap<string, Decoded>): string => {
  const keys = [...map.keys()].sort(compareBytes)
  const parts = keys.map(
    key => `${goString(key)}:${goDecoded({ kind: 'string' }, map.get(key) ?? '')}`,
  )
  return `{${parts.join(',')}}`
}

/** An interface{}: every number has become a float64 on the way, every map is sorted. */
const goAny = (value: GoValue): string => {
  if (value === null) return 'null'
  if (typeof value === 'string') return goString(value)
  if (typeof value === 'boolean') return String(value)
  if (isGoList(value)) return `[${value.map(goAny).join(',')}]`
  if (isGoMap(value)) {
    const keys = [...value.keys()].sort(compareBytes)
    return `{${keys.map(key => `${goString(key)}:${goAny(value.get(key) ?? null)}`).join(',')}}`
  }
  return goNumber('int' in value ? Number(value.int) : value.float)
}

// JavaScript and Go agree on when an exponent is written and how; only the negative zero differs.
const goNumber = (value: number): string => (Object.is(value, -0) ? '-0' : String(value))
