import { z } from 'zod'
import type { Dispatch } from '../core/dispatcher.ts'

const listSchema = z.object({ transfers: z.array(z.object({ state: z.string() })) })

/** How many transfers wait or run now. The core tells a new watcher the whole list at once. */
export const countRunningTransfers = async (dispatch: Dispatch): Promise<number> => {
  const hangUp = new AbortController()
  let count = 0
  const watch = { method: 'transfers.watch', input: {} }
  await dispatch(
    watch,
    frame => {
      if (frame.type !== 'progress') return
      const { transfers } = listSchema.parse(frame.value)
      count = transfers.filter(({ state }) => state === 'waiting' || state === 'running').length
      hangUp.abort()
    },
    hangUp.signal,
  )
  return count
}
