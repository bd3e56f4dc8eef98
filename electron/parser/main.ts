import { createParserJobs } from '../core/chart/parser-jobs.ts'

/** Electron's utilityProcess talks through process.parentPort, which Node's types do not know. */
type ParentPort = {
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  postMessage(message: unknown): void
}

const { parentPort } = process as { parentPort?: ParentPort }

if (parentPort) {
  const answer = createParserJobs(reply => parentPort.postMessage(reply))
  parentPort.on('message', ({ data }) => void answer(data))
} else {
  const answer = createParserJobs(reply => void process.send?.(reply))
  process.on('message', message => void answer(message))
  process.on('disconnect', () => process.exit())
}
