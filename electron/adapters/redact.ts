const hidden = '[secret]'

const secretNames =
  /authorization|cookie|passw(?:or)?d|passphrase|pwd|secret|token|credential|ticket|signature|(?:api|private|access)[-_]?key|identity|^_?auth$/i

// Every repetition is bounded or begins at a word: a hostile text costs no more than a plain one.
const rules: readonly (readonly [RegExp, string])[] = [
  // URL: user info, then the query (signed URLs, token requests) and the fragment (one-time links).
  [/\b([a-z][a-z0-9+.-]{0,15}:\/\/)[^\s/?#@]{1,2000}@/gi, `$1${hidden}@`],
  [/\b([a-z][a-z0-9+.-]{0,15}:\/\/[^\s?#"'<>]{1,2000})[?#][^\s"'<>]+/gi, `$1?${hidden}`],
  // A query on its own.
  [/\?[\w.~%-]{1,64}=[^\s"'<>]+/g, `?${hidden}`],
  // By its name, in a header, a form or JSON, also JSON within JSON.
  [
    /(passw(?:or)?d|passphrase|pwd|secret|token|credential|authorization|cookie|signature|["']_?auth(?=\\{0,8}["']))(\\{0,8}["']?\s{0,4}[=:]\s{0,4})(\\{1,8}"[^"]*"?|"(?:[^"\\]|\\.)*"?|'[^']*'|(?:(?:bearer|basic)\s)?[^\s,;&"'}]+)/gi,
    `$1$2${hidden}`,
  ],
  [/\b(bearer|basic|negotiate|digest)\s{1,4}(?!realm=)[\w+/=.~-]{8,}/gi, `$1 ${hidden}`],
  // A JSON Web Token, wherever it stands.
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, hidden],
]

export const redactText = (text: string): string =>
  rules.reduce((result, [pattern, replacement]) => result.replace(pattern, replacement), text)

const maxDepth = 4
const maxTextLength = 4000
const maxItems = 50

/** A copy that is fit for a log: no secret by its name or its form, bounded in depth and size. */
export const redact = (value: unknown, depth = 0): unknown => {
  if (typeof value === 'string') return redactText(value.slice(0, maxTextLength))
  if (typeof value === 'bigint') return String(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= maxDepth) return '…'
  if (value instanceof Error) return redactError(value, depth)
  if (value instanceof URL) return redactText(value.href)
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`
  if (Array.isArray(value)) return value.slice(0, maxItems).map(item => redact(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, maxItems)
      .map(([name, field]) => [name, secretNames.test(name) ? hidden : redact(field, depth + 1)]),
  )
}

const redactError = (error: Error, depth: number): unknown => ({
  ...(redact({ ...error }, depth + 1) as object),
  name: error.name,
  message: redactText(error.message.slice(0, maxTextLength)),
  stack: redactText(String(error.stack).slice(0, maxTextLength)),
  ...(error.cause !== undefined && { cause: redact(error.cause, depth + 1) }),
})
