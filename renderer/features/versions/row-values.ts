import type { VersionRow } from '../../../shared/model/version.ts'
import type { KnownDetails, VersionDetails } from '../../lib/version-details.ts'

export const knownDetails = (known: KnownDetails | undefined): VersionDetails | undefined =>
  known?.state === 'known' ? known.details : undefined

/** Milliseconds of an RFC 3339 time, or undefined where it is none. */
export const parseTime = (text: string | undefined): number | undefined => {
  const timeMs = text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(timeMs) ? undefined : timeMs
}

/** The version that Chart.yaml states, where it is another than the tag says. */
export const otherVersion = (
  row: VersionRow,
  details: VersionDetails | undefined,
): string | undefined =>
  details?.kind === 'chart' && details.version !== undefined && details.version !== row.version
    ? details.version
    : undefined
