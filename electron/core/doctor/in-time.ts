import { AppError } from '../../../shared/errors.ts'
import { within } from '../async/within.ts'
import type { Clock } from '../ports.ts'

export type Wait = { readonly clock: Clock; readonly signal: AbortSignal; readonly ms: number }

/** Waits for a host; throws `unreachable/timed-out` in its name, or `cancelled`. */
export const inTime = <T>(wait: Wait, host: string, waiting: Promise<T>): Promise<T> =>
  within(wait, waiting, () => {
    throw new AppError('unreachable', 'timed-out', { host })
  })
