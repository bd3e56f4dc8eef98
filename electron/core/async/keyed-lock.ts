/** Runs jobs of the same key one after another; those of different keys do not wait for each other. */
export type KeyedLock = <T>(key: string, job: () => Promise<T>) => Promise<T>

export const createKeyedLock = (): KeyedLock => {
  const tails = new Map<string, Promise<unknown>>()
  return async (key, job) => {
    const running = (tails.get(key) ?? Promise.resolve()).then(job, job)
    const tail = running.catch(() => {})
    tails.set(key, tail)
    try {
      return await running
    } finally {
      if (tails.get(key) === tail) tails.delete(key)
    }
  }
}
