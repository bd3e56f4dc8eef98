import { code, isBlank, isBlankOrEnd, isBreak, isFlowMark } from './characters.ts'
import { scannerError, type Cursor } from './cursor.ts'

/** What stands between two words of a scalar: the blanks, or the line breaks that fold into a blank. */
export type Gap = { blanks: string; firstBreak: string; breaks: string; isFolded: boolean }

export const createGap = (): Gap => ({ blanks: '', firstBreak: '', breaks: '', isFolded: false })

export const joinGap = ({ blanks, firstBreak, breaks, isFolded }: Gap): string => {
  if (!isFolded) return blanks
  if (firstBreak === '\n') return breaks === '' ? ' ' : breaks
  return firstBreak + breaks
}

/** Reads the blanks and breaks that stand here. */
export const readGap = (cursor: Cursor, gap: Gap, onBlank: () => void = () => {}): void => {
  for (cursor.need(1); ; cursor.need(1)) {
    const unit = cursor.unit()
    if (isBlank(unit)) {
      onBlank()
      if (!gap.isFolded) gap.blanks += String.fromCharCode(unit)
      cursor.at += 1
    } else if (isBreak(unit)) {
      cursor.need(2)
      const lineBreak = cursor.takeBreak()
      if (gap.isFolded) gap.breaks += lineBreak
      else gap.firstBreak = lineBreak
      gap.isFolded = true
    } else return
  }
}

export type PlainContext = {
  /** Of the block the scalar stands in; -1 at the top. */
  readonly indent: number
  readonly inFlow: boolean
}

/** A plain scalar, and whether line breaks were read behind it. */
export const scanPlain = (
  cursor: Cursor,
  { indent, inFlow }: PlainContext,
): { value: string; endsLine: boolean } => {
  let value = ''
  let gap = createGap()
  const refuseTab = () => {
    if (gap.isFolded && cursor.column() <= indent && cursor.unit() === code.tab) {
      throw scannerError(cursor, 'found a tab character that violates indentation')
    }
  }
  for (;;) {
    cursor.need(4)
    if (cursor.isDocumentMarker() || cursor.unit() === code.hash) break
    const start = cursor.at
    skipWord(cursor, inFlow)
    if (cursor.at > start) {
      value += joinGap(gap) + cursor.slice(start)
      gap = createGap()
    }
    if (!isBlank(cursor.unit()) && !isBreak(cursor.unit())) break
    readGap(cursor, gap, refuseTab)
    if (!inFlow && cursor.column() <= indent) break
  }
  return { value, endsLine: gap.isFolded }
}

const skipWord = (cursor: Cursor, inFlow: boolean) => {
  for (let unit = cursor.unit(); !isBlankOrEnd(unit); unit = cursor.unit()) {
    if (unit === code.colon && isBlankOrEnd(cursor.unit(1))) return
    if (inFlow && isFlowMark(unit)) return
    cursor.at += 1
    cursor.need(2)
  }
}
