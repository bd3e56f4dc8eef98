import { isReferrerTag, tagToVersion } from './tag.ts'

/**
 * A parsed version, compared as Helm compares it (Masterminds/semver v3). Numbers are whole up to 2^64 - 1:
 * dates to the millisecond, such as 0.0.20240131120000123, do not fit a JavaScript number.
 */
export type Version = {
  readonly major: WholeNumber
  readonly minor: WholeNumber
  readonly patch: WholeNumber
  readonly prerelease: readonly Identifier[]
  readonly build: string
}
type WholeNumber = number | bigint
type Identifier = WholeNumber | string

const maxTextLength = 256
const maxWholeNumber = 2n ** 64n - 1n

const identifiers = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*'
const suffix = `(?:-(${identifiers}))?(?:\\+(${identifiers}))?`
// semver.org 2.0.0: three numbers without leading zeros. The only tags that Helm's listing sees.
const strictPattern = new RegExp(`^(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)${suffix}$`)
// What Helm takes for an exact version: an optional "v", one to three numbers.
const lenientPattern = new RegExp(`^v?(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?${suffix}$`)

/** Reads `1.2.3-rc.1+build`, to the letter of SemVer. Undefined for anything else. */
export const parseStrictVersion = (text: string): Version | undefined => parse(strictPattern, text)

/** Reads what Helm accepts as an exact version: also `v1.2.3`, `1.2`, `2` and `01.2.3`. */
export const parseVersion = (text: string): Version | undefined => parse(lenientPattern, text)

const parse = (pattern: RegExp, text: string): Version | undefined => {
  const match = text.length > maxTextLength ? null : pattern.exec(text)
  if (match === null) return undefined
  const major = toWholeNumber(match[1])
  const minor = toWholeNumber(match[2])
  const patch = toWholeNumber(match[3])
  const prerelease = toIdentifiers(match[4])
  if (major === undefined || minor === undefined || patch === undefined) return undefined
  return prerelease && { major, minor, patch, prerelease, build: match[5] ?? '' }
}

/** A number where it is exact, so that equal ones are `===`. Undefined above 2^64 - 1. */
const toWholeNumber = (digits = '0'): WholeNumber | undefined => {
  // Exact, and spares the long way: a list has thousands.
  if (digits.length < 16) return Number(digits)
  const number = BigInt(digits)
  if (number > maxWholeNumber) return undefined
  return number <= Number.MAX_SAFE_INTEGER ? Number(number) : number
}

/** Undefined where a numeric identifier has a leading zero (SemVer 2.0.0, item 9). */
const toIdentifiers = (text: string | undefined): readonly Identifier[] | undefined => {
  if (text === undefined) return []
  const parts = text.split('.')
  if (parts.some(part => /^0\d+$/.test(part))) return undefined
  return parts.map(part => (/^\d+$/.test(part) ? (toWholeNumber(part) ?? part) : part))
}

export const isPrerelease = (version: Version): boolean => version.prerelease.length > 0

/** SemVer precedence: negative when a is older. Build metadata does not count. */
export const compareVersions = (a: Version, b: Version): number =>
  compare(a.major, b.major) ||
  compare(a.minor, b.minor) ||
  compare(a.patch, b.patch) ||
  comparePrereleases(a, b)

/** Precedence of the prerelease parts alone; a release comes after its prereleases. */
export const comparePrereleases = (a: Version, b: Version): number => {
  if (!isPrerelease(a) || !isPrerelease(b))
    return compare(a.prerelease.length === 0 ? 1 : 0, b.prerelease.length === 0 ? 1 : 0)
  const shared = Math.min(a.prerelease.length, b.prerelease.length)
  for (let index = 0; index < shared; index += 1) {
    const order = compareIdentifiers(a.prerelease[index] ?? '', b.prerelease[index] ?? '')
    if (order !== 0) return order
  }
  return a.prerelease.length - b.prerelease.length
}

/** Numbers come before words (SemVer 2.0.0, item 11.4). */
const compareIdentifiers = (a: Identifier, b: Identifier): number =>
  compare(typeof a === 'string' ? 1 : 0, typeof b === 'string' ? 1 : 0) || compare(a, b)

const compare = (a: Identifier, b: Identifier): number => (a < b ? -1 : a > b ? 1 : 0)

/** A tag as the version table shows it. */
export type VersionRow = {
  readonly tag: string
  /** The tag with `_` read as `+` where that makes a version; else the tag itself. */
  readonly version: string
  /** The version in lower case, for searching. */
  readonly searchText: string
  /** Undefined for tags such as `latest`. */
  readonly parsed: Version | undefined
  /** Whether Helm's ranges and "newest" can see it: strict SemVer only (helm/helm#11107). */
  readonly seenByHelm: boolean
  readonly prerelease: boolean
}

export const toVersionRow = (tag: string): VersionRow => {
  const version = tagToVersion(tag)
  const strict = parseStrictVersion(version)
  const parsed = strict ?? parseVersion(version)
  const shown = parsed ? version : tag
  return {
    tag,
    version: shown,
    searchText: shown.toLowerCase(),
    parsed,
    seenByHelm: strict !== undefined,
    prerelease: parsed !== undefined && isPrerelease(parsed),
  }
}

/** Rows of the tags that can be versions, newest first; tags that are no version after them. */
export const toVersionRows = (tags: readonly string[]): VersionRow[] =>
  tags
    .filter(tag => !isReferrerTag(tag))
    .map(toVersionRow)
    .sort(compareRows)

/** The newest release, or the newest of all where there is none. */
export const newestRow = (rows: readonly VersionRow[]): VersionRow | undefined =>
  rows.find(row => row.parsed && !row.prerelease) ?? rows[0]

// The locale must not change the order of rows.
const natural = new Intl.Collator('en', { numeric: true })

const byText = (a: string, b: string): number => natural.compare(a, b) || compare(a, b)

/** Newest first, then higher build metadata, then the tag's text: a total order, so rows never swap places. */
export const compareRows = (a: VersionRow, b: VersionRow): number => {
  if (a.parsed === undefined || b.parsed === undefined) {
    return a.parsed ? -1 : b.parsed ? 1 : byText(a.tag, b.tag)
  }
  return (
    compareVersions(b.parsed, a.parsed) ||
    byText(b.parsed.build, a.parsed.build) ||
    byText(a.tag, b.tag)
  )
}
