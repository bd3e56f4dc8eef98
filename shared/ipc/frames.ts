import { z } from 'zod'
import type { ErrorInfo } from '../error-info.ts'

/** What opens a call. One call is one channel; closing the channel cancels the call. */
export const requestSchema = z.object({ method: z.string().max(64), input: z.unknown() })
export type Request = z.infer<typeof requestSchema>

/** What a call sends back: any number of `progress`, then exactly one `done` or `failed`. */
export type Frame =
  | { readonly type: 'progress'; readonly value?: unknown }
  | { readonly type: 'done'; readonly value?: unknown }
  | { readonly type: 'failed'; readonly error: ErrorInfo }

/**
 * Opens a call; returns its hang-up. `onClose` is called once when the channel ends without a last frame
 * (host gone, session ended).
 */
export type Open = (
  request: Request,
  onFrame: (frame: Frame) => void,
  onClose: () => void,
) => () => void
