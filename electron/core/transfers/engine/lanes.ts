import { createSlots, type Slots } from '../../async/slots.ts'

/** What a transfer takes up while it runs: one of the ways to or from a registry. */
export type Lane = { readonly registryId: string; readonly way: 'down' | 'up' }

export type Lanes = {
  /** Resolves with what gives all of them back, in any order. Throws `cancelled` when the signal aborts while waiting. */
  take(lanes: readonly Lane[], signal: AbortSignal): Promise<() => void>
}

// At each registry. Enough to fill a line, few enough to be fair to it: docs/threats.md, "Limits".
const widths = { down: 3, up: 2 } as const

export const createLanes = (): Lanes => {
  const slots = new Map<string, Slots>()
  const slotsOf = (key: string, way: Lane['way']) => {
    const known = slots.get(key) ?? createSlots(widths[way])
    slots.set(key, known)
    return known
  }
  return {
    take: async (lanes, signal) => {
      const taken: (() => void)[] = []
      const release = () => {
        for (const give of taken.splice(0)) give()
      }
      // Always in one order: two that need the same two would else each hold one and wait for the other.
      const keyed = new Map(lanes.map(({ registryId, way }) => [`${way} ${registryId}`, way]))
      try {
        for (const [key, way] of [...keyed].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
          taken.push(await slotsOf(key, way).take(signal))
        }
      } catch (error) {
        release()
        throw error
      }
      return release
    },
  }
}
