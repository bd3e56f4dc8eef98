import { AppError } from '../../../shared/errors.ts'
import type { Digest } from '../../../shared/model/digest.ts'
import { createSlots } from '../async/slots.ts'
import type { Clock, ParserProcess } from '../ports.ts'
import type { JobKind, JobOutput, JobRequest } from './parser-jobs.ts'
import { createParserSession, type ParserSession } from './parser-session.ts'

/** Enough to read two charts beside each other while a third job goes on; each may take half a gigabyte. */
const mostProcesses = 3
/** An idle process is not worth its memory. */
const idleLimitMs = 60_000

export type RunOptions = {
  readonly signal: AbortSignal
  /** The archive that the job reads: it goes to a free process that has read it before. */
  readonly archive?: Digest | undefined
}

/** Parser processes, started when there is work for one more and ended when idle. Each has one job at a time. */
export type ParserPool = {
  /** Throws what the job threw, `parse-timeout`, `parser-died`, `cancelled`, or `ArchiveClosed`. */
  run<K extends JobKind>(request: JobRequest<K>, options: RunOptions): Promise<JobOutput<K>>
  /** Whether a process that is alive has read this archive. It may have closed it since. */
  hasRead(archive: Digest): boolean
  close(): void
}

type Worker = {
  readonly session: ParserSession
  readonly archives: Set<Digest>
  isBusy: boolean
  idle: AbortController
}

type Deps = { readonly parserProcess: ParserProcess; readonly clock: Clock }

export const createParserPool = ({ parserProcess, clock }: Deps): ParserPool => {
  const slots = createSlots(mostProcesses)
  const closed = new AbortController()
  // The one used last comes last.
  let workers: readonly Worker[] = []

  const alive = () => workers.filter(({ session }) => session.usable)

  const start = (): Worker => ({
    session: createParserSession(parserProcess.start(), clock),
    archives: new Set(),
    isBusy: false,
    idle: new AbortController(),
  })

  const take = (archive: Digest | undefined): Worker => {
    const free = alive().filter(({ isBusy }) => !isBusy)
    const knows = ({ archives }: Worker) => archive !== undefined && archives.has(archive)
    const worker = free.findLast(knows) ?? free.at(-1) ?? start()
    worker.isBusy = true
    worker.idle.abort()
    workers = [...alive().filter(other => other !== worker), worker]
    return worker
  }

  const giveBack = (worker: Worker) => {
    worker.isBusy = false
    if (closed.signal.aborted || !worker.session.usable) return
    worker.idle = new AbortController()
    clock.sleep(idleLimitMs, worker.idle.signal).then(
      () => worker.session.end(),
      () => {},
    )
  }

  return {
    run: async (request, { signal: caller, archive }) => {
      const signal = AbortSignal.any([caller, closed.signal])
      const release = await slots.take(signal)
      try {
        if (signal.aborted) throw new AppError('cancelled', 'by-user')
        const worker = take(archive)
        try {
          if (archive !== undefined) worker.archives.add(archive)
          return await worker.session.run(request, signal)
        } finally {
          giveBack(worker)
        }
      } finally {
        release()
      }
    },
    hasRead: archive => alive().some(({ archives }) => archives.has(archive)),
    close: () => {
      closed.abort()
      for (const { session, idle } of workers) {
        idle.abort()
        session.end()
      }
    },
  }
}
