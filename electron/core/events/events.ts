import type { Progress } from '../../../shared/ipc/contract.ts'
import type { RecordedExchange } from '../../../shared/ipc/schemas/exchange.ts'
import type { Logger } from '../ports.ts'

export type Change = Progress<'app.watch'>

/** What services tell each other without knowing who listens. */
export type EventMap = {
  /** Data that a window may show is another by now: it asks again. */
  readonly changed: Change
  /** One exchange of a saved registry's client is over; secrets in it are replaced already. */
  readonly exchanged: { readonly registryId: string; readonly exchange: RecordedExchange }
  /** Its sign-in or its connection is another, or the registry is gone: whatever still moves with it has to end. */
  readonly 'sign-in-ended': { readonly registryId: string }
  /** What a registry brought was deleted from this machine: copies of it elsewhere go too. */
  readonly 'contents-forgotten': { readonly registryId: string }
  /** A push has ended there. */
  readonly pushed: { readonly registryId: string; readonly repository: string }
}

type Listener<K extends keyof EventMap> = (event: EventMap[K]) => void | Promise<void>

export type Events = {
  /** Resolves when every listener is done with it. Never rejects: a listener that fails is its own fault, and logged. */
  tell<K extends keyof EventMap>(kind: K, event: EventMap[K]): Promise<void>
  /** Returns the unsubscribe. */
  listen<K extends keyof EventMap>(kind: K, listener: Listener<K>): () => void
}

export const createEvents = (logger: Logger): Events => {
  const listeners: { readonly [K in keyof EventMap]: Set<Listener<K>> } = {
    changed: new Set(),
    exchanged: new Set(),
    'sign-in-ended': new Set(),
    'contents-forgotten': new Set(),
    pushed: new Set(),
  }
  return {
    tell: async (kind, event) => {
      const told = [...listeners[kind]].map(async listener => {
        try {
          await listener(event)
        } catch (error) {
          logger.log('error', 'event-listener-failed', { kind, error })
        }
      })
      await Promise.all(told)
    },
    listen: (kind, listener) => {
      listeners[kind].add(listener)
      return () => void listeners[kind].delete(listener)
    },
  }
}
