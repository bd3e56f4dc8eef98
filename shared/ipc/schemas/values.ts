import { z } from 'zod'
import { isDigest } from '../../model/digest.ts'
import { isRepositoryName } from '../../model/reference.ts'
import { isTag } from '../../model/tag.ts'

export const digest = z.string().refine(isDigest)
export const repositoryName = z.string().max(255).refine(isRepositoryName)
export const tag = z.string().refine(isTag)
export const id = z.string().min(1).max(64)
export const timestampMs = z.number().int()
export const sizeBytes = z.number().int().nonnegative()
/** A tag or a digest: what `GET /v2/<name>/manifests/<reference>` takes. */
export const manifestReference = z.union([digest, tag])
/** Where a version lies. */
export const versionLocation = z.object({
  registryId: id,
  repository: repositoryName,
  reference: manifestReference,
})
/** Why a listing ended before its end. */
export const listingCut = z.enum([
  'loop',
  'page-limit',
  'link-elsewhere',
  'link-unreadable',
  'page-refused',
])
export type ListingCut = z.infer<typeof listingCut>
export const nothing = z.object({})
