import { code, isBlankOrEnd, isBreak } from './characters.ts'
import { syntaxError } from './yaml-problem.ts'
import type { YamlSource } from './yaml-source.ts'

/** A place in a text, with its line. Whoever looks ahead says so first: behind what was read a fault may lie. */
export type Cursor = {
  readonly path: string
  at: number
  /** From 0. */
  line: number
  lineStart: number
  /** The code unit at an offset from here; 0 at the end. */
  unit(offset?: number): number
  /** yaml.v2 wants this many characters in its buffer. Throws the fault that lies in them. */
  need(count: number): void
  /** Whether the buffer, not this place, begins with a byte order mark: that is what yaml.v2 looks at. */
  isMarked(): boolean
  slice(start: number): string
  column(): number
  /** Goes over a line break and tells it as yaml.v2 keeps it: all are line feeds but the two of Unicode. */
  takeBreak(): string
  isDocumentMarker(): boolean
}

/** Nothing looks further. */
const sentinel = '\0'.repeat(12)

export const createCursor = (source: YamlSource, path: string): Cursor => {
  const text = source.text + sentinel
  const reads = source.reads ?? []
  let read = 0
  let bufferStart = 0
  // A text without faults and marks need not be read piece by piece.
  let horizon = source.reads === undefined ? Infinity : 0

  const readOn = (count: number) => {
    bufferStart = cursor.at
    while (horizon < cursor.at + count) {
      const next = reads[read]
      if (next === undefined) {
        if (source.fault) throw source.fault
        // At the end of the input the buffer grows by a NUL each time.
        horizon += 1
        return
      }
      horizon = next
      read += 1
    }
  }

  const cursor: Cursor = {
    path,
    at: 0,
    line: 0,
    lineStart: 0,
    unit: (offset = 0) => text.charCodeAt(cursor.at + offset),
    need(count) {
      if (cursor.at + count > horizon) readOn(count)
    },
    isMarked: () => text.charCodeAt(bufferStart) === 0xfeff,
    slice: start => text.slice(start, cursor.at),
    column: () => cursor.at - cursor.lineStart,
    takeBreak() {
      const unit = text.charCodeAt(cursor.at)
      const isPair =
        unit === code.carriageReturn && text.charCodeAt(cursor.at + 1) === code.lineFeed
      cursor.at += isPair ? 2 : 1
      cursor.line += 1
      cursor.lineStart = cursor.at
      const isUnicode = unit === code.lineSeparator || unit === code.paragraphSeparator
      return isUnicode ? String.fromCharCode(unit) : '\n'
    },
    isDocumentMarker() {
      if (cursor.at !== cursor.lineStart) return false
      const unit = cursor.unit()
      return (
        (unit === code.hyphen || unit === code.dot) &&
        cursor.unit(1) === unit &&
        cursor.unit(2) === unit &&
        isBlankOrEnd(cursor.unit(3))
      )
    },
  }
  return cursor
}

export const scannerError = (cursor: Cursor, problem: string) =>
  syntaxError({ path: cursor.path, problem, line: cursor.line, foundBy: 'scanner' })

export const skipBlanks = (cursor: Cursor, isSkipped: (unit: number) => boolean): void => {
  cursor.need(1)
  while (isSkipped(cursor.unit())) {
    cursor.at += 1
    cursor.need(1)
  }
}

const isCommentText = (unit: number): boolean => unit !== code.end && !isBreak(unit)

/** A comment to the end of its line, where one begins here. */
export const skipComment = (cursor: Cursor): void => {
  if (cursor.unit() === code.hash) skipBlanks(cursor, isCommentText)
}

/** The rest of a line that may only hold a comment, with its break. Throws where it holds more. */
export const endLine = (cursor: Cursor, isBlank: (unit: number) => boolean): void => {
  skipBlanks(cursor, isBlank)
  skipComment(cursor)
  const unit = cursor.unit()
  if (unit === code.end) return
  if (!isBreak(unit)) throw scannerError(cursor, 'did not find expected comment or line break')
  cursor.need(2)
  cursor.takeBreak()
}
