/** Runs the action for each item in order, at most `limit` at a time; the first failure ends it. */
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
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, work))
}
