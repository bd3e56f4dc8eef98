const maxVersionBytes = 256
const uint64Max = 2n ** 64n - 1n

const identifiers = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*'
const loose = new RegExp(
  `^v?([0-9]+)(?:\\.([0-9]+))?(?:\\.([0-9]+))?(?:-(${identifiers}))?(?:\\+(${identifiers}))?$`,
)

/**
 * Whether helm takes the text for a version: Masterminds/semver's NewVersion, which allows a leading "v", missing parts and
 * leading zeros, and parts up to 64 bits.
 */
export const isHelmVersion = (text: string): boolean => {
  if (text.length > maxVersionBytes) return false
  const match = loose.exec(text)
  if (!match) return false
  const [, major = '0', minor = '0', patch = '0', prerelease = ''] = match
  if ([major, minor, patch].some(part => BigInt(part) > uint64Max)) return false
  return prerelease.split('.').every(part => !/^0[0-9]+$/.test(part))
}

const strict = new RegExp(`^(?:0|[1-9][0-9]*)\\.(?:0|[1-9][0-9]*)\\.(?:0|[1-9][0-9]*)(?:[-+]|$)`)

/** Whether it is SemVer to the letter; ranges of other tools may not find it otherwise. */
export const isStrictVersion = (text: string): boolean => isHelmVersion(text) && strict.test(text)

/** Numbers from 2^53 on are told apart by helm only. */
export const hasHugePart = (text: string): boolean =>
  (loose.exec(text)?.slice(1, 4) ?? []).some(part => Number(part ?? 0) > Number.MAX_SAFE_INTEGER)
