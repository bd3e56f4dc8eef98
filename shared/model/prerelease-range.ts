import { filterRows } from './filter.ts'
import { parseRange } from './range.ts'
import type { VersionRow } from './version.ts'

const versionInRange = /v?[0-9xX*]+(?:\.[0-9xX*]+){0,2}(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?/

/** The range with `-0` at the first version of each group: that lets pre-releases in. Undefined where nothing changes. */
const withPrereleases = (text: string): string | undefined => {
  const groups = text.trim().split('||')
  const opened = groups.map(group =>
    group.replace(versionInRange, version => (/[-+]/.test(version) ? version : `${version}-0`)),
  )
  const range = opened.join('||')
  return range === text.trim() ? undefined : range
}

/** For a range that matches nothing: how many pre-releases it would match, and how it is written then. */
export const prereleaseRange = (
  text: string,
  rows: readonly VersionRow[],
): { readonly range: string; readonly count: number } | undefined => {
  const opened = withPrereleases(text)
  const range = opened === undefined ? undefined : parseRange(opened)
  if (opened === undefined || range === undefined) return undefined
  const count = filterRows(rows, { kind: 'range', range }, new Map()).rows.length
  return count === 0 ? undefined : { range: opened, count }
}
