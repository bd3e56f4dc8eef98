// RFC 8288: <target>; rel="next"; more of both.
const linkPattern = /<([^>]*)>((?:\s*;\s*[\w*-]+\s*(?:=\s*(?:"(?:[^"\\]|\\.)*"|[^\s;,"]*))?)*)/g
const relPattern = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]+))/i

/** The target of the link with `rel=next`, as written. Harbor sends `prev` first, in the same header. */
export const nextLink = (values: readonly string[]): string | undefined => {
  for (const value of values) {
    for (const [, target, parameters = ''] of value.matchAll(linkPattern)) {
      const rel = relPattern.exec(parameters)
      const relations = (rel?.[1] ?? rel?.[2] ?? '').toLowerCase().split(/\s+/)
      if (relations.includes('next')) return target
    }
  }
  return undefined
}
