import { invalid } from '../chart-error.ts'
import { escapeForShow } from '../escape-for-show.ts'

/** A number keeps its kind, for Go prints ints in full and floats in their shortest form, and how it was written. */
export type GoNumber = ({ readonly int: bigint } | { readonly float: number }) & {
  readonly source?: string
}

export type GoScalar = null | boolean | string | GoNumber

const words: ReadonlyMap<string, GoScalar> = new Map<string, GoScalar>([
  ...spell(true, 'y Y yes Yes YES true True TRUE on On ON'),
  ...spell(false, 'n N no No NO false False FALSE off Off OFF'),
  ...spell(null, '~ null Null NULL'),
  ['', null],
  ...spell({ float: NaN }, '.nan .NaN .NAN'),
  ...spell({ float: Infinity }, '.inf .Inf .INF +.inf +.Inf +.INF'),
  ...spell({ float: -Infinity }, '-.inf -.Inf -.INF'),
])

function spell(value: GoScalar, list: string): [string, GoScalar][] {
  return list.split(' ').map(word => [word, value])
}

/** Resolves a scalar as go.yaml.in/yaml/v2 does (resolve.go): YAML 1.1 words, Go's number syntax. */
export const resolveScalar = (
  scalar: { readonly value: string; readonly tag: string; readonly implicit: boolean },
  path: string,
): GoScalar => {
  if (scalar.tag === '' && !scalar.implicit) return scalar.value
  const tag = shortTag(scalar.tag)
  if (tag === 'binary') return decodeBinary(scalar.value, path)
  if (tag !== '' && !typedTags.has(tag)) return scalar.value
  if (tag === 'str') return scalar.value
  const guessed = guess(scalar.value, tag)
  const value = tag === '' ? guessed : checkTag(guessed, tag, scalar.value, path)
  return isNumber(value) ? { ...value, source: scalar.value } : value
}

const isNumber = (value: GoScalar): value is GoNumber => typeof value === 'object' && value !== null

const typedTags = new Set(['str', 'bool', 'int', 'float', 'null', 'timestamp'])

/** `!!int` and its long forms to `int`; anything else is no type of YAML's. */
const shortTag = (tag: string): string => {
  const [, type] = /^(?:!!|!?<?tag:yaml\.org,2002:)([^>]*)>?$/.exec(tag) ?? []
  return type ?? tag
}

const decodeBinary = (value: string, path: string): string => {
  const packed = value.replace(/[\r\n]/g, '')
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(packed)) {
    throw invalid('yaml-bad-value', { path, value: shorten(value) })
  }
  return Buffer.from(packed, 'base64').toString('utf8')
}

const checkTag = (value: GoScalar, tag: string, source: string, path: string): GoScalar => {
  const type = typeOf(value, source)
  if (type === tag) return value
  if (tag === 'float' && isNumber(value) && 'int' in value) {
    return { float: Number(value.int) }
  }
  throw invalid('yaml-bad-value', { path, value: shorten(source) })
}

const typeOf = (value: GoScalar, source: string): string => {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'bool'
  if (isNumber(value)) return 'int' in value ? 'int' : 'float'
  return isTimestamp(source) ? 'timestamp' : 'str'
}

const shorten = (value: string) => escapeForShow(value.slice(0, 80))

const guess = (source: string, tag: string): GoScalar => {
  const word = words.get(source)
  if (word !== undefined) return word
  if (source.startsWith('.')) return goFloat(source, dotFloat) ?? source
  if (!/^[-+0-9]/.test(source)) return source
  // Timestamps stay text, exactly as written.
  if ((tag === '' || tag === 'timestamp') && isTimestamp(source)) return source
  const plain = source.replaceAll('_', '')
  return goInteger(plain) ?? goFloat(plain, plainFloat) ?? source
}

const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n }
const uint64Max = 2n ** 64n - 1n
const bases: [RegExp, string][] = [
  [/^([-+]?)0[xX]([0-9a-fA-F]+)$/, '0x'],
  [/^([-+]?)0[bB]([01]+)$/, '0b'],
  [/^([-+]?)0[oO]?([0-7]+)$/, '0o'],
  [/^([-+]?)([1-9][0-9]*|0)$/, ''],
]

/** strconv.ParseInt(text, 0, 64), then ParseUint. Undefined when neither takes it. */
const goInteger = (text: string): GoScalar | undefined => {
  for (const [pattern, prefix] of bases) {
    const [, sign, digits] = pattern.exec(text) ?? []
    if (digits === undefined) continue
    const magnitude = BigInt(prefix + digits)
    const value = sign === '-' ? -magnitude : magnitude
    const max = sign === '' ? uint64Max : int64.max
    return value >= int64.min && value <= max ? { int: value } : undefined
  }
  return undefined
}

const plainFloat = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/
/** strconv.ParseFloat on text that begins with a dot: underscores between digits only. */
const dotFloat = /^\.[0-9]+(?:_[0-9]+)*(?:[eE][-+]?[0-9]+(?:_[0-9]+)*)?$/

/** Out of range is no number to Go, but text. */
const goFloat = (text: string, pattern: RegExp): GoScalar | undefined => {
  if (!pattern.test(text)) return undefined
  const float = Number(text.replaceAll('_', ''))
  return Number.isFinite(float) ? { float } : undefined
}

const date = /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})$/
const zoned =
  /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})[Tt]([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?(?:Z|[-+][0-9]{2}:[0-9]{2})$/
const spaced =
  /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2}) ([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?$/

/** Whether Go takes the text for a timestamp; only matters because it is then no integer or float. */
const isTimestamp = (text: string): boolean => [date, zoned, spaced].some(form => form.test(text))
