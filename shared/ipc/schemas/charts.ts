import { z } from 'zod'
import { textRecord } from '../../text-record.ts'
import { digest, id, sizeBytes, versionLocation } from './values.ts'

/** A version in a registry, or a dropped archive. */
export const chartSource = z.union([
  versionLocation.extend({ from: z.literal('registry') }),
  z.object({ from: z.literal('draft'), draftId: id }),
])
export type ChartSource = z.infer<typeof chartSource>

/**
 * Something odd that does not stop reading: key selects the words (warnings.<key>). `more-warnings` counts those of the
 * kind `of` that are not listed.
 */
export const warning = z.object({
  key: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type Warning = z.infer<typeof warning>

export const archiveEntry = z.object({
  /**
   * Below the chart's folder, `/`-separated, control characters escaped for show; in a nested archive it begins with
   * that archive's path. Unique is `index`.
   */
  path: z.string(),
  /** Position in the archive; what `charts.file` takes. Nested archives: `3/1` is member 1 of the archive at 3. */
  index: z.string(),
  kind: z.enum(['text', 'binary', 'link', 'archive', 'unsupported']),
  sizeBytes,
  linkTarget: z.string().optional(),
})
export type ArchiveEntry = z.infer<typeof archiveEntry>

export const chartText = z.object({
  text: z.string(),
  /** `invalid-utf8`, `bom`, `long-line-cut`, `nul`, `too-large` (no text then). */
  notices: z.array(z.string()),
  sizeBytes,
})

export const dependency = z.object({
  name: z.string(),
  version: z.string().optional(),
  repository: z.string(),
  alias: z.string().optional(),
})

export const chartMetadata = z.object({
  name: z.string(),
  version: z.string(),
  appVersion: z.string().optional(),
  apiVersion: z.string(),
  type: z.string().optional(),
  description: z.string().optional(),
  home: z.string().optional(),
  icon: z.string().optional(),
  sources: z.array(z.string()),
  keywords: z.array(z.string()),
  maintainers: z.array(
    z.object({ name: z.string(), email: z.string().optional(), url: z.string().optional() }),
  ),
  kubeVersion: z.string().optional(),
  deprecated: z.boolean(),
  dependencies: z.array(dependency),
})
export type ChartMetadata = z.infer<typeof chartMetadata>

export const chart = z.object({
  metadata: chartMetadata,
  files: z.array(archiveEntry),
  readme: chartText.optional(),
  values: chartText.optional(),
  chartYaml: chartText,
  hasSchema: z.boolean(),
  hasProvenance: z.boolean(),
  archiveDigest: digest,
  archiveSizeBytes: sizeBytes,
  unpackedSizeBytes: sizeBytes,
  warnings: z.array(warning),
})
export type Chart = z.infer<typeof chart>

export const layerRole = z.enum(['chart', 'chart-legacy', 'provenance', 'other'])

export const manifestView = z.object({
  digest,
  mediaType: z.string(),
  kind: z.enum(['chart', 'image', 'index', 'other']),
  raw: z.string(),
  sizeBytes,
  config: z
    .object({ mediaType: z.string(), digest, sizeBytes, raw: z.string().optional() })
    .optional(),
  layers: z.array(z.object({ mediaType: z.string(), digest, sizeBytes, role: layerRole })),
  annotations: textRecord,
  /** The digest the tag pointed to when it was an index of which this is the chart. */
  indexDigest: digest.optional(),
  warnings: z.array(warning),
})
export type ManifestView = z.infer<typeof manifestView>

export const fileContent = z.discriminatedUnion('kind', [
  chartText.extend({ kind: z.literal('text') }),
  z.object({ kind: z.literal('binary'), sizeBytes }),
  z.object({ kind: z.literal('link'), linkTarget: z.string() }),
])
export type FileContent = z.infer<typeof fileContent>

export const archiveImage = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('image'),
    mediaType: z.enum(['image/png', 'image/gif', 'image/jpeg', 'image/webp', 'image/svg+xml']),
    base64: z.string(),
  }),
  z.object({ kind: z.literal('refused'), because: z.enum(['too-large', 'not-shown']) }),
])
export type ArchiveImage = z.infer<typeof archiveImage>
