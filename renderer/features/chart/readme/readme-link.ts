/** Where a README's link leads: out of the app after a question, within the README, or nowhere. */
export type ReadmeLink =
  | { readonly kind: 'outside'; readonly url: string; readonly host: string }
  | { readonly kind: 'mail'; readonly url: string; readonly address: string }
  | { readonly kind: 'anchor'; readonly id: string }
  | { readonly kind: 'none' }

const schemes: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:'])

/** Only http, https and mailto leave the app, and only as the URL parser reads them: the host is punycode. */
export const readLink = (href: string): ReadmeLink => {
  if (href.startsWith('#')) return { kind: 'anchor', id: `user-content-${decode(href.slice(1))}` }
  // An address without a scheme is relative to a page that is not here.
  const url = /^[a-z][a-z0-9+.-]*:/i.test(href) ? URL.parse(href) : null
  if (!url || !schemes.has(url.protocol) || url.href.length > 2048) return { kind: 'none' }
  if (url.protocol === 'mailto:') return { kind: 'mail', url: url.href, address: url.pathname }
  return { kind: 'outside', url: url.href, host: url.host }
}

const decode = (text: string) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
