import { AppError } from '../../../shared/errors.ts'
import type { Clock } from '../ports.ts'

export type Wait = { readonly clock: Clock; readonly signal: AbortSignal; readonly ms: number }

/** Starts something that calls back, and ends waiting for it when cancelled or after `ms`: then as `late` says. */
export const settled = async <T>(
  start: (resolve: (value: T) => void, reject: (error: Error) => void) => void,
  { clock, signal, ms }: Wait,
  late: () => Error,
): Promise<T> => {
  const over = new AbortController()
  const either = AbortSignal.any([signal, over.signal])
  try {
    return await Promise.race([
      new Promise<T>(start),
      clock.sleep(ms, either).then(
        () => Promise.reject(late()),
        () => Promise.reject(new AppError('cancelled', 'by-user')),
      ),
    ])
  } finally {
    over.abort()
  }
}
