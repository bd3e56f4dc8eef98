import { code, isBlank, isBreak, isBreakOrEnd, isDigit } from './characters.ts'
import { endLine, scannerError, type Cursor } from './cursor.ts'

type Header = { readonly chomping: '' | '+' | '-'; readonly increment: number }

/** A literal (`|`) or folded (`>`) scalar; the cursor stands on its indicator. */
export const scanBlock = (cursor: Cursor, parentIndent: number): string => {
  const isLiteral = cursor.unit() === code.bar
  cursor.at += 1
  const { chomping, increment } = readHeader(cursor)
  endLine(cursor, isBlank)
  const given = increment === 0 ? 0 : Math.max(parentIndent, 0) + increment
  let { indent, breaks } = readIndent(cursor, given, parentIndent)
  let value = ''
  let lineBreak = ''
  let wasIndented = false
  cursor.need(1)
  while (cursor.column() === indent && cursor.unit() !== code.end) {
    const isIndented = isBlank(cursor.unit())
    // Lines that are indented further keep their breaks, on both sides.
    const folds = !isLiteral && !wasIndented && !isIndented && lineBreak === '\n'
    value += folds ? (breaks === '' ? ' ' : '') : lineBreak
    value += breaks + readLine(cursor)
    wasIndented = isIndented
    lineBreak = isBreak(cursor.unit()) ? cursor.takeBreak() : ''
    ;({ breaks } = readIndent(cursor, indent, parentIndent))
  }
  if (chomping !== '-') value += lineBreak
  return chomping === '+' ? value + breaks : value
}

const readLine = (cursor: Cursor): string => {
  const start = cursor.at
  while (!isBreakOrEnd(cursor.unit())) {
    cursor.at += 1
    cursor.need(1)
  }
  cursor.need(2)
  return cursor.slice(start)
}

/** The indicators of chomping and indentation, in either order. */
const readHeader = (cursor: Cursor): Header => {
  cursor.need(1)
  const before = readChomping(cursor)
  const increment = readIncrement(cursor)
  const after = before === '' && increment > 0 ? readChomping(cursor) : ''
  return { chomping: before === '' ? after : before, increment }
}

const readChomping = (cursor: Cursor): Header['chomping'] => {
  const unit = cursor.unit()
  if (unit !== code.plus && unit !== code.hyphen) return ''
  cursor.at += 1
  cursor.need(1)
  return unit === code.plus ? '+' : '-'
}

const readIncrement = (cursor: Cursor): number => {
  const unit = cursor.unit()
  if (!isDigit(unit)) return 0
  if (unit === code.zero) {
    throw scannerError(cursor, 'found an indentation indicator equal to 0')
  }
  cursor.at += 1
  cursor.need(1)
  return unit - code.zero
}

/** Empty lines and the indentation of the next; what that is decides the first that is not empty, if nothing else. */
const readIndent = (cursor: Cursor, given: number, parentIndent: number) => {
  let breaks = ''
  let deepest = 0
  for (;;) {
    const isShort = () => given === 0 || cursor.column() < given
    cursor.need(1)
    while (isShort() && cursor.unit() === code.space) {
      cursor.at += 1
      cursor.need(1)
    }
    deepest = Math.max(deepest, cursor.column())
    if (isShort() && cursor.unit() === code.tab) {
      throw scannerError(cursor, 'found a tab character where an indentation space is expected')
    }
    if (!isBreak(cursor.unit())) break
    cursor.need(2)
    breaks += cursor.takeBreak()
  }
  return { breaks, indent: given === 0 ? Math.max(deepest, parentIndent + 1, 1) : given }
}
