import type { ErrorDetails, ErrorInfo } from './error-info.ts'
import type { ErrorCode, Reason } from './error-reasons.ts'

// No schema is loaded here: pages throw these too, and need no zod for it.
export type { ErrorDetails, ErrorInfo, Exchange } from './error-info.ts'

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
