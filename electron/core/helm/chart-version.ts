import { AppError } from '../../../shared/errors.ts'
import type { Digest } from '../../../shared/model/digest.ts'
import { isChartLayer, mediaType } from '../../../shared/model/media-types.ts'
import type { Annotations, ManifestDescriptor, ParsedManifest } from '../oci/manifests/manifest.ts'

/** A manifest as it was read: its bytes decide its digest. */
export type ChartManifest = {
  readonly digest: Digest
  readonly bytes: Uint8Array
  readonly document: ParsedManifest
}

/** A chart in a registry, as far as its manifest says. */
export type ChartVersion = {
  /** What the reference names: the chart's manifest, or the index that the chart lies in. */
  readonly rootDigest: Digest
  /** Of the chart's own manifest. */
  readonly digest: Digest
  readonly manifest: ChartManifest
  readonly annotations: Annotations
  /** Chart.yaml as JSON. */
  readonly config: ManifestDescriptor
  readonly archive: ManifestDescriptor
  readonly provenance: ManifestDescriptor | undefined
  /** What helm does not ask for, further archives among it. */
  readonly otherLayers: readonly ManifestDescriptor[]
  /** The index names more than one chart, and this one is its first. */
  readonly severalCharts: boolean
}

/** Why there is no chart: it is something else, or calls itself a chart and holds no archive. */
export type NoChart =
  | { readonly reason: 'not-a-chart-version'; readonly kind: 'image' | 'index' | 'other' }
  | { readonly reason: 'no-chart-layer' }

type Place = Pick<ChartVersion, 'rootDigest' | 'severalCharts'>

/** Layers by media type and never by position, as helm takes them; of several of a kind the first. */
export const readChartVersion = (
  manifest: ChartManifest,
  { rootDigest, severalCharts }: Place,
): ChartVersion | NoChart => {
  const { layers, config, annotations } = manifest.document
  const archive = layers.find(layer => isChartLayer(layer.mediaType))
  if (archive === undefined) return { reason: 'no-chart-layer' }
  const provenance = layers.find(layer => layer.mediaType === mediaType.helmProvenance)
  return {
    rootDigest,
    digest: manifest.digest,
    manifest,
    annotations,
    config,
    archive,
    provenance,
    otherLayers: layers.filter(layer => layer !== archive && layer !== provenance),
    severalCharts,
  }
}

export const isChart = (chart: ChartVersion | NoChart): chart is ChartVersion => 'archive' in chart

/** The chart, or its reason thrown as `unsupported`. */
export const requireChart = (chart: ChartVersion | NoChart): ChartVersion => {
  if (isChart(chart)) return chart
  const { reason, ...params } = chart
  throw new AppError('unsupported', reason, params)
}
