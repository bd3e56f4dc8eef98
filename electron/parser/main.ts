import { createOpenArchives } from '../core/archive/open-archives.ts'
import type { ParserRequest } from '../core/parser/parser-protocol.ts'
import { createAnswering } from './answer-requests.ts'
import { createJobs } from './run-jobs.ts'

/** Electron's utilityProcess talks through process.parentPort, which Node's types do not know. */
type ParentPort = {
  on(event: 'message', listener: (event: { data: ParserRequest }) => void): void
  postMessage(message: unknown): void
}

const archives = createOpenArchives(() => performance.now())
// The channel to the core keeps this process alive, and nothing else does.
setInterval(archives.sweep, 10_000).unref()
const jobs = createJobs(archives)

// Nobody but the core that started this process can write to it, so its requests are taken as they are.
const { parentPort } = process as { parentPort?: ParentPort }

if (parentPort) {
  const answer = createAnswering(jobs, reply => parentPort.postMessage(reply))
  parentPort.on('message', ({ data }) => void answer(data))
} else {
  const answer = createAnswering(jobs, reply => void process.send?.(reply))
  process.on('message', (message: ParserRequest) => void answer(message))
  process.on('disconnect', () => process.exit())
}
