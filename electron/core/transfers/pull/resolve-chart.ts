import { AppError } from '../../../../shared/errors.ts'
import { type ChartVersion, requireChart } from '../../helm/chart-version.ts'
import { openVersion } from '../../helm/open-version.ts'
import type { RepositoryClient } from '../../oci/types.ts'

const largestPullBytes = 1024 * 1024 * 1024

/**
 * The chart that a pull takes. The client is the registry itself, never a cache in front of it. Of an index with
 * several charts helm takes a random one, so a digest is asked for instead (docs/protocol.md, "Finding the chart").
 */
export const resolveChart = async (
  client: Pick<RepositoryClient, 'manifest'>,
  reference: string,
  signal: AbortSignal,
): Promise<ChartVersion> => {
  const manifests = { manifest: (text: string) => client.manifest(text, { signal }) }
  const chart = requireChart((await openVersion(manifests, reference, signal)).chart)
  if (chart.severalCharts) throw new AppError('invalid-input', 'several-charts', { reference })
  const { sizeBytes } = chart.archive
  if (sizeBytes > largestPullBytes) {
    throw new AppError('too-large', 'pull', { sizeBytes, limitBytes: largestPullBytes })
  }
  return chart
}
