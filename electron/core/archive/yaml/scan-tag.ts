import { code, isBlank, isBlankOrEnd, isDigit, isUri, isWord } from './characters.ts'
import { endLine, scannerError, skipBlanks, type Cursor } from './cursor.ts'

/** A tag as written: a handle of the directives and what follows it, or with an empty handle the whole tag. */
export type WrittenTag = { readonly handle: string; readonly suffix: string }

/** The cursor stands on `!`. */
export const scanTag = (cursor: Cursor): WrittenTag => {
  cursor.need(2)
  const tag = cursor.unit(1) === code.less ? readVerbatim(cursor) : readShorthand(cursor)
  cursor.need(1)
  if (!isBlankOrEnd(cursor.unit())) {
    throw scannerError(cursor, 'did not find expected whitespace or line break')
  }
  return tag
}

const readVerbatim = (cursor: Cursor): WrittenTag => {
  cursor.at += 2
  const suffix = readUri(cursor, false)
  if (cursor.unit() !== code.greater) {
    throw scannerError(cursor, "did not find the expected '>'")
  }
  cursor.at += 1
  return { handle: '', suffix }
}

const readShorthand = (cursor: Cursor): WrittenTag => {
  const handle = readHandle(cursor)
  if (handle.length > 1 && handle.endsWith('!')) return { handle, suffix: readUri(cursor, false) }
  // No handle after all, but "!" and the beginning of the rest.
  const suffix = handle.slice(1) + readUri(cursor, true)
  return suffix === '' ? { handle: '', suffix: '!' } : { handle: '!', suffix }
}

const readWord = (cursor: Cursor): string => {
  const start = cursor.at
  skipBlanks(cursor, isWord)
  return cursor.slice(start)
}

const readHandle = (cursor: Cursor): string => {
  cursor.need(1)
  if (cursor.unit() !== code.exclamation) throw scannerError(cursor, "did not find expected '!'")
  const start = cursor.at
  cursor.at += 1
  readWord(cursor)
  if (cursor.unit() === code.exclamation) cursor.at += 1
  return cursor.slice(start)
}

const readUri = (cursor: Cursor, mayBeEmpty: boolean): string => {
  const octets: number[] = []
  const start = cursor.at
  for (cursor.need(1); isUri(cursor.unit()); cursor.need(1)) {
    if (cursor.unit() === code.percent) readEscaped(cursor, octets)
    else {
      octets.push(cursor.unit())
      cursor.at += 1
    }
  }
  if (cursor.at === start && !mayBeEmpty) {
    throw scannerError(cursor, 'did not find expected tag URI')
  }
  return Buffer.from(octets).toString('utf8')
}

/** One character, written as the octets of its UTF-8. */
const readEscaped = (cursor: Cursor, octets: number[]) => {
  for (let left = -1; left !== 0; left -= 1) {
    cursor.need(3)
    const written = String.fromCharCode(cursor.unit(), cursor.unit(1), cursor.unit(2))
    if (!/^%[0-9a-fA-F]{2}$/.test(written)) {
      throw scannerError(cursor, 'did not find URI escaped octet')
    }
    const octet = Number.parseInt(written.slice(1), 16)
    if (left === -1) {
      left = octetsOf(octet)
      if (left === 0) throw scannerError(cursor, 'found an incorrect leading UTF-8 octet')
    } else if ((octet & 0xc0) !== 0x80) {
      throw scannerError(cursor, 'found an incorrect trailing UTF-8 octet')
    }
    octets.push(octet)
    cursor.at += 3
  }
}

const octetsOf = (first: number): number => {
  if (first < 0x80) return 1
  if (first >= 0xf8 || first < 0xc0) return 0
  return first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
}

export type Directive =
  | { readonly kind: 'version'; readonly major: number; readonly minor: number }
  | { readonly kind: 'tag-directive'; readonly handle: string; readonly prefix: string }

/** A line that begins with `%`, on which the cursor stands. */
export const scanDirective = (cursor: Cursor): Directive => {
  cursor.at += 1
  const name = readWord(cursor)
  if (name === '') throw scannerError(cursor, 'could not find expected directive name')
  if (!isBlankOrEnd(cursor.unit())) {
    throw scannerError(cursor, 'found unexpected non-alphabetical character')
  }
  if (name !== 'YAML' && name !== 'TAG') {
    throw scannerError(cursor, 'found unknown directive name')
  }
  skipBlanks(cursor, isBlank)
  const directive = name === 'YAML' ? readVersion(cursor) : readTagDirective(cursor)
  endLine(cursor, isBlank)
  return directive
}

const readVersion = (cursor: Cursor): Directive => {
  const major = readNumber(cursor)
  if (cursor.unit() !== code.dot) {
    throw scannerError(cursor, "did not find expected digit or '.' character")
  }
  cursor.at += 1
  return { kind: 'version', major, minor: readNumber(cursor) }
}

const readNumber = (cursor: Cursor): number => {
  const start = cursor.at
  for (cursor.need(1); isDigit(cursor.unit()); cursor.need(1)) {
    if (cursor.at - start === 2) {
      throw scannerError(cursor, 'found extremely long version number')
    }
    cursor.at += 1
  }
  if (cursor.at === start) throw scannerError(cursor, 'did not find expected version number')
  return Number(cursor.slice(start))
}

const readTagDirective = (cursor: Cursor): Directive => {
  const handle = readHandle(cursor)
  if (handle.length > 1 && !handle.endsWith('!')) {
    throw scannerError(cursor, "did not find expected '!'")
  }
  cursor.need(1)
  if (!isBlank(cursor.unit())) throw scannerError(cursor, 'did not find expected whitespace')
  skipBlanks(cursor, isBlank)
  const prefix = readUri(cursor, false)
  cursor.need(1)
  if (!isBlankOrEnd(cursor.unit())) {
    throw scannerError(cursor, 'did not find expected whitespace or line break')
  }
  return { kind: 'tag-directive', handle, prefix }
}
