import { z } from 'zod'
import { reasonsByCode, type ErrorCode, type Reason } from './error-reasons.ts'

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

export type ErrorParams = Record<string, string | number>

/** The one error type of the core: a closed code, a reason that selects the words, parameters for them. */
export class AppError<C extends ErrorCode = ErrorCode> extends Error {
  readonly code: C
  readonly reason: Reason<C>
  readonly params: ErrorParams
  readonly details: ErrorDetails | undefined

  constructor(
    code: C,
    reason: Reason<C>,
    params: ErrorParams = {},
    options: { details?: ErrorDetails; cause?: unknown } = {},
  ) {
    super(`${code}/${reason}`, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.reason = reason
    this.params = params
    this.details = options.details
  }
}

export const isAppError = (error: unknown): error is AppError => error instanceof AppError

export const toErrorInfo = (error: AppError): ErrorInfo => ({
  code: error.code,
  reason: error.reason,
  params: error.params,
  ...(error.details && { details: error.details }),
})

/** Rebuilds an AppError from its plain form (parser process, transports). */
export const fromErrorInfo = (info: ErrorInfo): AppError =>
  new AppError(info.code, info.reason as Reason<ErrorCode>, info.params, {
    ...(info.details && { details: info.details }),
  })

/** Whether this is the end of an aborted operation, ours or the platform's. Never shown as an error. */
export const isCancelled = (error: unknown): boolean =>
  (isAppError(error) && error.code === 'cancelled') ||
  (error instanceof Error && (error.name === 'AbortError' || error.name === 'RequestAbortedError'))
