import { AppError, fromErrorInfo } from '../../../shared/errors.ts'
import type { Clock, ParserChild } from '../ports.ts'
import { invalid } from '../archive/chart-error.ts'
import { ArchiveClosed } from '../archive/open-archives.ts'
import { type JobKind, type JobOutput, type JobRequest, parserJobs } from './parser-jobs.ts'
import { type ParserReply, parserReplySchema } from './parser-protocol.ts'

/** A hostile text is given up after 2 s; a whole job may take longer, for a big chart on a slow machine. */
const stepLimitMs = 2_000
const jobLimitMs = 20_000

/** One parser process. After a job that ended in any way but an answer it is dead, and of no more use. */
export type ParserSession = {
  readonly usable: boolean
  /** Throws what the job threw, `parse-timeout`, `parser-died`, `cancelled`, or `ArchiveClosed`. One at a time. */
  run<K extends JobKind>(request: JobRequest<K>, signal: AbortSignal): Promise<JobOutput<K>>
  end(): void
}

type Waiting = {
  readonly id: number
  readonly reply: (reply: ParserReply) => void
  readonly fail: (error: AppError) => void
}

export const createParserSession = (child: ParserChild, clock: Clock): ParserSession => {
  let usable = true
  let jobs = 0
  let waiting: Waiting | undefined

  const end = () => {
    if (!usable) return
    usable = false
    child.kill()
    waiting?.fail(new AppError('unexpected', 'parser-died'))
  }

  child.onExit(end)
  child.onMessage(message => {
    const reply = parserReplySchema.safeParse(message)
    if (!reply.success) end()
    else if (reply.data.id === waiting?.id) waiting.reply(reply.data)
  })

  const giveUp = (error: AppError) => {
    waiting?.fail(error)
    end()
  }

  const start = (request: JobRequest, limits: Limits): Promise<unknown> => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    jobs += 1
    waiting = {
      id: jobs,
      fail: reject,
      reply: reply => {
        if (reply.type === 'done') resolve(reply.value)
        else if (reply.type === 'failed') reject(fromErrorInfo(reply.error))
        else if (reply.type === 'closed') reject(new ArchiveClosed())
        else limits.step(reply.path)
      },
    }
    child.post({ id: jobs, ...request })
    return promise
  }

  const run = async <K extends JobKind>(
    request: JobRequest<K>,
    signal: AbortSignal,
  ): Promise<JobOutput<K>> => {
    const limits = createLimits(clock, path => giveUp(invalid('parse-timeout', { path })))
    const onAbort = () => giveUp(new AppError('cancelled', 'by-user'))
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      if (!usable) throw new AppError('unexpected', 'parser-died')
      const value = await start(request, limits)
      return parserJobs[request.kind].output.parse(value) as JobOutput<K>
    } finally {
      waiting = undefined
      limits.clear()
      signal.removeEventListener('abort', onAbort)
    }
  }

  return {
    get usable() {
      return usable
    },
    run,
    end,
  }
}

type Limits = { step(path: string | undefined): void; clear(): void }

/** Calls `onLate` with the file whose parsing takes too long, or with none when the whole job does. */
const createLimits = (clock: Clock, onLate: (path: string) => void): Limits => {
  const job = new AbortController()
  let step = new AbortController()
  const watch = (limitMs: number, path: string, { signal }: AbortController) => {
    clock.sleep(limitMs, signal).then(
      () => onLate(path),
      () => {},
    )
  }
  watch(jobLimitMs, '', job)
  return {
    step(path) {
      step.abort()
      if (path === undefined) return
      step = new AbortController()
      watch(stepLimitMs, path, step)
    },
    clear() {
      step.abort()
      job.abort()
    },
  }
}
