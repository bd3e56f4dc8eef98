import type { Clock } from '../../ports.ts'

/** Who was refused what with a fresh token, for a minute: another token would not help (docs/protocol.md, "Tokens"). */
export type Denials = {
  has(who: string, what: string): boolean
  remember(who: string, what: string): void
}

const keptMs = 60_000
const maxEntries = 500

export const createDenials = (clock: Clock): Denials => {
  const ends = new Map<string, number>()
  return {
    has: (who, what) => (ends.get(`${who} ${what}`) ?? 0) > clock.monotonicMs(),
    remember: (who, what) => {
      if (ends.size >= maxEntries) ends.clear()
      ends.set(`${who} ${what}`, clock.monotonicMs() + keptMs)
    },
  }
}
