import { setImmediate as nextTurn } from 'node:timers/promises'
import { AppError, isAppError, toErrorInfo } from '../../shared/errors.ts'
import type { ParseStep } from '../core/archive/load-chart.ts'
import { ArchiveClosed } from '../core/archive/open-archives.ts'
import type { ParserReply, ParserRequest } from '../core/parser/parser-protocol.ts'
import type { Jobs } from './run-jobs.ts'

/** Answers requests inside the parser process. Whatever goes wrong in a job is an answer, too. */
export const createAnswering =
  (jobs: Jobs, post: (reply: ParserReply) => void) =>
  async ({ id, kind, input }: ParserRequest): Promise<void> => {
    try {
      // The compiler loses that a request's input is that of its kind.
      const run: (input: never, step: ParseStep) => Promise<unknown> = jobs[kind]
      post({ type: 'done', id, value: await run(input as never, announce(id, post)) })
    } catch (error) {
      if (error instanceof ArchiveClosed) return post({ type: 'closed', id })
      const known = isAppError(error)
        ? error
        : new AppError('unexpected', 'parser-failed', describe(error))
      post({ type: 'failed', id, error: toErrorInfo(known) })
    }
  }

/** The watcher must hear of the step before a parser blocks this thread. */
const announce =
  (id: number, post: (reply: ParserReply) => void): ParseStep =>
  async (path, parse) => {
    post({ type: 'step', id, path })
    await nextTurn()
    try {
      return parse()
    } finally {
      post({ type: 'step', id })
    }
  }

/** A code such as ENOENT; no message, which would hold the path. */
const describe = (error: unknown): { detail: string } => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return { detail: typeof code === 'string' ? code : error instanceof Error ? error.name : 'error' }
}
