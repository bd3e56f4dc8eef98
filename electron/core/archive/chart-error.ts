import { AppError, type ErrorParams } from '../../../shared/errors.ts'
import type { Reason } from '../../../shared/error-reasons.ts'

/** The archive or a file in it breaks a rule: helm's, or one of ours that helm lacks. */
export const invalid = (reason: Reason<'invalid-input'>, params: ErrorParams = {}): AppError =>
  new AppError('invalid-input', reason, params)

export const tooLarge = (reason: Reason<'too-large'>, params: ErrorParams = {}): AppError =>
  new AppError('too-large', reason, params)
