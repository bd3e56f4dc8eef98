/**
 * Where a request goes. `url` is for looking at; `path` is sent, with the query byte for byte as it was given:
 * writing a query anew breaks signed addresses and the state of uploads (docs/protocol.md, "Uploading a blob").
 */
export type Target = { readonly url: URL; readonly path: string }

/**
 * Resolves against `base` when relative. Undefined when it is no URL, or one of a host that no DNS has and a program
 * would take for an option. Userinfo and fragment are dropped.
 */
export const parseTarget = (text: string, base?: URL): Target | undefined => {
  const url = URL.parse(text.trim(), base?.href)
  if (!url || url.hostname.startsWith('-')) return undefined
  url.username = ''
  url.password = ''
  url.hash = ''
  return { url, path: `${url.pathname}${exactQuery(text) ?? url.search}` }
}

/** Appends `name=value` as text and leaves the rest of the query untouched. */
export const withParameter = (target: Target, name: string, value: string): Target => {
  const separator = target.path.includes('?') ? '&' : '?'
  const path = `${target.path}${separator}${name}=${encodeURIComponent(value)}`
  return targetOf(target.url.origin, path)
}

/** A path at an origin, never resolved against it: one that begins with `//` would lead to another host. */
export const targetOf = (origin: string, path: string): Target => ({
  url: new URL(`${origin}${path}`),
  path,
})

const exactQuery = (text: string): string | undefined => {
  const query = /^[^#?]*(\?[^#]*)/.exec(text.trim())?.[1]
  return query !== undefined && /^[!-~]*$/.test(query) ? query : undefined
}

const defaultPorts: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' }

const portOf = (url: URL): string =>
  url.port === '' ? (defaultPorts[url.protocol] ?? '') : url.port

/** Same scheme, host and effective port: only then do credentials travel along. */
export const isSameOrigin = (a: URL, b: URL): boolean =>
  a.protocol === b.protocol && a.hostname === b.hostname && portOf(a) === portOf(b)
