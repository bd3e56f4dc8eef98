/** Longest line the editor is given: beyond it Monaco's layout takes seconds. */
const longestLine = 20_000
/** Largest text the editor is given, in UTF-16 units. */
const longestText = 5 * 1024 * 1024

export type PreparedText = {
  readonly text: string
  readonly cutLines: number
  readonly cutCharacters: number
}

/**
 * Makes a chart's text safe to lay out: lines end after 20,000 characters and the whole after 5 Mi.
 * Counts what is not shown; copying takes the whole text, so nothing is lost.
 */
export const prepareText = (whole: string): PreparedText => {
  const text = whole.slice(0, longestText)
  const cutCharacters = whole.length - text.length
  if (text.length <= longestLine) return { text, cutLines: 0, cutCharacters }
  let cutLines = 0
  const lines = text.split('\n').map(line => {
    if (line.length <= longestLine) return line
    cutLines += 1
    return `${line.slice(0, longestLine)}…`
  })
  return { text: cutLines === 0 ? text : lines.join('\n'), cutLines, cutCharacters }
}
