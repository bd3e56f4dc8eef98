import { AppError } from '../../../shared/errors.ts'

/**
 * Waits for the promise until the signal aborts, then rejects with `cancelled`; a later failure of the promise is
 * ignored.
 */
export const untilAborted = <T>(
  promise: Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> =>
  signal === undefined
    ? promise
    : new Promise<T>((resolve, reject) => {
        const abort = () => reject(new AppError('cancelled', 'by-user'))
        if (signal.aborted) abort()
        else signal.addEventListener('abort', abort, { once: true })
        promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
      })
