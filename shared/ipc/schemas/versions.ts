import { z } from 'zod'
import { digest, listingCut, sizeBytes, tag, timestampMs } from './values.ts'

export const tagPage = z.object({ tags: z.array(tag) })

export const tagsEnd = z.object({
  total: z.number().int(),
  /** Referrer and signature tags (`sha256-…`), counted and not sent. */
  hidden: z.number().int(),
  /** Names that no tag may have, counted and not sent. */
  skipped: z.number().int(),
  truncated: z.boolean(),
  /** Why it is, where that is known. */
  cut: listingCut.optional(),
  listedAtMs: timestampMs,
  saved: z.boolean(),
  /** Why what was saved is shown, where it is not that the registry cannot be reached. */
  problem: z.literal('server-error').optional(),
  /** The registry lists this repository, and says here that it knows none of the name. */
  notFound: z.literal(true).optional(),
})
export type TagsEnd = z.infer<typeof tagsEnd>

/** What a tag's manifest and config say. `chart` by config media type, never by name. */
export const versionDetails = z.object({
  tag,
  digest,
  kind: z.enum(['chart', 'image', 'index', 'other']),
  name: z.string().optional(),
  version: z.string().optional(),
  appVersion: z.string().optional(),
  description: z.string().optional(),
  deprecated: z.boolean().optional(),
  createdAt: z.string().optional(),
  /** Sum of the layers: the archive, and the provenance where there is one. */
  sizeBytes: sizeBytes.optional(),
  provenance: z.boolean(),
})
export type VersionDetails = z.infer<typeof versionDetails>

export const versionDetailsFailed = z.object({
  tag,
  code: z.string(),
  reason: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  /** When a registry that limits us takes the next request. */
  retryAfterMs: z.number().nonnegative().optional(),
})

export const detailsProgress = z.union([
  z.object({ details: versionDetails }),
  z.object({ failed: versionDetailsFailed }),
])
