import { invalid } from '../chart-error.ts'

/**
 * A numeric header field as Go's archive/tar reads it (strconv.go parseNumeric): base-256 when the first bit is set,
 * else octal padded with blanks or NULs. Throws for what Go refuses. May be negative.
 */
export const parseNumeric = (field: Uint8Array): number =>
  ((field[0] ?? 0) & 0x80) !== 0 ? parseBase256(field) : parseOctal(field)

const parseBase256 = (field: Uint8Array): number => {
  const negative = ((field[0] ?? 0) & 0x40) !== 0
  const inverse = negative ? 0xff : 0
  let value = 0n
  field.forEach((byte, index) => {
    const bits = (byte ^ inverse) & (index === 0 ? 0x7f : 0xff)
    value = (value << 8n) | BigInt(bits)
  })
  if (value >> 63n !== 0n) throw invalid('archive-damaged')
  return Number(negative ? -value - 1n : value)
}

export const parseOctal = (field: Uint8Array): number => {
  const text = cString(Buffer.from(trim(field)))
  if (text === '') return 0
  if (!/^[0-7]+$/.test(text) || text.length > 22) throw invalid('archive-damaged')
  return Number(BigInt(`0o${text}`))
}

/** Up to the first NUL, one character a byte. */
const cString = (bytes: Buffer): string => {
  const end = bytes.indexOf(0)
  return bytes.toString('latin1', 0, end === -1 ? bytes.length : end)
}

const isPadding = (byte: number | undefined) => byte === 0 || byte === 0x20

const trim = (field: Uint8Array): Uint8Array => {
  let start = 0
  let end = field.length
  while (start < end && isPadding(field[start])) start += 1
  while (end > start && isPadding(field[end - 1])) end -= 1
  return field.subarray(start, end)
}

const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n }

/** Go's strconv.ParseInt(text, 10, 64). Undefined for what it refuses. */
export const parseDecimal = (text: string): number | undefined => {
  if (!/^[+-]?[0-9]+$/.test(text) || text.length > 1000) return undefined
  const value = BigInt(text.startsWith('+') ? text.slice(1) : text)
  return value < int64.min || value > int64.max ? undefined : Number(value)
}
