/** Why a text was refused: the caller gives it its place and words. */
export class JsonRefused extends Error {
  readonly problem: 'malformed' | 'too-deep' | 'too-many' | 'repeated-key'

  constructor(problem: JsonRefused['problem']) {
    super(problem)
    this.name = 'JsonRefused'
    this.problem = problem
  }
}

type Bounds = {
  readonly maxDepth: number
  /** Keys, objects and lists together: what a value costs beside its text. */
  readonly maxParts: number
  readonly allowsRepeatedKeys: boolean
}

// A page of Google's tags with all it says of them has about 100,000; no other comes near.
const answerBounds: Bounds = { maxDepth: 64, maxParts: 200_000, allowsRepeatedKeys: true }
export const contentBounds: Bounds = { maxDepth: 64, maxParts: 50_000, allowsRepeatedKeys: false }

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads what a registry or a token service says, as UTF-8 or already decoded. 4 MiB of brackets would take seconds and
 * a gigabyte to parse, so the text is looked through once before. Throws JsonRefused.
 */
export const readJson = (source: Uint8Array | string): unknown =>
  parse(typeof source === 'string' ? source : new TextDecoder().decode(source), answerBounds)

/** The same, or undefined for what cannot be read: `null` is what the text says. */
export const tryReadJson = (source: Uint8Array | string): unknown => {
  try {
    return readJson(source)
  } catch {
    return undefined
  }
}

/**
 * Reads what a registry keeps: manifests and configs. No key twice in an object: `JSON.parse` keeps the last while
 * others keep the first, so the same bytes could mean two things (CVE-2021-41190). Throws JsonRefused.
 */
export const readStrictJson = (bytes: Uint8Array): unknown => {
  try {
    return parse(utf8.decode(bytes), contentBounds)
  } catch (error) {
    throw error instanceof JsonRefused ? error : new JsonRefused('malformed')
  }
}

const parse = (text: string, bounds: Bounds): unknown => {
  lookThrough(text, bounds)
  try {
    return JSON.parse(text)
  } catch {
    throw new JsonRefused('malformed')
  }
}

const code = { quote: 0x22, colon: 0x3a, open: 0x5b, backslash: 0x5c, close: 0x5d } as const
const brace = { open: 0x7b, close: 0x7d } as const

/** Once over the text: strings, brackets and colons are all that matters; JSON.parse judges the rest. */
const lookThrough = (text: string, { maxDepth, maxParts, allowsRepeatedKeys }: Bounds): void => {
  const levels: Array<Set<string> | undefined> = []
  let parts = 0
  let string = ''
  const count = () => {
    if (++parts > maxParts) throw new JsonRefused('too-many')
  }
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at)
    if (unit === code.quote) {
      const end = endOfString(text, at)
      string = text.slice(at, end + 1)
      at = end
    } else if (unit === code.colon) {
      count()
      if (!allowsRepeatedKeys) addKey(levels.at(-1), string)
    } else if (unit === brace.open || unit === code.open) {
      count()
      const isTracked = unit === brace.open && !allowsRepeatedKeys
      if (levels.push(isTracked ? new Set() : undefined) > maxDepth) {
        throw new JsonRefused('too-deep')
      }
    } else if (unit === brace.close || unit === code.close) {
      levels.pop()
    }
  }
}

/** Where the closing quote is. Each backslash is looked at once: between two quotes lies only one run before the second. */
const endOfString = (text: string, start: number): number => {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0
    while (text.charCodeAt(end - 1 - backslashes) === code.backslash) backslashes++
    if (backslashes % 2 === 0) return end
  }
  throw new JsonRefused('malformed')
}

const addKey = (keys: Set<string> | undefined, quoted: string): void => {
  const key = quoted.includes('\\') ? unescaped(quoted) : quoted
  if (keys?.has(key)) throw new JsonRefused('repeated-key')
  keys?.add(key)
}

/** As it would be written plainly, quotes included, so that it compares with those that are. */
const unescaped = (quoted: string): string => {
  try {
    return `"${String(JSON.parse(quoted))}"`
  } catch {
    throw new JsonRefused('malformed')
  }
}
