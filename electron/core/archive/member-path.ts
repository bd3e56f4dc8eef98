import { archiveLimits } from './archive-limits.ts'
import { invalid } from './chart-error.ts'
import { escapeForShow } from './escape-for-show.ts'

/**
 * The path of a member below the chart's folder, or helm's refusal (docs/protocol.md, "Member paths"): the first
 * segment is dropped whatever it is, and a name with a backslash anywhere is split at backslashes.
 */
export const memberPath = (name: string): string => {
  const member = escapeForShow(name)
  if (Buffer.byteLength(name) > archiveLimits.nameBytes) {
    throw invalid('member-name-long', {
      member: `${member.slice(0, 80)}…`,
      limit: archiveLimits.nameBytes,
    })
  }
  const separator = name.includes('\\') ? '\\' : '/'
  const [folder, ...segments] = name.split(separator)
  if (segments.length > archiveLimits.pathSegments) {
    throw invalid('member-deep', {
      member: `${member.slice(0, 80)}…`,
      limit: archiveLimits.pathSegments,
    })
  }
  const below = segments.join('/')
  if (below.startsWith('/')) throw invalid('member-absolute', { member })
  const path = cleanPath(below)
  if (path === '.') throw invalid('member-outside', { member })
  if (path.startsWith('..')) throw invalid('member-parent', { member })
  if (/^[a-zA-Z]:\//.test(path)) throw invalid('member-drive', { member })
  if (folder === 'Chart.yaml') throw invalid('chart-yaml-outside')
  return path
}

/** Go's path.Clean for a relative path. */
const cleanPath = (path: string): string => {
  const kept: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue
    if (segment === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop()
    else kept.push(segment)
  }
  return kept.length === 0 ? '.' : kept.join('/')
}
