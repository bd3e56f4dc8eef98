import type { Endpoints } from '../../electron/core/dispatcher.ts'
import { AppError } from '../../shared/errors.ts'

/** A table with these methods only; every other one fails as unsupported. */
export const testEndpoints = (some: Partial<Endpoints>): Endpoints =>
  new Proxy(some, {
    get: (table, method) =>
      Reflect.get(table, method) ??
      (() => {
        throw new AppError('unsupported', 'not-available-here')
      }),
  }) as Endpoints
