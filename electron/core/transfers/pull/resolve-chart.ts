import { AppError } from '../../../../shared/errors.ts'
import type { Digest } from '../../../../shared/model/digest.ts'
import { isChartLayer, mediaType } from '../../../../shared/model/media-types.ts'
import type { RepositoryClient } from '../../oci/types.ts'
import type { Descriptor } from '../../oci/base/content.ts'
import { chartManifest, openVersion } from '../../versions/open-version.ts'

/** What a digest holds, as far as its manifest says. */
export type ResolvedChart = {
  readonly digest: Digest
  readonly config: Descriptor
  readonly chart: Descriptor
  readonly provenance: Descriptor | undefined
  readonly annotations: Readonly<Record<string, string>>
}

const largestPullBytes = 1024 * 1024 * 1024

/**
 * Picks the chart's layers by media type, never by position. The client is the registry itself, never a cache in
 * front of it. Of an index with several charts helm takes a random one, so a digest is asked for instead
 * (docs/protocol.md, "Finding the chart").
 */
export const resolveChart = async (
  client: Pick<RepositoryClient, 'manifest'>,
  reference: string,
  signal: AbortSignal,
): Promise<ResolvedChart> => {
  const manifests = { manifest: (text: string) => client.manifest(text, { signal }) }
  const opened = await openVersion(manifests, reference, signal)
  if (opened.severalCharts) throw new AppError('invalid-input', 'several-charts', { reference })
  const { digest, document } = chartManifest(opened)
  const chart = document.layers.find(layer => isChartLayer(layer.mediaType))
  if (chart === undefined) throw new AppError('invalid-input', 'not-a-chart', { reference })
  if (chart.sizeBytes > largestPullBytes) {
    const sizes = { sizeBytes: chart.sizeBytes, limitBytes: largestPullBytes }
    throw new AppError('too-large', 'pull', sizes)
  }
  return {
    digest,
    config: document.config,
    chart,
    provenance: document.layers.find(layer => layer.mediaType === mediaType.helmProvenance),
    annotations: document.annotations,
  }
}
