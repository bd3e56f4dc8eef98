import { onParentGone } from './parent-watch.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
const closeWithinMs = 4500

/**
 * Ends the process once, whoever asks: Ctrl-C, SIGTERM, a closed terminal, a parent that is gone. `close` gets
 * 4.5 seconds; then the process ends all the same.
 */
export const endWith = (close: () => Promise<void>): void => {
  let isEnding = false
  const end = () => {
    if (isEnding) return
    isEnding = true
    setTimeout(() => process.exit(1), closeWithinMs).unref()
    close().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  for (const signal of signals) process.on(signal, end)
  // A closed terminal takes the output with it; a failed line must not stop the end.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
  onParentGone(end)
}
