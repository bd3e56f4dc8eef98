import { AppError } from '../../../../shared/errors.ts'

/** Runs one operation per key at a time; who comes meanwhile shares it. Each waiter can leave on its own. */
export const createSingleFlight = <T>() => {
  const running = new Map<string, Promise<T>>()
  return (key: string, signal: AbortSignal, start: () => Promise<T>): Promise<T> => {
    const shared = running.get(key) ?? start().finally(() => running.delete(key))
    running.set(key, shared)
    // A failure that nobody waits for any more is no unhandled rejection.
    shared.catch(() => undefined)
    return untilAborted(shared, signal)
  }
}

const untilAborted = <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise<T>((resolve, reject) => {
    const abort = () => reject(new AppError('cancelled', 'by-user'))
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
