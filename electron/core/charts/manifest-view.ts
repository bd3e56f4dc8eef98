import type { ManifestView, Warning } from '../../../shared/ipc/schemas/charts.ts'
import type { OpenedVersion, ReadManifest } from '../helm/open-version.ts'
import { isChart } from '../helm/chart-version.ts'
import { mediaType } from '../../../shared/model/media-types.ts'

const utf8 = new TextDecoder()

type LayerRole = ManifestView['layers'][number]['role']

const roles = new Map<string, LayerRole>([
  [mediaType.helmChart, 'chart'],
  [mediaType.helmChartLegacy, 'chart-legacy'],
  [mediaType.helmProvenance, 'provenance'],
])

const layerRole = (type: string): LayerRole => roles.get(type) ?? 'other'

/** The raw manifest and which digest is which: of the reference, of the archive, of the config. */
export const viewManifest = (
  version: OpenedVersion,
  config: Uint8Array | undefined,
): ManifestView => {
  const { kind, root, manifest } = version
  const shown = manifest ?? root
  return {
    ...viewBytes(shown),
    kind,
    layers: [],
    ...(manifest && viewContent(manifest.document, config)),
    annotations: { ...shown.document.annotations },
    ...(root.digest !== shown.digest && { indexDigest: root.digest }),
    warnings: manifestWarnings(version),
  }
}

const viewBytes = ({ digest, bytes, document }: ReadManifest) => ({
  digest,
  mediaType: document.mediaType,
  raw: utf8.decode(bytes),
  sizeBytes: bytes.byteLength,
})

type Document = NonNullable<OpenedVersion['manifest']>['document']

const viewContent = (document: Document, config: Uint8Array | undefined) => ({
  config: {
    mediaType: document.config.mediaType,
    digest: document.config.digest,
    sizeBytes: document.config.sizeBytes,
    ...(config && { raw: utf8.decode(config) }),
  },
  layers: document.layers.map(({ mediaType, digest, sizeBytes }) => ({
    mediaType,
    digest,
    sizeBytes,
    role: layerRole(mediaType),
  })),
})

/** What is odd about a chart's manifest and does not stop reading it. */
export const manifestWarnings = ({ chart }: OpenedVersion): Warning[] => {
  if (!isChart(chart)) return []
  const { archive } = chart
  const warnings: Warning[] = []
  if (chart.severalCharts) warnings.push({ key: 'several-charts', params: {} })
  if (archive.mediaType === mediaType.helmChartLegacy) {
    warnings.push({ key: 'legacy-chart-layer', params: { mediaType: archive.mediaType } })
  }
  return warnings
}
