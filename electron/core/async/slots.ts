/** At most `count` at a time, first come first served. `take` rejects when the signal aborts while waiting. */
export const createSlots = (count: number) => {
  const waiting: (() => void)[] = []
  let free = count
  const release = () => {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }
  return {
    take: async (signal: AbortSignal): Promise<() => void> => {
      signal.throwIfAborted()
      if (free > 0) {
        free -= 1
        return release
      }
      const turn = Promise.withResolvers<void>()
      const leave = () => {
        const at = waiting.indexOf(turn.resolve)
        if (at !== -1) waiting.splice(at, 1)
        turn.reject(signal.reason)
      }
      waiting.push(turn.resolve)
      signal.addEventListener('abort', leave, { once: true })
      await turn.promise.finally(() => signal.removeEventListener('abort', leave))
      return release
    },
  }
}
