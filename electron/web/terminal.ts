import { readFileSync } from 'node:fs'
import tty from 'node:tty'

/** Calls back for every line entered where this program runs. Keeps nothing alive. */
export const onEnter = (callback: () => void): void => {
  if (!isReadable()) return
  process.stdin.on('data', callback)
  process.stdin.on('error', () => {})
  // A file, /dev/null for one, cannot be waited for and keeps nothing alive.
  if ('unref' in process.stdin) process.stdin.unref()
}

/** A process in the background that reads a terminal is stopped by it. */
const isReadable = () => !tty.isatty(0) || process.platform !== 'linux' || isInForeground()

const isInForeground = () => {
  const stat = readFileSync('/proc/self/stat', 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [, , group, , , foregroundGroup] = fields
  return group === foregroundGroup
}
