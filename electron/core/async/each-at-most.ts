/** Runs the action for each item in order, at most `limit` at a time. The first failure starts no more, and is thrown once all have ended. */
export const eachAtMost = async <T>(
  limit: number,
  items: readonly T[],
  act: (item: T) => Promise<void>,
): Promise<void> => {
  let next = 0
  const work = async () => {
    while (next < items.length) {
      const item = items[next++]
      if (item === undefined) return
      try {
        await act(item)
      } catch (error) {
        next = items.length
        throw error
      }
    }
  }
  const workers = Array.from({ length: Math.min(limit, items.length) }, work)
  const failed = (await Promise.allSettled(workers)).find(({ status }) => status === 'rejected')
  if (failed?.status === 'rejected') throw failed.reason
}
