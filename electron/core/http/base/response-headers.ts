import type { ResponseHeaders } from './http-types.ts'

/** Over what undici gives: a value, or a list where a header came more than once. */
export const createResponseHeaders = (
  raw: Readonly<Record<string, string | string[] | undefined>>,
): ResponseHeaders => {
  const all = (name: string): readonly string[] => {
    const value = raw[name]
    return value === undefined ? [] : typeof value === 'string' ? [value] : value
  }
  const entries = () =>
    Object.keys(raw).flatMap(name => all(name).map(value => [name, value] as const))
  return { all, entries, get: name => all(name)[0] }
}

/** What a captive portal or a page that asks to sign in answers instead of what was asked. */
export const isWebPage = ({ headers }: { readonly headers: ResponseHeaders }): boolean =>
  /^text\/html\b/i.test(headers.get('content-type') ?? '')

/** The same where nothing but its text says so. */
export const isPage = (response: {
  readonly headers: ResponseHeaders
  readonly bytes: Uint8Array
}): boolean =>
  isWebPage(response) ||
  /^\s*<(?:!doctype\s+html|html)/i.test(new TextDecoder().decode(response.bytes.subarray(0, 512)))

export const withHeader = (
  headers: ResponseHeaders,
  name: string,
  value: string,
): ResponseHeaders =>
  createResponseHeaders({
    ...Object.fromEntries(headers.entries().map(([key]) => [key, [...headers.all(key)]])),
    [name]: value,
  })

export const countHeaders = (
  raw: Readonly<Record<string, string | string[] | undefined>>,
): number =>
  Object.values(raw).reduce((sum, value) => sum + (Array.isArray(value) ? value.length : 1), 0)
