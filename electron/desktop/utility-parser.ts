import { utilityProcess } from 'electron'
import { heapLimit } from '../adapters/parser-heap.ts'
import type { ParserProcess } from '../core/ports.ts'

/** Runs the parser in a utility process: child_process.fork does not work with the RunAsNode fuse off. */
export const createUtilityParser = (entry: string): ParserProcess => ({
  start: () => {
    const child = utilityProcess.fork(entry, [], {
      serviceName: 'Chartroom parser',
      // The parser reads what strangers made and needs nothing of the environment, so it gets none.
      env: {},
      execArgv: [heapLimit],
      stdio: 'ignore',
    })
    return {
      post: message => child.postMessage(message),
      onMessage: listener => child.on('message', listener),
      onExit: listener => child.once('exit', listener),
      kill: () => void child.kill(),
    }
  },
})
