import { AppError } from '../../../shared/errors.ts'
import type { Clock } from '../ports.ts'

export type Wait = {
  readonly clock: Clock
  readonly ms: number
  readonly signal?: AbortSignal | undefined
}

/**
 * Waits for something that cannot be cancelled itself: until it is over, or `ms` have passed; then `late` says what
 * holds, or throws. Throws `cancelled` when the signal aborts.
 */
export const within = async <T>(
  { clock, ms, signal }: Wait,
  waiting: Promise<T>,
  late: () => T,
): Promise<T> => {
  const over = new AbortController()
  const limit = clock
    .sleep(ms, signal ? AbortSignal.any([signal, over.signal]) : over.signal)
    .then(late, () => Promise.reject(new AppError('cancelled', 'by-user')))
  try {
    return await Promise.race([waiting, limit])
  } finally {
    over.abort()
  }
}
