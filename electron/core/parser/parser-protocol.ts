import { z } from 'zod'
import { errorInfoSchema } from '../../../shared/error-info.ts'
import type { ErrorInfo } from '../../../shared/errors.ts'
import type { JobRequest } from './parser-jobs.ts'

/** What the core asks of a parser process, one job at a time. */
export type ParserRequest = { readonly id: number } & JobRequest

/** What it answers. `step` tells which text is being parsed from now on, without a path that it is over. */
export type ParserReply =
  | { readonly type: 'step'; readonly id: number; readonly path?: string | undefined }
  | { readonly type: 'done'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly error: ErrorInfo }
  /** The archive is not open (any more), and the job did not say where it lies. */
  | { readonly type: 'closed'; readonly id: number }

/** The process reads hostile bytes, so what it says is checked like a stranger's words. */
export const parserReplySchema: z.ZodType<ParserReply> = z.discriminatedUnion('type', [
  z.object({ type: z.literal('step'), id: z.number(), path: z.string().optional() }),
  z.object({ type: z.literal('done'), id: z.number(), value: z.unknown() }),
  z.object({ type: z.literal('failed'), id: z.number(), error: errorInfoSchema }),
  z.object({ type: z.literal('closed'), id: z.number() }),
])
