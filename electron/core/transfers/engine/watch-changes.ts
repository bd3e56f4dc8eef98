import type { Clock } from '../../ports.ts'

const betweenMs = 100

/**
 * Calls `tell` at once, then after changes, at most ten times a second, until the signal aborts. The last
 * change is never lost: it is told after the pause.
 */
export const watchChanges = async (
  subscribe: (listener: () => void) => () => void,
  tell: () => void,
  clock: Clock,
  signal: AbortSignal,
): Promise<void> => {
  let wake = () => {}
  let changed = false
  const unsubscribe = subscribe(() => {
    changed = true
    wake()
  })
  const onAbort = () => wake()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    tell()
    while (!signal.aborted) {
      if (!changed) {
        await new Promise<void>(resolve => {
          wake = resolve
        })
        continue
      }
      changed = false
      tell()
      await clock.sleep(betweenMs, signal).catch(() => undefined)
    }
  } finally {
    unsubscribe()
    signal.removeEventListener('abort', onAbort)
  }
}
