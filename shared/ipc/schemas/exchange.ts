import { z } from 'zod'
import { id, timestampMs } from './values.ts'

/** A header as a user may see it; the value of a secret one is `●●●`, with what is known of it as a note. */
const header = z.object({
  name: z.string(),
  value: z.string(),
  hidden: z.boolean().optional(),
})

/**
 * One HTTP exchange, recorded with every secret already replaced: authorization, cookies, tokens in bodies, queries
 * of signed URLs. Bodies are text of at most 8 KiB.
 */
export const recordedExchange = z.object({
  id,
  method: z.string(),
  url: z.string(),
  /** User name that the request was signed for; absent for anonymous. */
  as: z.string().optional(),
  startedAtMs: timestampMs,
  tookMs: z.number(),
  request: z.object({ headers: z.array(header), body: z.string().optional() }),
  response: z
    .object({
      status: z.number().int(),
      headers: z.array(header),
      body: z.string().optional(),
      bodyBytes: z.number().int(),
      bodyCut: z.boolean(),
    })
    .optional(),
  /** `code.reason` of what ended it, where there was no answer. */
  failure: z.string().optional(),
})
export type RecordedExchange = z.infer<typeof recordedExchange>
