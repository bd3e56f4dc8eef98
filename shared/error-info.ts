import { z } from 'zod'
import { reasonsByCode, type ErrorCode } from './error-reasons.ts'

/** One HTTP exchange as a user may see it: no secret, no query of a signed URL, body capped at 8 KiB. */
export const exchangeSchema = z.object({
  method: z.string(),
  url: z.string(),
  status: z.number().int().optional(),
  challenge: z.string().optional(),
  body: z.string().optional(),
})
export type Exchange = z.infer<typeof exchangeSchema>

export const errorDetailsSchema = z.object({
  exchange: exchangeSchema.optional(),
  retryAfterMs: z.number().nonnegative().optional(),
  promisedDigest: z.string().optional(),
  receivedDigest: z.string().optional(),
  promisedSizeBytes: z.number().optional(),
  receivedSizeBytes: z.number().optional(),
})
export type ErrorDetails = z.infer<typeof errorDetailsSchema>

/** What crosses a border of a failure: the renderer owns the words, by code and reason. */
export const errorInfoSchema = z.object({
  code: z.enum(Object.keys(reasonsByCode) as [ErrorCode, ...ErrorCode[]]),
  reason: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  details: errorDetailsSchema.optional(),
})
export type ErrorInfo = z.infer<typeof errorInfoSchema>
