import type { ErrorInfo } from '../../../shared/errors.ts'

/** What the core asks of the parser process, one job at a time. */
export type ParserJob =
  | { readonly kind: 'inspect'; readonly path: string }
  | { readonly kind: 'file' | 'bytes'; readonly path: string; readonly index: string }

export type ParserRequest = { readonly id: number; readonly job: ParserJob }

/** What it answers. `step` tells which text is being parsed from now on, without a path that it is over. */
export type ParserReply =
  | { readonly type: 'step'; readonly id: number; readonly path?: string | undefined }
  | { readonly type: 'done'; readonly id: number; readonly value: unknown }
  | { readonly type: 'failed'; readonly id: number; readonly error: ErrorInfo }
