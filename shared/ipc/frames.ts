import { z } from 'zod'
import { errorInfoSchema } from '../errors.ts'

/** What opens a call. One call is one channel; closing the channel cancels the call. */
export const requestSchema = z.object({ method: z.string().max(64), input: z.unknown() })
export type Request = z.infer<typeof requestSchema>

/** What a call sends back: any number of `progress`, then exactly one `done` or `failed`. */
export const frameSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('progress'), value: z.unknown() }),
  z.object({ type: z.literal('done'), value: z.unknown() }),
  z.object({ type: z.literal('failed'), error: errorInfoSchema }),
])
export type Frame = z.infer<typeof frameSchema>

/**
 * Opens a call; returns its hang-up. `onClose` is called once when the channel ends without a last frame
 * (host gone, session ended).
 */
export type Open = (
  request: Request,
  onFrame: (frame: Frame) => void,
  onClose: () => void,
) => () => void
