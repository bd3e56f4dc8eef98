import { AppError } from '../../../shared/errors.ts'
import type { FileContent } from '../../../shared/ipc/schemas/charts.ts'
import type { Clock, ParserProcess } from '../ports.ts'
import { bytesSchema, fileContentSchema, inspectedArchiveSchema } from './parser-messages.ts'
import type { ParserJob } from './parser-protocol.ts'
import { createParserSession, type ParserSession } from './parser-session.ts'
import { createSlots } from '../async/slots.ts'
import type { ChartReader, InspectedArchive } from './types.ts'

/** An idle process is not worth its memory. */
const idleLimitMs = 60_000

type Deps = { readonly parserProcess: ParserProcess; readonly clock: Clock }

/** One process, one job at a time. A process that hung, died or was no longer waited for is replaced at the next job. */
export const createChartReader = ({ parserProcess, clock }: Deps): ChartReader => {
  const turns = createSlots(1)
  const closed = new AbortController()
  let session: ParserSession | undefined
  let idle = new AbortController()

  const endWhenIdle = () => {
    idle = new AbortController()
    clock.sleep(idleLimitMs, idle.signal).then(
      () => session?.end(),
      () => {},
    )
  }

  const run = async (job: ParserJob, caller: AbortSignal): Promise<unknown> => {
    const signal = AbortSignal.any([caller, closed.signal])
    const release = await turns.take(signal)
    idle.abort()
    try {
      if (signal.aborted) throw new AppError('cancelled', 'by-user')
      if (!session?.usable) session = createParserSession(parserProcess.start(), clock)
      return await session.run(job, signal)
    } finally {
      if (!closed.signal.aborted) endWhenIdle()
      release()
    }
  }

  return {
    inspect: async (path, { signal }) =>
      inspectedArchiveSchema.parse(
        await run({ kind: 'inspect', path }, signal),
      ) as InspectedArchive,
    file: async (path, index, { signal }) =>
      fileContentSchema.parse(await run({ kind: 'file', path, index }, signal)) as FileContent,
    bytes: async (path, index, { signal }) =>
      bytesSchema.parse(await run({ kind: 'bytes', path, index }, signal)),
    close: async () => {
      closed.abort()
      idle.abort()
      session?.end()
    },
  }
}
