import { AppError } from '../../../shared/errors.ts'

export type Slots = {
  /** Resolves with what gives the slot back. Throws `cancelled` when the signal aborts while waiting. */
  take(signal: AbortSignal): Promise<() => void>
}

/** At most `count` at a time, first come first served. */
export const createSlots = (count: number): Slots => {
  const waiting: (() => void)[] = []
  let free = count
  const release = () => {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }
  return {
    take: async signal => {
      if (signal.aborted) throw cancelled()
      if (free > 0) {
        free -= 1
        return release
      }
      const turn = Promise.withResolvers<void>()
      const leave = () => {
        const at = waiting.indexOf(turn.resolve)
        if (at !== -1) waiting.splice(at, 1)
        turn.reject(cancelled())
      }
      waiting.push(turn.resolve)
      signal.addEventListener('abort', leave, { once: true })
      await turn.promise.finally(() => signal.removeEventListener('abort', leave))
      return release
    },
  }
}

const cancelled = () => new AppError('cancelled', 'by-user')
