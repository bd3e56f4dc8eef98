import type { ManifestView, Warning } from '../../../shared/ipc/schemas/charts.ts'
import type { OpenedVersion, ReadManifest } from '../versions/open-version.ts'
import { chartLayers, layerRole } from './chart-layers.ts'
import { mediaType } from '../../../shared/model/media-types.ts'

const utf8 = new TextDecoder()

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
export const manifestWarnings = ({ kind, manifest, severalCharts }: OpenedVersion): Warning[] => {
  if (kind !== 'chart' || !manifest) return []
  const { archive } = chartLayers(manifest.document)
  const warnings: Warning[] = []
  if (severalCharts) warnings.push({ key: 'several-charts', params: {} })
  if (archive?.mediaType === mediaType.helmChartLegacy) {
    warnings.push({ key: 'legacy-chart-layer', params: { mediaType: archive.mediaType } })
  }
  return warnings
}
