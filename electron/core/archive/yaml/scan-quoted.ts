import { code, isBlankOrEnd, isBreak } from './characters.ts'
import { scannerError, type Cursor } from './cursor.ts'
import { createGap, joinGap, readGap, type Gap } from './scan-plain.ts'

/** A scalar in single or double quotes; the cursor stands on the first quote. */
export const scanQuoted = (cursor: Cursor, quote: number): string => {
  const readWord = quote === code.singleQuote ? readSingle : readDouble
  let value = ''
  cursor.at += 1
  for (;;) {
    cursor.need(4)
    if (cursor.isDocumentMarker()) {
      throw scannerError(cursor, 'found unexpected document indicator')
    }
    if (cursor.unit() === code.end) throw scannerError(cursor, 'found unexpected end of stream')
    const gap = createGap()
    value += readWord(cursor, gap)
    cursor.need(1)
    if (cursor.unit() === quote) break
    readGap(cursor, gap)
    value += joinGap(gap)
  }
  cursor.at += 1
  return value
}

const readSingle = (cursor: Cursor): string => {
  let value = ''
  let start = cursor.at
  for (; !isBlankOrEnd(cursor.unit()); cursor.need(2)) {
    if (cursor.unit() === code.singleQuote) {
      if (cursor.unit(1) !== code.singleQuote) break
      // Of two quotes one is meant.
      cursor.at += 1
      value += cursor.slice(start)
      start = cursor.at + 1
    }
    cursor.at += 1
  }
  return value + cursor.slice(start)
}

const readDouble = (cursor: Cursor, gap: Gap): string => {
  let value = ''
  let start = cursor.at
  for (; !isBlankOrEnd(cursor.unit()); cursor.need(2)) {
    const unit = cursor.unit()
    if (unit === code.doubleQuote) break
    if (unit !== code.backslash) {
      cursor.at += 1
      continue
    }
    value += cursor.slice(start)
    if (isBreak(cursor.unit(1))) {
      // An escaped break folds into nothing, and the blanks of the next line with it.
      cursor.need(3)
      cursor.at += 1
      cursor.takeBreak()
      gap.isFolded = true
      return value
    }
    value += readEscape(cursor)
    start = cursor.at
  }
  return value + cursor.slice(start)
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['0', '\0'],
  ['a', '\x07'],
  ['b', '\b'],
  ['t', '\t'],
  ['\t', '\t'],
  ['n', '\n'],
  ['v', '\v'],
  ['f', '\f'],
  ['r', '\r'],
  ['e', '\x1b'],
  [' ', ' '],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['N', '\x85'],
  ['_', '\xa0'],
  ['L', '\u2028'],
  ['P', '\u2029'],
])
const digitsOf: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
])

const readEscape = (cursor: Cursor): string => {
  const letter = String.fromCharCode(cursor.unit(1))
  const meant = escapes.get(letter)
  const digits = digitsOf.get(letter)
  if (meant === undefined && digits === undefined) {
    throw scannerError(cursor, 'found unknown escape character')
  }
  cursor.at += 2
  return meant ?? readCodePoint(cursor, digits ?? 0)
}

const readCodePoint = (cursor: Cursor, digits: number): string => {
  cursor.need(digits)
  const start = cursor.at
  cursor.at += digits
  const text = cursor.slice(start)
  cursor.at = start
  if (!/^[0-9a-fA-F]+$/.test(text)) {
    throw scannerError(cursor, 'did not find expected hexdecimal number')
  }
  const value = Number.parseInt(text, 16)
  if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff) {
    throw scannerError(cursor, 'found invalid Unicode character escape code')
  }
  cursor.at += digits
  return String.fromCodePoint(value)
}
