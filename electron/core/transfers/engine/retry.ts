import { z } from 'zod'

/** What is kept of each kind of transfer, to run it again after a restart. A push needs its file dropped again. */
export const retrySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('pull'),
    digest: z.string(),
    tag: z.string().optional(),
    destination: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('folder'), folderId: z.string() }),
      z.object({ kind: z.literal('browser') }),
    ]),
    /** Where the web host keeps the verified files until the browser has them. */
    spoolFolder: z.string().optional(),
    keepProvenance: z.boolean(),
    onExisting: z.enum(['ask', 'keep-both', 'replace']),
    /** From what lies on this machine. */
    fromCache: z.literal(true).optional(),
  }),
  z.object({
    kind: z.literal('push'),
    draftId: z.string(),
    namespace: z.string(),
    moveTagFrom: z.string().optional(),
    withoutProvenance: z.boolean().optional(),
  }),
])
export type Retry = z.infer<typeof retrySchema>
export type RetryOf<Kind extends Retry['kind']> = Extract<Retry, { kind: Kind }>
