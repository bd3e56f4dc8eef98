import type { Warning } from '../../../../shared/ipc/schemas/charts.ts'
import type { PullPlan } from '../../../../shared/ipc/schemas/transfers.ts'
import { type Digest, digestHex } from '../../../../shared/model/digest.ts'
import { mediaType } from '../../../../shared/model/media-types.ts'
import { tagToVersion } from '../../../../shared/model/tag.ts'
import { parseVersion } from '../../../../shared/model/version.ts'
import { safeFileName } from '../user-files/file-name.ts'
import type { ChartVersion } from '../../helm/chart-version.ts'

type PlanOptions = {
  readonly location: PullPlan['location']
  readonly tag: string | undefined
  readonly shownDigest: Digest | undefined
  readonly resolvedAtMs: number
  readonly fromCache: true | undefined
}

export const planPull = (chart: ChartVersion, options: PlanOptions): PullPlan => {
  const { location, tag, shownDigest, resolvedAtMs, fromCache } = options
  const { provenance } = chart
  const { name, version } = namesOf(chart, location.repository, tag)
  return {
    location,
    digest: chart.digest,
    resolvedAtMs,
    name,
    version,
    fileName: safeFileName(name, version, '.tgz'),
    sizeBytes: chart.archive.sizeBytes,
    warnings: legacyWarning(chart),
    ...(tag !== undefined && { tag }),
    ...(provenance &&
      !fromCache && {
        provenance: {
          fileName: safeFileName(name, version, '.tgz.prov'),
          sizeBytes: provenance.sizeBytes,
        },
      }),
    ...(fromCache && { fromCache: provenance ? 'without-provenance' : 'whole' }),
    ...(shownDigest !== undefined && shownDigest !== chart.digest && { movedFrom: shownDigest }),
  }
}

/** Helm names the file after the reference; so do we, with the annotation where there is no tag. */
export const namesOf = (chart: ChartVersion, repository: string, tag: string | undefined) => ({
  name: repository.split('/').at(-1) ?? repository,
  version: tag === undefined ? statedVersion(chart) : tagToVersion(tag),
})

/** Anybody may write anything into an annotation, so only a valid version becomes part of a file name. */
const statedVersion = ({ annotations, digest }: ChartVersion): string => {
  const stated = annotations['org.opencontainers.image.version'] ?? ''
  return parseVersion(stated) ? stated : digestHex(digest).slice(0, 12)
}

const legacyWarning = ({ archive }: ChartVersion): Warning[] =>
  archive.mediaType === mediaType.helmChartLegacy
    ? [{ key: 'legacy-chart-layer', params: { mediaType: archive.mediaType } }]
    : []
