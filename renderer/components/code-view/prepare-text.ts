/** Longest line the editor is given: beyond it Monaco's layout takes seconds. */
const longestLine = 20_000
/** Largest text the editor is given, in UTF-16 units. */
const longestText = 5 * 1024 * 1024
/** A line of this length is long. A text may hold so much in long lines until they lose their colours. */
const longLine = 500
const colouredInLongLines = 20_000
/** Monaco shows a control character as an element of its own with its name. */
const controlsPerLine = 50
/** Monaco draws a guide for each step of a line's indentation. */
const deepestGuided = 200

/** What Monaco draws as an element is costly: a coloured token, a control character, a guide. All of a line is drawn. */
export type PreparedText = {
  readonly text: string
  readonly cutLines: number
  /** Those of them that end after their fiftieth control character. */
  readonly controlLines: number
  readonly cutCharacters: number
  /** Lines of this length and longer are left uncoloured. */
  readonly uncolouredFrom: number
  readonly hasGuides: boolean
}

/**
 * Makes a chart's text safe to draw: lines end after 20,000 characters and after 50 control characters, the whole ends
 * after 5 Mi. Counts what is not shown; copying takes the whole text, so nothing is lost.
 */
export const prepareText = (whole: string): PreparedText => {
  const text = whole.slice(0, longestText)
  const lines = text.split('\n')
  let inLongLines = 0
  let cutLines = 0
  let controlLines = 0
  let hasGuides = true
  for (const [at, line] of lines.entries()) {
    if (line.length >= longLine) inLongLines += line.length
    if (line.length > deepestGuided && isDeep(line)) hasGuides = false
    if (line.length <= controlsPerLine) continue
    const end = lastShownControl(line)
    if (end === undefined && line.length <= longestLine) continue
    if (end !== undefined) controlLines += 1
    cutLines += 1
    lines[at] = `${line.slice(0, Math.min(end ?? longestLine, longestLine))}…`
  }
  return {
    text: cutLines === 0 ? text : lines.join('\n'),
    cutLines,
    controlLines,
    cutCharacters: whole.length - text.length,
    uncolouredFrom: inLongLines > colouredInLongLines ? longLine : longestLine,
    hasGuides,
  }
}

const isDeep = (line: string): boolean => !/\S/.test(line.slice(0, deepestGuided))

// Those that Monaco names, which are not seen otherwise; a tab and the carriage return of a line's end are.
// oxlint-disable-next-line no-control-regex
const control = /[\0-\x08\x0b-\x0c\x0e-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Where a line with more control characters than are shown ends. */
const lastShownControl = (line: string): number | undefined => {
  let left = controlsPerLine
  for (const { index } of line.matchAll(control)) {
    left -= 1
    if (left < 0) return index
  }
  return undefined
}
