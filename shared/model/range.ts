import { tagToVersion, versionToTag } from './tag.ts'
import {
  comparePrereleases,
  compareVersions,
  isPrerelease,
  parseStrictVersion,
  parseVersion,
  type Version,
} from './version.ts'

/**
 * A version range by Helm's rules (Masterminds/semver v3), which are not npm's: any prerelease in an AND group
 * lets every prerelease into that group, and `<=1.2` includes 1.2.9.
 */
export type Range = readonly Group[]
/** All of these hold. */
type Group = { readonly constraints: readonly Constraint[]; readonly withPrereleases: boolean }
type Constraint = {
  readonly operator: Operator
  readonly base: Version
  /** The highest part that is a wildcard or not written: those below it are too. */
  readonly open: 'none' | 'patch' | 'minor' | 'major'
}

// Limits of Masterminds/semver 3.5.
const maxTextLength = 512
const maxGroups = 32

const space = '[\\t\\n\\f\\r ]'
const identifiers = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*'
// The "|" is theirs, and decides where a hyphen range beside "||" begins.
const part = '[0-9xX*|]+'
const versionText = `v?${part}(?:\\.${part})?(?:\\.${part})?(?:-${identifiers})?(?:\\+${identifiers})?`

const hyphenRange = new RegExp(
  `${space}*(${versionText})${space}+-${space}+(${versionText})${space}*`,
  'g',
)
const oneConstraint = new RegExp(
  `${space}*(=>|=<|>=|<=|!=|~>|[=><~^]|)${space}*(${versionText})(${space}*)`,
  'y',
)
const versionParts = new RegExp(
  `^v?(${part})(?:\\.(${part}))?(?:\\.(${part}))?(-${identifiers})?(\\+${identifiers})?$`,
)

/** Reads a range. Undefined when it is none, or not yet: `>=`, `1.2 ||`, `latest`. */
export const parseRange = (text: string): Range | undefined => {
  if (new TextEncoder().encode(text).length > maxTextLength) return undefined
  const groups = text.replace(hyphenRange, '>= $1, <= $2 ').split('||')
  if (groups.length > maxGroups) return undefined
  const parsed = groups.map(parseGroup)
  return parsed.every(group => group !== undefined) ? parsed : undefined
}

// A scan and not one expression for the whole group: that one takes exponential time on runs of blanks.
const parseGroup = (text: string): Group | undefined => {
  const constraints: Constraint[] = []
  oneConstraint.lastIndex = 0
  for (;;) {
    const match = oneConstraint.exec(text)
    const constraint = match && parseConstraint(match[1] ?? '', match[2] ?? '')
    if (!match || !constraint) return undefined
    constraints.push(constraint)
    const end = oneConstraint.lastIndex
    if (end === text.length) break
    if (text[end] === ',') oneConstraint.lastIndex = end + 1
    else if (match[3] === '') return undefined
  }
  return { constraints, withPrereleases: constraints.some(({ base }) => isPrerelease(base)) }
}

const parseConstraint = (operator: string, text: string): Constraint | undefined => {
  const [, major = '', minor = '', patch = '', prerelease = ''] = versionParts.exec(text) ?? []
  const open = isOpen(major) ? 'major' : isOpen(minor) ? 'minor' : isOpen(patch) ? 'patch' : 'none'
  const numbers = {
    major: '0.0.0',
    minor: `${major}.0.0`,
    patch: `${major}.${minor}.0`,
    none: `${major}.${minor}.${patch}`,
  }
  const base = parseVersion(numbers[open] + prerelease)
  return base && isOperator(operator) ? { operator, base, open } : undefined
}

const isOpen = (text: string): boolean => ['', 'x', 'X', '*'].includes(text)

/** Whether a version lies in the range. Helm asks this of strict versions only. */
export const rangeMatches = (range: Range, version: Version): boolean =>
  range.some(
    ({ constraints, withPrereleases }) =>
      (withPrereleases || !isPrerelease(version)) &&
      constraints.every(constraint => rules[constraint.operator](version, constraint)),
  )

type Rule = (version: Version, constraint: Constraint) => boolean

