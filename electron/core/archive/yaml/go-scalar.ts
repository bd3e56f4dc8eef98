import { invalid } from '../chart-error.ts'
import { isTimestamp } from './go-timestamp.ts'
import { clip, converting } from './yaml-problem.ts'

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

export const yamlTag = 'tag:yaml.org,2002:'

type Written = { readonly value: string; readonly tag: string; readonly isImplicit: boolean }

/** Resolves a scalar as go.yaml.in/yaml/v2 does (resolve.go): YAML 1.1 words, Go's number syntax. */
export const resolveScalar = ({ value, tag, isImplicit }: Written, path: string): GoScalar => {
  if (tag === '') return isImplicit ? withSource(guess(value), value) : value
  const type = tag.startsWith(yamlTag) ? tag.slice(yamlTag.length) : ''
  if (type === 'binary') return decodeBinary(value, path)
  return typedTags.has(type) ? withSource(checkedGuess(value, type, path), value) : value
}

const withSource = (value: GoScalar, source: string): GoScalar =>
  isNumber(value) ? { ...value, source } : value

const isNumber = (value: GoScalar): value is GoNumber => typeof value === 'object' && value !== null

/** All others are inert: the text stays text. */
const typedTags = new Set(['bool', 'int', 'float', 'null', 'timestamp'])

/** encoding/base64 looks over line breaks, not over what is left of the last bits. */
const decodeBinary = (value: string, path: string): string => {
  const packed = value.replace(/[\r\n]/g, '')
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(packed)) {
    const said = converting('yaml: !!binary value contains invalid base64 data')
    throw invalid('yaml-bad-value', { path, value: clip(value), said })
  }
  return goText(Buffer.from(packed, 'base64'))
}

/** encoding/json writes one replacement character for each byte that belongs to none. */
const goText = (bytes: Buffer): string => {
  const text = bytes.toString('utf8')
  if (Buffer.from(text).equals(bytes)) return text
  let mended = ''
  for (let at = 0; at < bytes.length;) {
    const width = [1, 2, 3, 4].find(count => isCharacter(bytes.subarray(at, at + count)))
    mended += width === undefined ? '\ufffd' : bytes.toString('utf8', at, at + width)
    at += width ?? 1
  }
  return mended
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const isCharacter = (bytes: Uint8Array): boolean => {
  try {
    return strictUtf8.decode(bytes) !== ''
  } catch {
    return false
  }
}

const checkedGuess = (source: string, type: string, path: string): GoScalar => {
  const value = guess(source)
  const found = typeOf(value, source)
  if (found === type) return value
  if (type === 'float' && found === 'int' && isNumber(value) && 'int' in value) {
    if (value.int <= int64.max) return { float: Number(value.int) }
  }
  const said = converting(`yaml: cannot decode !!${found} \`${source}\` as a !!${type}`)
  throw invalid('yaml-bad-value', { path, value: clip(source), said })
}

const typeOf = (value: GoScalar, source: string): string => {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'bool'
  if (isNumber(value)) return 'int' in value ? 'int' : 'float'
  return isTimestamp(source) ? 'timestamp' : source === '<<' ? 'merge' : 'str'
}

const guess = (source: string): GoScalar => {
  const word = words.get(source)
  if (word !== undefined) return word
  if (source.startsWith('.')) return goFloat(source, dotFloat) ?? source
  // A timestamp is no number of Go's, and stays the text it is.
  if (!/^[-+0-9]/.test(source)) return source
  const plain = source.replaceAll('_', '')
  return goInteger(plain) ?? goFloat(plain, plainFloat) ?? signedBinary(plain) ?? source
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
    // Far more digits than 64 bits have: to count them out would take long.
    if (digits.replace(/^0+/, '').length > 64) return undefined
    const magnitude = BigInt(prefix + digits)
    const value = sign === '-' ? -magnitude : magnitude
    const max = sign === '' ? uint64Max : int64.max
    return value >= int64.min && value <= max ? { int: value } : undefined
  }
  return undefined
}

/** yaml.v2 cuts `0b` off and reads what is left, be it signed. */
const signedBinary = (text: string): GoScalar | undefined => {
  const [, sign, digits] = /^0b([-+])([01]+)$/.exec(text) ?? []
  return digits === undefined ? undefined : goInteger(`${sign}0b${digits}`)
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
