/** Where a README's link leads: out of the app after a question, into the archive, within the README, or nowhere. */
export type ReadmeLink =
  | { readonly kind: 'outside'; readonly url: string; readonly host: string }
  | { readonly kind: 'mail'; readonly url: string; readonly address: string }
  | { readonly kind: 'anchor'; readonly id: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'none' }

const schemes: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:'])

/**
 * Only http, https and mailto leave the app, and only as the URL parser reads them: the host is punycode. A path leads
 * to the file or folder of the archive that it names.
 */
export const readLink = (href: string, isInArchive: (path: string) => boolean): ReadmeLink => {
  if (href.startsWith('#')) return { kind: 'anchor', id: `user-content-${decode(href.slice(1))}` }
  if (!/^[a-z][a-z0-9+.-]*:/i.test(href)) {
    const path = archivePath(href)
    return path !== undefined && isInArchive(path) ? { kind: 'file', path } : { kind: 'none' }
  }
  const url = URL.parse(href)
  if (!url || !schemes.has(url.protocol) || url.href.length > 2048) return { kind: 'none' }
  if (url.protocol === 'mailto:') return { kind: 'mail', url: url.href, address: url.pathname }
  return { kind: 'outside', url: url.href, host: url.host }
}

/** The path in the archive that an address without a scheme names; undefined where it leaves the chart. */
export const archivePath = (address: string): string | undefined => {
  if (address.startsWith('//') || address.includes('\\')) return undefined
  const [path = ''] = address.split(/[?#]/, 1)
  const segments: string[] = []
  for (const segment of decode(path).split('/')) {
    if (segment === '..' && segments.pop() === undefined) return undefined
    if (segment !== '' && segment !== '.' && segment !== '..') segments.push(segment)
  }
  return segments.length === 0 ? undefined : segments.join('/')
}

const decode = (text: string) => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
