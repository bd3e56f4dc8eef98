import { fork } from 'node:child_process'
import { heapLimit } from './parser-heap.ts'
import type { ParserChild, ParserProcess } from '../core/ports.ts'

/**
 * The parser as a Node process: it may read files and do nothing else (Node's permission model), inherits no
 * environment, and has a bounded heap. `entry` is parser/main.ts or its bundle.
 */
export const createForkedParser = (entry: string): ParserProcess => ({
  start: (): ParserChild => {
    const child = fork(entry, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: {},
      execArgv: ['--permission', '--allow-fs-read=*', heapLimit],
    })
    return {
      post: message => void child.send(message as object, () => {}),
      onMessage: listener => void child.on('message', listener),
      onExit: listener => {
        child.once('exit', listener)
        child.once('error', listener)
      },
      kill: () => void child.kill('SIGKILL'),
    }
  },
})