const atLeast: Rule = (version, { base }) => compareVersions(version, base) >= 0

const notAbove: Rule = (version, { base, open }) => {
  if (open === 'none') return compareVersions(version, base) <= 0
  if (version.major !== base.major) return version.major < base.major
  return open === 'minor' || version.minor <= base.minor
}

const above: Rule = (version, { base, open }) => {
  if (open === 'none' || open === 'major') return compareVersions(version, base) > 0
  if (version.major !== base.major) return version.major > base.major
  return open === 'patch' && version.minor > base.minor
}

/** `~1.2.3`, `~1.2`, `~1`; and `1.2.x`. */
const tilde: Rule = (version, constraint) => {
  const { base, open } = constraint
  if (!atLeast(version, constraint)) return false
  const isZero = base.major === 0 && base.minor === 0 && base.patch === 0
  if (isZero && (open === 'none' || open === 'major')) return true
  return version.major === base.major && (open === 'minor' || version.minor === base.minor)
}

/** The leftmost number that is not zero stays. `^*` is 0.0.0 alone: odd, and Helm's. */
const caret: Rule = (version, constraint) => {
  const { base, open } = constraint
  if (!atLeast(version, constraint) || version.major !== base.major) return false
  if (base.major > 0 || open === 'minor') return true
  if (version.minor !== base.minor) return false
  return base.minor > 0 || open === 'patch' || version.patch === base.patch
}

const equal: Rule = (version, constraint) =>
  constraint.open === 'none'
    ? compareVersions(version, constraint.base) === 0
    : tilde(version, constraint)

const notEqual: Rule = (version, { base, open }) => {
  if (open === 'none' || open === 'major') return compareVersions(version, base) !== 0
  if (version.major !== base.major) return true
  if (open === 'minor') return false
  return version.minor !== base.minor || comparePrereleases(version, base) !== 0
}

const rules = {
  '': equal,
  '=': equal,
  '!=': notEqual,
  '>': above,
  '<': (version, { base }) => compareVersions(version, base) < 0,
  '>=': atLeast,
  '=>': atLeast,
  '<=': notAbove,
  '=<': notAbove,
  '~': tilde,
  '~>': tilde,
  '^': caret,
} as const satisfies Record<string, Rule>
type Operator = keyof typeof rules

const isOperator = (text: string): text is Operator => Object.hasOwn(rules, text)

/** What `helm … --version TEXT` does with a repository's tags. */
export type Resolution =
  | { readonly result: 'found'; readonly tag: string }
  /** An exact version: Helm asks for this tag without listing, and it is not there. */
  | { readonly result: 'no-such-tag'; readonly tag: string }
  | { readonly result: 'no-match' }
  /** Not one tag is a strict version. */
  | { readonly result: 'no-versions' }
  | { readonly result: 'not-a-range' }

/**
 * Helm's choice of a tag: docs/protocol.md, "How helm chooses a tag". An empty text is the newest release. Of
 * versions that differ in build metadata alone Helm's pick is arbitrary; here it is the first one listed.
 */
export const resolveVersion = (text: string, tags: readonly string[]): Resolution => {
  if (parseVersion(text) !== undefined) {
    const tag = versionToTag(text)
    return { result: tags.includes(tag) ? 'found' : 'no-such-tag', tag }
  }
  const listed = tags.flatMap(tag => {
    const version = parseStrictVersion(tagToVersion(tag))
    return version ? [{ tag, version }] : []
  })
  if (listed.length === 0) return { result: 'no-versions' }
  const range = parseRange(text === '' ? '*' : text)
  if (range === undefined) return { result: 'not-a-range' }
  return pick(range, listed)
}

const pick = (range: Range, listed: readonly { tag: string; version: Version }[]): Resolution => {
  const [first, ...others] = listed.filter(({ version }) => rangeMatches(range, version))
  if (first === undefined) return { result: 'no-match' }
  const newest = others.reduce(
    (best, item) => (compareVersions(item.version, best.version) > 0 ? item : best),
    first,
  )
  return { result: 'found', tag: newest.tag }
}
