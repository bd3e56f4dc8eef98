/** Why a text was refused: the caller gives it its place and words. */
export class StrictJsonError extends Error {
  readonly problem: 'malformed' | 'too-deep' | 'duplicate-key'

  constructor(problem: StrictJsonError['problem']) {
    super(problem)
    this.name = 'StrictJsonError'
    this.problem = problem
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * JSON as a registry may send it: UTF-8, no key twice in an object, at most `maxDepth` levels.
 * `JSON.parse` keeps the last of two equal keys while others keep the first, so the same bytes could
 * mean two things (CVE-2021-41190); and it takes nesting that later overflows who walks it.
 */
export const parseStrictJson = (bytes: Uint8Array, maxDepth = 64): unknown => {
  const text = decode(bytes)
  const value = parse(text)
  // After JSON.parse: every string is known to end, so the scan below is linear.
  checkKeysAndDepth(text, maxDepth)
  return value
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new StrictJsonError('malformed')
  }
}

const decode = (bytes: Uint8Array): string => {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new StrictJsonError('malformed')
  }
}

// Strings and brackets are all that matters here; JSON.parse judged the rest.
const token = /"[^"\\]*(?:\\[^][^"\\]*)*"|[{}[\]]/g
const colonAhead = /[\t\n\r ]*:/y

const checkKeysAndDepth = (text: string, maxDepth: number): void => {
  const levels: Array<Set<string> | undefined> = []
  for (const match of text.matchAll(token)) {
    const found = match[0]
    if (found === '{' || found === '[') {
      if (levels.push(found === '{' ? new Set() : undefined) > maxDepth) {
        throw new StrictJsonError('too-deep')
      }
    } else if (found === '}' || found === ']') {
      levels.pop()
    } else {
      colonAhead.lastIndex = match.index + found.length
      if (colonAhead.test(text)) addKey(levels.at(-1), found)
    }
  }
}

const addKey = (keys: Set<string> | undefined, quoted: string): void => {
  const key = String(JSON.parse(quoted))
  if (keys?.has(key)) throw new StrictJsonError('duplicate-key')
  keys?.add(key)
}
