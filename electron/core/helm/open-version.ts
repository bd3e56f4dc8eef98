import { type Digest, isDigest } from '../../../shared/model/digest.ts'
import { isIndexMediaType, mediaType } from '../../../shared/model/media-types.ts'
import { type ParsedIndex, type ParsedManifest, parseManifest } from '../oci/manifests/manifest.ts'
import {
  type ChartManifest,
  type ChartVersion,
  type NoChart,
  readChartVersion,
} from './chart-version.ts'

/** Where manifests come from: the cache of a repository, or the registry itself. */
export type Manifests = {
  manifest(
    reference: string,
    signal: AbortSignal,
  ): Promise<{ readonly digest: Digest; readonly bytes: Uint8Array }>
}

export type ReadManifest = {
  readonly digest: Digest
  readonly bytes: Uint8Array
  readonly document: ParsedManifest | ParsedIndex
}

export type VersionKind = 'chart' | 'image' | 'index' | 'other'

export type OpenedVersion = {
  readonly kind: VersionKind
  /** What the reference names: the digest that `@` accepts. */
  readonly root: ReadManifest
  /** The chart's manifest: the root, or a child of the index. Absent for an index without a chart. */
  readonly manifest: ChartManifest | undefined
  readonly chart: ChartVersion | NoChart
}

/** How many children of an index are looked at, nested ones included (docs/threats.md, "Manifests and indexes"). */
const maxChildren = 32
const maxDepth = 3

/**
 * Reads what a tag or digest names, down to the chart in it, by media type and never by name (docs/protocol.md,
 * "Finding the chart").
 */
export const openVersion = async (
  contents: Manifests,
  reference: string,
  signal: AbortSignal,
): Promise<OpenedVersion> => {
  const root = await readManifest(contents, reference, signal)
  if (isManifest(root)) {
    const kind = kindOf(root.document)
    const place = { rootDigest: root.digest, severalCharts: false }
    const chart = kind === 'chart' ? readChartVersion(root, place) : noChart(kind)
    return { kind, root, manifest: root, chart }
  }
  const charts = await findCharts(contents, root, signal)
  const [manifest] = charts
  if (!manifest) return { kind: 'index', root, manifest: undefined, chart: noChart('index') }
  const place = { rootDigest: root.digest, severalCharts: charts.length > 1 }
  return { kind: 'chart', root, manifest, chart: readChartVersion(manifest, place) }
}

const noChart = (kind: 'image' | 'index' | 'other'): NoChart => ({
  reason: 'not-a-chart-version',
  kind,
})

const isManifest = (read: ReadManifest): read is ChartManifest => read.document.kind === 'manifest'

const readManifest = async (
  contents: Manifests,
  reference: string,
  signal: AbortSignal,
): Promise<ReadManifest> => {
  const { digest, bytes } = await contents.manifest(reference, signal)
  return { digest, bytes, document: parseManifest(bytes) }
}

const imageConfigs = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
])

const kindOf = ({ config }: ParsedManifest): VersionKind => {
  if (config.mediaType === mediaType.helmConfig) return 'chart'
  return imageConfigs.has(config.mediaType) ? 'image' : 'other'
}

/**
 * Helm takes whichever child its goroutines reach last (helm/helm#32539); here the first in the index wins,
 * those that say so by `artifactType` before those that have to be opened.
 */
const findCharts = async (
  contents: Manifests,
  root: ReadManifest,
  signal: AbortSignal,
): Promise<readonly ChartManifest[]> => {
  const seen = new Set<string>([root.digest])
  const open = async (digest: Digest): Promise<ReadManifest | undefined> => {
    if (seen.has(digest) || seen.size > maxChildren) return undefined
    seen.add(digest)
    return readManifest(contents, digest, signal)
  }
  const walk = async (index: ParsedIndex, depth: number): Promise<ChartManifest[]> => {
    const charts: ChartManifest[] = []
    const named = index.manifests.filter(child => child.artifactType === mediaType.helmConfig)
    for (const { digest, mediaType: type } of named.length > 0 ? named : index.manifests) {
      if (!isDigest(digest) || (isIndexMediaType(type) && depth >= maxDepth)) continue
      const child = await open(digest)
      if (child === undefined) continue
      if (child.document.kind === 'index') charts.push(...(await walk(child.document, depth + 1)))
      else if (isManifest(child) && kindOf(child.document) === 'chart') charts.push(child)
    }
    return charts
  }
  return root.document.kind === 'index' ? walk(root.document, 1) : []
}
