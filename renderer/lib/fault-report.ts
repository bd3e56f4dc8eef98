import type { Input } from '../../shared/ipc/contract.ts'
import type { WindowPart } from '../../shared/model/window-part.ts'

const maxLines = 16
const maxLength = 300

const errorOf = (thrown: unknown): Error => (thrown instanceof Error ? thrown : new Error())

/** The stack below the message: the engine writes name and message first, and a message may have lines of its own. */
const framesOf = ({ message, stack = '' }: Error): string =>
  stack.slice(stack.indexOf(message) + message.length)

// `at draw (https://host/assets/pane-1a2b.js:1:204)`, and the same without a function.
const frame = /^ {4}at (?:(?:async |new )?([\w$.<>]+) \()?\S*\/([\w.-]+:\d+:\d+)\)?$/

const placesIn = (text: string): string[] =>
  text
    .split('\n')
    .flatMap(line => {
      const [, name, place] = frame.exec(line) ?? []
      return place === undefined ? [] : [[name, place].filter(Boolean).join(' ').slice(-maxLength)]
    })
    .slice(0, maxLines)

/**
 * What the log is told of a fault: which part of the window failed, with which kind of error, and at which places of the program.
 * It is not told the message, because engines quote values in messages, and a value may be a secret.
 */
export const faultReport = (
  part: WindowPart,
  thrown: unknown,
  componentStack: string,
): Input<'app.reportFault'> => {
  const error = errorOf(thrown)
  return {
    part,
    error: /^\w{1,60}$/.test(error.name) ? error.name : 'Error',
    places: placesIn(framesOf(error)),
    components: placesIn(componentStack),
  }
}
