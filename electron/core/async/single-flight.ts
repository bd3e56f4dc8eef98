import { untilAborted } from './until-aborted.ts'

/** Runs one operation per key at a time; who comes meanwhile shares it. Each waiter can leave on its own. */
export const createSingleFlight = <T>() => {
  const running = new Map<string, Promise<T>>()
  return (key: string, signal: AbortSignal | undefined, start: () => Promise<T>): Promise<T> => {
    const shared = running.get(key) ?? start().finally(() => running.delete(key))
    running.set(key, shared)
    return untilAborted(shared, signal)
  }
}
