import { mediaType } from '../../shared/model/media-types.ts'
import { chartArchive } from './archives/chart-archive.ts'
import type { FaultRegistry } from './fault-registry/fault-registry.ts'
import { sha256 } from './fault-registry/memory-registry.ts'

export type ChartVersion = {
  readonly repository: string
  readonly tag: string
  readonly version?: string
  /** What the config says; by default what Chart.yaml says. */
  readonly config?: unknown
  readonly layerType?: string
  readonly withProvenance?: boolean
  readonly annotations?: Readonly<Record<string, string>>
  /** Files beside Chart.yaml. */
  readonly files?: Readonly<Record<string, string>>
}

const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

const describeBlob = (registry: FaultRegistry, type: string, bytes: Uint8Array) => ({
  mediaType: type,
  digest: registry.addBlob(bytes),
  size: bytes.byteLength,
})

/** Puts a chart called `demo` there as helm would, or a little differently. Returns its digests. */
export const putChart = (registry: FaultRegistry, chart: ChartVersion) => {
  const { repository, tag, version = tag.replaceAll('_', '+') } = chart
  const yaml = `apiVersion: v2\nname: demo\nversion: ${version}\nappVersion: "1.0"\n`
  const archive = chartArchive({ 'demo/Chart.yaml': yaml, ...chart.files })
  const config = chart.config ?? { apiVersion: 'v2', name: 'demo', version, appVersion: '1.0' }
  const layers = [
    describeBlob(registry, chart.layerType ?? mediaType.helmChart, archive),
    ...(chart.withProvenance
      ? [describeBlob(registry, mediaType.helmProvenance, new TextEncoder().encode('signed'))]
      : []),
  ]
  const manifest = json({
    schemaVersion: 2,
    config: describeBlob(registry, mediaType.helmConfig, json(config)),
    layers,
    annotations: chart.annotations ?? {},
  })
  return {
    digest: registry.addManifest(repository, manifest, mediaType.ociManifest, tag),
    manifest,
    archive,
    archiveDigest: sha256(archive),
  }
}

/** Any other manifest: an image, an index, something malformed. */
export const putManifest = (
  registry: FaultRegistry,
  repository: string,
  tag: string | undefined,
  body: Readonly<Record<string, unknown>>,
  type: string = mediaType.ociManifest,
): string => registry.addManifest(repository, json(body), type, tag)
