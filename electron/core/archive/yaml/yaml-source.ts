import { invalid } from '../chart-error.ts'
import type { AppError } from '../../../../shared/errors.ts'
import { converting } from './yaml-problem.ts'

export type YamlSource = {
  /** Up to the first fault; nothing in it is not printable. */
  readonly text: string
  /** What stands behind the text where it cannot be read. */
  readonly fault?: AppError
  /** Offsets in the text up to which yaml.v2 has read after each read; only where it matters. */
  readonly reads?: readonly number[]
}

/** yaml.v2 decodes this much at once: a fault is only met by a document that reaches its piece. */
const pieceBytes = 512

/**
 * The text of a YAML file as yaml.v2 sees it: UTF-8, or UTF-16 when a byte order mark says so. Helm reads one document,
 * so what lies behind it may be anything.
 */
export const yamlSource = (bytes: Uint8Array, path: string): YamlSource => {
  const encoding = encodingOf(bytes)
  const text = decodeAll(bytes, encoding)
  if (text !== undefined && !notPrintable.test(text) && !text.includes('\ufeff')) return { text }
  return readInPieces(bytes, encoding, path)
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

const encodingOf = ([first, second]: Uint8Array): Encoding => {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

const decodeAll = (bytes: Uint8Array, encoding: Encoding): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

// readerc.go, "Check if the character is in the allowed range"; a byte order mark in the middle is.
const notPrintable = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

const markBytes = (bytes: Uint8Array, encoding: Encoding): number => {
  if (encoding !== 'utf-8') return 2
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
}

const readInPieces = (bytes: Uint8Array, encoding: Encoding, path: string): YamlSource => {
  const reads: number[] = []
  let text = ''
  let line = 1
  // The mark is in the first piece.
  let start = markBytes(bytes, encoding)
  for (let end = pieceBytes; start < bytes.length; end = start + pieceBytes) {
    const piece = bytes.subarray(start, end)
    const { complete, fault } = wholeCharacters(piece, encoding)
    const decoded = new TextDecoder(encoding, { ignoreBOM: true }).decode(
      piece.subarray(0, complete),
    )
    const forbidden = notPrintable.exec(decoded)
    if (forbidden) {
      const before = decoded.slice(0, forbidden.index).split('\n').length
      const said = converting('yaml: control characters are not allowed')
      const params = { path, line: line + before - 1, said }
      return { text, reads, fault: invalid('yaml-control-character', params) }
    }
    if (fault !== undefined) {
      return {
        text,
        reads,
        fault: invalid('yaml-not-utf8', { path, said: converting(`yaml: ${fault}`) }),
      }
    }
    text += decoded
    line += decoded.split('\n').length - 1
    reads.push(text.length)
    start += complete
  }
  return { text, reads }
}

const incomplete: Record<Encoding, string> = {
  'utf-8': 'incomplete UTF-8 octet sequence',
  'utf-16le': 'incomplete UTF-16 character',
  'utf-16be': 'incomplete UTF-16 character',
}

type Piece = { readonly complete: number; readonly fault?: string }

/** How many bytes of a piece are whole characters, and what is wrong where they end. */
const wholeCharacters = (piece: Uint8Array, encoding: Encoding): Piece => {
  const measure = encoding === 'utf-8' ? measureUtf8 : measureUtf16(encoding)
  let at = 0
  while (at < piece.length) {
    const measured = measure(piece, at)
    if (typeof measured === 'string') return { complete: at, fault: measured }
    if (at + measured > piece.length) {
      // The next piece begins with the character that this one cuts; behind the last there is none.
      return at > 0 ? { complete: at } : { complete: 0, fault: incomplete[encoding] }
    }
    at += measured
  }
  return { complete: at }
}

/** By how many bytes it is written in. */
const smallest = [0, 0, 0x80, 0x800, 0x10000]

/** The bytes of a character, or why there is none. */
const measureUtf8 = (bytes: Uint8Array, at: number): number | string => {
  const first = bytes[at] ?? 0
  const width = first < 0x80 ? 1 : first >= 0xf8 ? 0 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
  if (width === 0 || (first >= 0x80 && first < 0xc0)) return 'invalid leading UTF-8 octet'
  if (at + width > bytes.length) return width
  let value = width === 1 ? first : first & (0x7f >> width)
  for (let next = 1; next < width; next += 1) {
    const octet = bytes[at + next] ?? 0
    if ((octet & 0xc0) !== 0x80) return 'invalid trailing UTF-8 octet'
    value = (value << 6) + (octet & 0x3f)
  }
  if (value < (smallest[width] ?? 0)) return 'invalid length of a UTF-8 sequence'
  const isCharacter = value <= 0x10ffff && !(value >= 0xd800 && value <= 0xdfff)
  return isCharacter ? width : 'invalid Unicode character'
}

const measureUtf16 =
  (encoding: Encoding) =>
  (bytes: Uint8Array, at: number): number | string => {
    const unitAt = (place: number) => {
      const [first = 0, second = 0] = bytes.subarray(place, place + 2)
      return encoding === 'utf-16le' ? first | (second << 8) : (first << 8) | second
    }
    if (at + 2 > bytes.length) return 2
    const unit = unitAt(at) & 0xfc00
    if (unit === 0xdc00) return 'unexpected low surrogate area'
    if (unit !== 0xd800) return 2
    if (at + 4 > bytes.length) return 4
    return (unitAt(at + 2) & 0xfc00) === 0xdc00 ? 4 : 'expected low surrogate area'
  }
