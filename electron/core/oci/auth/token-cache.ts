import type { Clock } from '../../ports.ts'
import { coversScopes, type Scope } from './scope.ts'
import type { TokenGrant } from './token-response.ts'

type Entry = {
  readonly service: string
  readonly scopes: readonly Scope[]
  readonly token: string
  readonly endsMs: number
}

export type TokenCache = {
  find(service: string, scopes: readonly Scope[]): string | undefined
  add(service: string, scopes: readonly Scope[], grant: TokenGrant): void
  drop(token: string): void
  clear(): void
}

const maxEntries = 500

/** Tokens of one registry. A token for more does for less; lives are counted on the monotonic clock. */
export const createTokenCache = (clock: Clock): TokenCache => {
  let entries: Entry[] = []
  return {
    find: (service, scopes) => {
      const now = clock.monotonicMs()
      entries = entries.filter(entry => entry.endsMs > now)
      return entries.find(entry => entry.service === service && isEnough(entry.scopes, scopes))
        ?.token
    },
    add: (service, scopes, { token, lifeMs }) => {
      const endsMs = clock.monotonicMs() + lifeMs
      entries = [{ service, scopes, token, endsMs }, ...entries].slice(0, maxEntries)
    },
    drop: token => {
      entries = entries.filter(entry => entry.token !== token)
    },
    clear: () => {
      entries = []
    },
  }
}

// A token without a scope says who we are. A registry that asks for no scope need not accept a token that has one.
const isEnough = (granted: readonly Scope[], needed: readonly Scope[]): boolean =>
  needed.length === 0 ? granted.length === 0 : coversScopes(granted, needed)
