// What yaml.v2 calls blanks, breaks and letters. The text ends in NULs, which no YAML file can hold.

export const code = {
  end: 0,
  tab: 0x09,
  lineFeed: 0x0a,
  carriageReturn: 0x0d,
  space: 0x20,
  exclamation: 0x21,
  doubleQuote: 0x22,
  hash: 0x23,
  percent: 0x25,
  ampersand: 0x26,
  singleQuote: 0x27,
  asterisk: 0x2a,
  plus: 0x2b,
  comma: 0x2c,
  hyphen: 0x2d,
  dot: 0x2e,
  zero: 0x30,
  nine: 0x39,
  colon: 0x3a,
  less: 0x3c,
  greater: 0x3e,
  question: 0x3f,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  bar: 0x7c,
  closeBrace: 0x7d,
  nextLine: 0x85,
  lineSeparator: 0x2028,
  paragraphSeparator: 0x2029,
} as const

export const isBlank = (unit: number): boolean => unit === code.space || unit === code.tab

/** Line breaks of YAML 1.1. */
export const isBreak = (unit: number): boolean =>
  unit === code.lineFeed ||
  unit === code.carriageReturn ||
  unit === code.nextLine ||
  unit === code.lineSeparator ||
  unit === code.paragraphSeparator

export const isBreakOrEnd = (unit: number): boolean => unit === code.end || isBreak(unit)

export const isBlankOrEnd = (unit: number): boolean => isBlank(unit) || isBreakOrEnd(unit)

export const isDigit = (unit: number): boolean => unit >= code.zero && unit <= code.nine

/** What anchors, tag handles and names of directives are made of. */
export const isWord = (unit: number): boolean =>
  isDigit(unit) ||
  (unit >= 0x41 && unit <= 0x5a) ||
  (unit >= 0x61 && unit <= 0x7a) ||
  unit === 0x5f ||
  unit === code.hyphen

const setOf = (characters: string): ReadonlySet<number> =>
  new Set([...characters].map(character => character.charCodeAt(0)))

const afterAnchor = setOf('?:,]}%@`')
export const mayFollowAnchor = (unit: number): boolean =>
  isBlankOrEnd(unit) || afterAnchor.has(unit)

const uriMarks = setOf(";/?:@&=+$,.!~*'()[]%")
export const isUri = (unit: number): boolean => isWord(unit) || uriMarks.has(unit)

const indicators = setOf('-?:,[]{}#&*!|>\'"%@`')
export const isIndicator = (unit: number): boolean => indicators.has(unit)

const flowMarks = setOf(',?[]{}')
/** Ends a plain scalar between brackets. */
export const isFlowMark = (unit: number): boolean => flowMarks.has(unit)
