import { createParserJobs } from '../core/archive/parser-jobs.ts'
import type { ParserRequest } from '../core/archive/parser-protocol.ts'

/** Electron's utilityProcess talks through process.parentPort, which Node's types do not know. */
type ParentPort = {
  on(event: 'message', listener: (event: { data: ParserRequest }) => void): void
  postMessage(message: unknown): void
}

// Nobody but the core that started this process can write to it, so its requests are taken as they are.
const { parentPort } = process as { parentPort?: ParentPort }

if (parentPort) {
  const answer = createParserJobs(reply => parentPort.postMessage(reply))
  parentPort.on('message', ({ data }) => void answer(data))
} else {
  const answer = createParserJobs(reply => void process.send?.(reply))
  process.on('message', (message: ParserRequest) => void answer(message))
  process.on('disconnect', () => process.exit())
}
