import { AppError } from '../../../shared/errors.ts'

/** The promise, for who may stop waiting: then it rejects with `cancelled`, and what becomes of it is nobody's. */
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
