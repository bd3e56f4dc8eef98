/**
 * What `Link` headers say of the next page. `unnamed` is a link without `rel`, which oras and crane follow; `unreadable`
 * is a header that says something, and nobody can tell what: that is not the same as none.
 */
export type NextLink =
  | { readonly kind: 'next' | 'unnamed'; readonly target: string }
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable' }

type Link = { readonly target: string; readonly relations: readonly string[] | undefined }

// RFC 8288: <target>; rel="next", more of both. Some servers leave the brackets out: then a comma within an address
// is one that no blank follows. All are sticky, and the first that does not fit ends the value, so reading is linear.
const gap = /[\s,]*/y
const bracketed = /<([^<>]*)>/y
const bare = /(?:[^\s;,<>"]|,(?=[^\s,<]))+/y
const parameter = /\s*;\s*([\w*-]*)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?/y
const end = /\s*(?:,|$)/y

/** The link with `rel=next` as it was written. Harbor sends `prev` first, in the same header. */
export const nextLink = (values: readonly string[]): NextLink => {
  const read = values.map(readLinks)
  const links = read.flatMap(({ links: found }) => found)
  const next = links.find(({ relations }) => relations?.includes('next'))
  if (next) return { kind: 'next', target: next.target }
  if (!read.every(({ isWhole }) => isWhole)) return { kind: 'unreadable' }
  const unnamed = links.find(({ relations }) => relations === undefined)
  return unnamed ? { kind: 'unnamed', target: unnamed.target } : { kind: 'none' }
}

const readLinks = (
  text: string,
): { readonly links: readonly Link[]; readonly isWhole: boolean } => {
  const links: Link[] = []
  let at = 0
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match) at += match[0].length
    return match
  }
  for (;;) {
    take(gap)
    if (at >= text.length) return { links, isWhole: true }
    const target = take(bracketed)?.[1] ?? bareTarget(take(bare)?.[0])
    if (target === undefined) return { links, isWhole: false }
    let relations: string[] | undefined
    for (let found = take(parameter); found; found = take(parameter)) {
      const [, name = '', quoted, plain = ''] = found
      // The first counts (RFC 8288 3.3).
      if (name.toLowerCase() === 'rel') {
        relations ??= (quoted ?? plain).toLowerCase().split(/\s+/)
      }
    }
    links.push({ target, relations })
    if (!take(end)) return { links, isWhole: false }
  }
}

/** Without brackets only what cannot be anything else: a word alone is no address. */
const bareTarget = (text: string | undefined): string | undefined =>
  text !== undefined && /[/?]/.test(text) ? text : undefined
