import { AppError } from '../../../shared/errors.ts'
import { type Digest, isDigest } from '../../../shared/model/digest.ts'
import { isIndexMediaType, mediaType } from '../../../shared/model/media-types.ts'
import { type ParsedIndex, type ParsedManifest, parseManifest } from '../oci/manifests/manifest.ts'
import type { ContentStore } from './content-store.ts'

/** Where manifests come from: the cache of a repository, or the registry itself. */
export type Manifests = Pick<ContentStore, 'manifest'>

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
  readonly manifest: (ReadManifest & { readonly document: ParsedManifest }) | undefined
  /** The index names more than one chart; the first in its order was taken. */
  readonly severalCharts: boolean
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
    return { kind: kindOf(root.document), root, manifest: root, severalCharts: false }
  }
  const charts = await findCharts(contents, root, signal)
  const [manifest] = charts
  return {
    kind: manifest ? 'chart' : 'index',
    root,
    manifest,
    severalCharts: charts.length > 1,
  }
}

type ImageManifest = ReadManifest & { readonly document: ParsedManifest }

const isManifest = (read: ReadManifest): read is ImageManifest => read.document.kind === 'manifest'

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
): Promise<readonly ImageManifest[]> => {
  const seen = new Set<string>([root.digest])
  const open = async (digest: Digest): Promise<ReadManifest | undefined> => {
    if (seen.has(digest) || seen.size > maxChildren) return undefined
    seen.add(digest)
    return readManifest(contents, digest, signal)
  }
  const walk = async (index: ParsedIndex, depth: number): Promise<ImageManifest[]> => {
    const charts: ImageManifest[] = []
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

/** The chart in it, or why there is none: `unsupported/not-a-chart-version`. */
export const chartManifest = ({ kind, manifest }: OpenedVersion): ImageManifest => {
  if (kind !== 'chart' || manifest === undefined) {
    throw new AppError('unsupported', 'not-a-chart-version', { kind })
  }
  return manifest
}
