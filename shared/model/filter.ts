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
  if (text === '') return { kind: 'all' }
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
export type SearchableDetails = { readonly appVersion?: string | undefined }

export type FilterResult = {
  readonly rows: readonly VersionRow[]
  readonly total: number
  /**
   * Rows whose details were there to be searched. Fewer than `total` means the answer may still grow:
   * "searched 40 of 10,000". Only a text looks into details; other filters search every row.
   */
  readonly searched: number
  /** Rows a range left out because Helm's ranges see strict versions only: `v1.2.3`, `latest`. */
  readonly unseenByHelm: number
}

/** Keeps the order of the rows. Details are looked up by tag. */
export const filterRows = (
  all: readonly VersionRow[],
  filter: Filter,
  details: ReadonlyMap<string, SearchableDetails>,
): FilterResult => {
  const rows = filter.kind === 'all' ? all : all.filter(toTest(filter, details))
  const searched = filter.kind === 'text' ? count(all, row => details.has(row.tag)) : all.length
  const unseenByHelm = filter.kind === 'range' ? count(all, row => !row.seenByHelm) : 0
  return { rows, total: all.length, searched, unseenByHelm }
}

const toTest = (
  filter: Exclude<Filter, { kind: 'all' }>,
  details: ReadonlyMap<string, SearchableDetails>,
): ((row: VersionRow) => boolean) => {
  if (filter.kind === 'prefix') {
    const { prefix } = filter
    return ({ searchText }) => searchText.startsWith(prefix) || searchText.startsWith(`v${prefix}`)
  }
  if (filter.kind === 'range') {
    return ({ parsed, seenByHelm }) =>
      seenByHelm && parsed !== undefined && rangeMatches(filter.range, parsed)
  }
  return row =>
    row.searchText.includes(filter.needle) ||
    details.get(row.tag)?.appVersion?.toLowerCase().includes(filter.needle) === true
}

const count = (rows: readonly VersionRow[], test: (row: VersionRow) => boolean): number =>
  rows.reduce((sum, row) => sum + (test(row) ? 1 : 0), 0)

/**
 * A whole reference to one version, as pasted into a box where a registry or a filter is typed:
 * `oci://…:tag`, `oci://…@sha256:…`, or the latter without its scheme.
 */
export const parsePastedReference = (text: string): Reference | undefined => {
  const reference = parseReference(text)
  if (reference?.digest) return reference
  return reference?.tag !== undefined && /^\s*oci:\/\//i.test(text) ? reference : undefined
}
