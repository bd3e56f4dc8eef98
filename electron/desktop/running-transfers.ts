import { z } from 'zod'
import type { Dispatch } from '../core/dispatcher.ts'

const listSchema = z.object({ transfers: z.array(z.object({ state: z.string() })) })

/** How many transfers wait or run, as the core tells every watcher. Ends with the signal. */
export const countRunningTransfers = (dispatch: Dispatch, signal: AbortSignal): (() => number) => {
  let count = 0
  const watch = { method: 'transfers.watch', input: {} }
  void dispatch(
    watch,
    frame => {
      if (frame.type !== 'progress') return
      const { transfers } = listSchema.parse(frame.value)
      count = transfers.filter(({ state }) => state === 'waiting' || state === 'running').length
    },
    signal,
  )
  return () => count
}
