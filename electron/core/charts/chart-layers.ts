import type { ManifestView } from '../../../shared/ipc/schemas/charts.ts'
import { isChartLayer, mediaType } from '../../../shared/model/media-types.ts'
import type { ManifestDescriptor, ParsedManifest } from '../oci/manifests/manifest.ts'

type LayerRole = ManifestView['layers'][number]['role']

const roles = new Map<string, LayerRole>([
  [mediaType.helmChart, 'chart'],
  [mediaType.helmChartLegacy, 'chart-legacy'],
  [mediaType.helmProvenance, 'provenance'],
])

export const layerRole = (type: string): LayerRole => roles.get(type) ?? 'other'

export type ChartLayers = {
  readonly archive: ManifestDescriptor | undefined
  readonly hasProvenance: boolean
}

/**
 * Layers by media type, never by position (docs/protocol.md, "Layers and media types"); of several archives the first.
 */
export const chartLayers = ({ layers }: ParsedManifest): ChartLayers => ({
  archive: layers.find(layer => isChartLayer(layer.mediaType)),
  hasProvenance: layers.some(layer => layer.mediaType === mediaType.helmProvenance),
})
