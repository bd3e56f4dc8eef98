import path from 'node:path'
import { createForkedParser } from '../../electron/adapters/forked-parser.ts'
import type { ParserChild, ParserProcess } from '../../electron/core/ports.ts'

type Listeners = { message?: (message: unknown) => void; exit?: () => void }

type Warm = {
  readonly child: ParserChild
  /** Of whoever has it now. */
  listeners: Listeners
  isBusy: boolean
}

/**
 * Real parser processes, handed on to the next program of this file when one lets go of them: starting one takes
 * longer than most tests. One that is let go of in the middle of a job ends, as always.
 */
const createWarmParser = (forked: ParserProcess): ParserProcess => {
  const idle: Warm[] = []

  const begin = (): Warm => {
    const warm: Warm = { child: forked.start(), listeners: {}, isBusy: false }
    warm.child.onMessage(message => {
      if ((message as { type: string }).type !== 'step') warm.isBusy = false
      warm.listeners.message?.(message)
    })
    warm.child.onExit(() => {
      const at = idle.indexOf(warm)
      if (at !== -1) idle.splice(at, 1)
      warm.listeners.exit?.()
    })
    return warm
  }

  return {
    start: () => {
      const warm = idle.pop() ?? begin()
      const listeners: Listeners = {}
      warm.listeners = listeners
      return {
        post: message => {
          warm.isBusy = true
          warm.child.post(message)
        },
        onMessage: listener => void (listeners.message = listener),
        onExit: listener => void (listeners.exit = listener),
        kill: () => {
          if (warm.isBusy) return warm.child.kill()
          warm.listeners = {}
          idle.push(warm)
        },
      }
    },
  }
}

export const warmParser = createWarmParser(
  createForkedParser(path.join(import.meta.dirname, '../../electron/parser/main.ts')),
)
