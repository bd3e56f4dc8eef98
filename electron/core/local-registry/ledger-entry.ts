import { z } from 'zod'
import { isDigest } from '../../../shared/model/digest.ts'
import { textRecord } from '../../../shared/text-record.ts'

const digest = z.string().refine(isDigest)
const repository = z.string()

/** What the referrers API says of a manifest with a subject, and what must stay for it to be whole. */
export const manifestFactsSchema = z.object({
  mediaType: z.string(),
  sizeBytes: z.number(),
  /** Config and layers of an image manifest; manifests of an index. */
  needs: z.array(digest),
  subject: digest.optional(),
  artifactType: z.string().optional(),
  annotations: textRecord.optional(),
})
export type ManifestFacts = z.infer<typeof manifestFactsSchema>

/** One line of the ledger: the whole state of the registry is the entries, applied in order. */
export const ledgerEntrySchema = z.discriminatedUnion('op', [
  z.object({ op: z.literal('blob'), repository, digest, sizeBytes: z.number() }),
  z.object({ op: z.literal('unblob'), repository, digest }),
  z.object({ op: z.literal('manifest'), repository, digest, facts: manifestFactsSchema }),
  z.object({ op: z.literal('unmanifest'), repository, digest }),
  z.object({ op: z.literal('tag'), repository, tag: z.string(), digest }),
  z.object({ op: z.literal('untag'), repository, tag: z.string() }),
  z.object({ op: z.literal('mark'), name: z.string() }),
])
export type LedgerEntry = z.infer<typeof ledgerEntrySchema>
