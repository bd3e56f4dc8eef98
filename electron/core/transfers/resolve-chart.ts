import { AppError } from '../../../shared/errors.ts'
import type { Digest } from '../../../shared/model/digest.ts'
import { isChartLayer, mediaType } from '../../../shared/model/media-types.ts'
import { type ParsedIndex, type ParsedManifest, parseManifest } from '../oci/manifest.ts'
import type { Descriptor, RepositoryClient } from '../oci/types.ts'

/** What a digest holds, as far as its manifest says. */
export type ResolvedChart = {
  readonly digest: Digest
  readonly config: Descriptor
  readonly chart: Descriptor
  readonly provenance: Descriptor | undefined
  readonly annotations: Readonly<Record<string, string>>
}

const largestPullBytes = 1024 * 1024 * 1024
const mostIndexChildren = 100

/** Reads the manifest by digest or tag and picks the chart's layers by media type, never by position. */
export const resolveChart = async (
  client: RepositoryClient,
  reference: string,
  signal: AbortSignal,
): Promise<ResolvedChart> => {
  const { digest, bytes } = await client.manifest(reference, { signal })
  const manifest = parseManifest(bytes)
  const found =
    manifest.kind === 'manifest'
      ? { digest, manifest }
      : await chartOfIndex(client, manifest, reference, signal)
  const chart = found.manifest.layers.find(layer => isChartLayer(layer.mediaType))
  if (!isChart(found.manifest) || chart === undefined) {
    throw new AppError('invalid-input', 'not-a-chart', { reference })
  }
  if (chart.sizeBytes > largestPullBytes) {
    const sizes = { sizeBytes: chart.sizeBytes, limitBytes: largestPullBytes }
    throw new AppError('too-large', 'pull', sizes)
  }
  return {
    digest: found.digest,
    config: found.manifest.config,
    chart,
    provenance: found.manifest.layers.find(layer => layer.mediaType === mediaType.helmProvenance),
    annotations: found.manifest.annotations,
  }
}

type OneManifest = Extract<ParsedManifest, { kind: 'manifest' }>

const isChart = ({ config }: OneManifest) => config.mediaType === mediaType.helmConfig

/**
 * The one chart of an index: by artifactType, else by what the children's configs are (facts 2.3). Of several
 * helm takes a random one, so we ask for a digest instead.
 */
const chartOfIndex = async (
  client: RepositoryClient,
  { manifests }: ParsedIndex,
  reference: string,
  signal: AbortSignal,
) => {
  const named = manifests.filter(child => child.artifactType === mediaType.helmConfig)
  const candidates = named.length > 0 ? named : manifests.slice(0, mostIndexChildren)
  const charts: { digest: Digest; manifest: OneManifest }[] = []
  for (const { digest } of candidates) {
    const manifest = parseManifest((await client.manifest(digest, { signal })).bytes)
    if (manifest.kind === 'manifest' && isChart(manifest)) charts.push({ digest, manifest })
  }
  const [only, another] = charts
  if (only === undefined) throw new AppError('invalid-input', 'not-a-chart', { reference })
  if (another !== undefined) throw new AppError('invalid-input', 'several-charts', { reference })
  return only
}
