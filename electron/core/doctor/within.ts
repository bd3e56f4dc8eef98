import { AppError } from '../../../shared/errors.ts'
import type { Clock } from '../ports.ts'

export type Wait = { readonly clock: Clock; readonly signal: AbortSignal; readonly ms: number }

/** Waits for something that cannot be cancelled itself: until it is over, `ms` have passed, or the call is hung up. */
export const within = async <T>(
  { clock, signal, ms }: Wait,
  host: string,
  waiting: Promise<T>,
): Promise<T> => {
  const over = new AbortController()
  const late = clock.sleep(ms, AbortSignal.any([signal, over.signal])).then(
    () => Promise.reject(new AppError('unreachable', 'timed-out', { host })),
    () => Promise.reject(new AppError('cancelled', 'by-user')),
  )
  try {
    return await Promise.race([waiting, late])
  } finally {
    over.abort()
  }
}
