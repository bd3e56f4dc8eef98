import { isCancelled } from '../../../shared/errors.ts'
import type { Clock, Logger } from '../ports.ts'
import type { SavedRegistry } from '../store/saved-registries.ts'
import { renewBeforeMs } from './fetched-secrets.ts'

/** Renews in time while nothing is asked of a registry, so that only what cannot be renewed is warned of. */
export type RenewalTimers = {
  /** Again after each renewal; one that is due already waits for its next use. */
  set(saved: SavedRegistry): void
  clear(account: string): void
  clearAll(): void
}

type Deps = {
  readonly clock: Clock
  readonly logger: Logger
  readonly renew: (saved: SavedRegistry, signal: AbortSignal) => Promise<unknown>
}

export const createRenewalTimers = ({ clock, logger, renew }: Deps): RenewalTimers => {
  const timers = new Map<string, AbortController>()

  const clear = (account: string) => {
    timers.get(account)?.abort()
    timers.delete(account)
  }

  const run = async (saved: SavedRegistry, waitMs: number, signal: AbortSignal) => {
    try {
      await clock.sleep(waitMs, signal)
      await renew(saved, signal)
    } catch (error) {
      if (!signal.aborted && !isCancelled(error))
        logger.log('warn', 'sign-in-not-renewed', { error })
    }
  }

  return {
    set: saved => {
      const { account, expiresAtMs = 0 } = saved.signIn ?? {}
      if (account === undefined) return
      clear(account)
      const waitMs = expiresAtMs - renewBeforeMs - clock.now()
      if (waitMs <= 0) return
      const timer = new AbortController()
      timers.set(account, timer)
      void run(saved, waitMs, timer.signal)
    },
    clear,
    clearAll: () => [...timers.keys()].forEach(clear),
  }
}
