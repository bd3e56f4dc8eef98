const hidden = '[secret]'

const secretNames =
  /authorization|cookie|password|passwd|secret|token|credential|ticket|api[-_]?key|private[-_]?key|identity/i

const rules: readonly (readonly [RegExp, string])[] = [
  // URL: user info, then the query (signed URLs, token requests) and the fragment (one-time links).
  [/([a-z][a-z0-9+.-]*:\/\/)[^\s/?#@]*@/gi, `$1${hidden}@`],
  [/([a-z][a-z0-9+.-]*:\/\/[^\s?#"'<>]*)[?#][^\s"'<>]+/gi, `$1?${hidden}`],
  [/\b(bearer|basic|negotiate|digest)\s+(?!realm=)[\w+/=.~-]{4,}/gi, `$1 ${hidden}`],
  // A JSON Web Token, wherever it stands.
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, hidden],
  [
    /(["']?[\w-]*(?:password|passwd|secret|token|credential|authorization|cookie)["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s,;&"'}]+)/gi,
    `$1${hidden}`,
  ],
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
