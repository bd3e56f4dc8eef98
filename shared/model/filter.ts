import { parseRange, rangeMatches, type Range } from './range.ts'
import { parseReference, type Reference } from './reference.ts'
import type { VersionRow } from './version.ts'

/** What a text in the filter box of the versions asks for. */
export type Filter =
  | { readonly kind: 'all' }
  /** A bare version: `18`, `18.6`, `1.0.0-rc`. */
  | { readonly kind: 'prefix'; readonly prefix: string }
  | { readonly kind: 'range'; readonly range: Range }
  | { readonly kind: 'text'; readonly needle: string }

/** What the user typed, and what is in force: an unfinished range leaves the filter before it in force. */
export type FilterState = {
  readonly text: string
  readonly filter: Filter
  /** "Not a complete range yet". */
  readonly unfinished: boolean
}

export const noFilter: FilterState = { text: '', filter: { kind: 'all' }, unfinished: false }

/** The state after the box was changed to this text. */
export const typeFilter = (before: FilterState, text: string): FilterState => {
  const filter = parseFilter(text)
  return { text, filter: filter ?? before.filter, unfinished: filter === undefined }
}

const bareVersion = /^v?\d+(?:\.\d*){0,2}(?:[-+_][0-9A-Za-z.+_-]*)?$/
const operatorOrSeparator = /[=<>!~^,*]|\|\||\s-(?:\s|$)/
const wildcardVersion = /^v?[\dxX]+(?:\.[\dxX]*){0,2}(?:-[0-9A-Za-z.-]*)?$/

/** Undefined for a range that is not complete. */
const parseFilter = (input: string): Filter | undefined => {
  const text = input.trim()
  // Enter opens it; until then it hides nothing.
  if (text === '' || parsePastedReference(text)) return { kind: 'all' }
  if (bareVersion.test(text)) return { kind: 'prefix', prefix: toPrefix(text) }
  if (operatorOrSeparator.test(text)) return toRangeFilter(text)
  const isWildcard = wildcardVersion.test(text) && /\d/.test(text)
  return (isWildcard ? toRangeFilter(text) : undefined) ?? toTextFilter(text)
}

const toRangeFilter = (text: string): Filter | undefined => {
  const range = parseRange(text)
  return range && { kind: 'range', range }
}

const toTextFilter = (text: string): Filter => ({ kind: 'text', needle: text.toLowerCase() })

/** With or without "v" in front, and with "+" as a tag spells it or as a version does. */
const toPrefix = (version: string): string =>
  version.toLowerCase().replace(/^v/, '').replaceAll('_', '+')

/** What is known of a version beyond its tag. */
export type SearchableDetails = {
  readonly appVersion?: string | undefined
  readonly digest?: string | undefined
}

/** Details by tag. */
type DetailsByTag = Pick<ReadonlyMap<string, SearchableDetails>, 'get' | 'has'>

export type FilterOptions = {
  /** Pre-releases are left out, whatever the filter says. */
  readonly hidePrereleases?: boolean
}

export type FilterResult = {
  readonly rows: readonly VersionRow[]
  readonly total: number
  /** Matching rows that are left out because they are pre-releases. */
  readonly hiddenPrereleases: number
  /**
   * Rows whose details were there to be searched. Fewer than `total` means the answer may still grow:
   * "searched 40 of 10,000". A text and a bare version look into details; other filters search every row.
   */
  readonly searched: number
  /** Only the details that are still missing can tell: a text, or a bare version that no tag has. */
  readonly needsDetails: boolean
  /** Rows a range left out because Helm's ranges see strict versions only: `v1.2.3`, `latest`. */
  readonly unseenByHelm: number
}

/** Keeps the order of the rows. */
export const filterRows = (
  all: readonly VersionRow[],
  filter: Filter,
  details: DetailsByTag,
  { hidePrereleases = false }: FilterOptions = {},
): FilterResult => {
  const matching = filter.kind === 'all' ? all : all.filter(toTest(filter, details))
  const rows = hidePrereleases ? matching.filter(row => !row.prerelease) : matching
  const looksInside = filter.kind === 'text' || filter.kind === 'prefix'
  return {
    rows,
    total: all.length,
    hiddenPrereleases: matching.length - rows.length,
    searched: looksInside ? count(all, row => details.has(row.tag)) : all.length,
    needsDetails:
      filter.kind === 'text' || (filter.kind === 'prefix' && !all.some(byVersion(filter.prefix))),
    unseenByHelm: filter.kind === 'range' ? count(all, row => !row.seenByHelm) : 0,
  }
}

const toTest = (
  filter: Exclude<Filter, { kind: 'all' }>,
  details: DetailsByTag,
): ((row: VersionRow) => boolean) => {
  if (filter.kind === 'range') {
    return ({ parsed, seenByHelm }) =>
      seenByHelm && parsed !== undefined && rangeMatches(filter.range, parsed)
  }
  if (filter.kind === 'prefix') {
    const { prefix } = filter
    const isVersion = byVersion(prefix)
    const isDigest = byDigest(prefix)
    return row => {
      if (isVersion(row)) return true
      const known = details.get(row.tag)
      const appVersion = known?.appVersion
      return (
        (appVersion !== undefined && toPrefix(appVersion).startsWith(prefix)) ||
        isDigest(known?.digest)
      )
    }
  }
  const { needle } = filter
  const isDigest = byDigest(needle)
  return row => {
    if (row.searchText.includes(needle)) return true
    const known = details.get(row.tag)
    return known?.appVersion?.toLowerCase().includes(needle) === true || isDigest(known?.digest)
  }
}

const byVersion =
  (prefix: string) =>
  ({ searchText }: VersionRow): boolean =>
    searchText.startsWith(prefix) || searchText.startsWith(`v${prefix}`)

// As many as the table shows of a digest: fewer would find digests for nearly every short version.
const digestStart = /^[0-9a-f]{4,}$/

/** By the start of a digest, with its algorithm or without. */
const byDigest = (text: string): ((digest: string | undefined) => boolean) => {
  const isBare = digestStart.test(text)
  const isWhole = /^sha\d+:/.test(text)
  return digest =>
    digest !== undefined &&
    ((isWhole && digest.startsWith(text)) ||
      (isBare && digest.startsWith(text, digest.indexOf(':') + 1)))
}

const count = (rows: readonly VersionRow[], test: (row: VersionRow) => boolean): number =>
  rows.reduce((sum, row) => sum + (test(row) ? 1 : 0), 0)

/**
 * A whole reference to one version, as typed or pasted into a filter:
 * `oci://…:tag`, `oci://…@sha256:…`, or the latter without its scheme.
 */
export const parsePastedReference = (text: string): Reference | undefined => {
  const reference = parseReference(text)
  if (reference?.digest) return reference
  return reference?.tag !== undefined && /^\s*oci:\/\//i.test(text) ? reference : undefined
}
