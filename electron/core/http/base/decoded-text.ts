/**
 * A text as the bytes of its UTF-8, one character each, and for each byte the place in the text that it came from, so
 * that what is found in the decoded form can be taken out of the one that was given.
 */
export type Decoded = {
  readonly bytes: string
  /** First unit of the text that this byte came from, and the unit behind its last. */
  start(at: number): number
  end(at: number): number
}

export const plainText = (text: string): Decoded => {
  // eslint-disable-next-line no-control-regex
  if (/^[\0-\x7f]*$/.test(text)) return { bytes: text, start: at => at, end: at => at + 1 }
  const building = newBuilding()
  for (let at = 0; at < text.length;) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
    building.add(utf8(character), at, at + character.length)
    at += character.length
  }
  return building.done()
}

// Percent, as often as it was encoded itself; JSON's and JavaScript's escapes; HTML's character references.
const escapes =
  /%(?:25)*([0-9a-f]{2})|\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|\\(["'\\/bfnrt])|&#(\d{1,7});|&#x([0-9a-f]{1,6});|&(lt|gt|amp|quot|apos);/gi

/** One layer of escapes less; undefined where there was none. */
export const decodeOnce = (text: Decoded): Decoded | undefined => {
  const building = newBuilding()
  let copied = 0
  const copy = (until: number) => {
    for (; copied < until; copied += 1)
      building.add(text.bytes.charAt(copied), text.start(copied), text.end(copied))
  }
  for (const match of text.bytes.matchAll(escapes)) {
    copy(match.index)
    copied = match.index + match[0].length
    building.add(meaning(match), text.start(match.index), text.end(copied - 1))
  }
  if (copied === 0) return undefined
  copy(text.bytes.length)
  return building.done()
}

/** What an escape stands for, in bytes. */
const meaning = ([
  ,
  percent,
  high,
  low,
  unit,
  byte,
  mark,
  decimal,
  hex,
  name,
]: string[]): string => {
  const code = percent ?? byte
  if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
  if (high !== undefined && low !== undefined)
    return utf8(String.fromCharCode(Number.parseInt(high, 16), Number.parseInt(low, 16)))
  if (unit !== undefined) return utf8(String.fromCharCode(Number.parseInt(unit, 16)))
  if (mark !== undefined) return controls[mark.toLowerCase()] ?? mark
  if (name !== undefined) return names[name.toLowerCase()] ?? ''
  const point = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal)
  return point <= 0x10ffff ? utf8(String.fromCodePoint(point)) : ''
}

const controls: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

const names: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  amp: '&',
  quot: '"',
  apos: "'",
}

const utf8 = (text: string): string => Buffer.from(text).toString('latin1')

const newBuilding = () => {
  const parts: string[] = []
  const starts: number[] = []
  const ends: number[] = []
  return {
    add: (bytes: string, start: number, end: number) => {
      parts.push(bytes)
      for (let at = 0; at < bytes.length; at += 1) {
        starts.push(start)
        ends.push(end)
      }
    },
    done: (): Decoded => ({
      bytes: parts.join(''),
      start: at => starts[at] ?? 0,
      end: at => ends[at] ?? 0,
    }),
  }
}
