import { setImmediate as nextTurn } from 'node:timers/promises'
import { AppError, isAppError, toErrorInfo } from '../../../shared/errors.ts'
import { inspectArchive } from './inspect-archive.ts'
import type { ParseStep } from './load-chart.ts'
import type { ParserJob, ParserReply, ParserRequest } from './parser-protocol.ts'
import { readMemberBytes, readMemberContent } from './read-member.ts'

/** Answers requests inside the parser process. Whatever goes wrong in a job is an answer, too. */
export const createParserJobs =
  (post: (reply: ParserReply) => void) =>
  async ({ id, job }: ParserRequest): Promise<void> => {
    try {
      post({ type: 'done', id, value: await run(job, announce(id, post)) })
    } catch (error) {
      const known = isAppError(error)
        ? error
        : new AppError('unexpected', 'parser-failed', describe(error))
      post({ type: 'failed', id, error: toErrorInfo(known) })
    }
  }

const run = (job: ParserJob, step: ParseStep): Promise<unknown> => {
  if (job.kind === 'inspect') return inspectArchive(job.path, step)
  return job.kind === 'file'
    ? readMemberContent(job.path, job.index)
    : readMemberBytes(job.path, job.index)
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
