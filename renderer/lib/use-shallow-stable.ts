import { useState } from 'react'

/** The list of the render before, as long as its items are the same. */
export const useShallowStable = <T>(items: readonly T[]): readonly T[] => {
  const [kept, setKept] = useState(items)
  const isSame =
    kept.length === items.length && kept.every((item, at) => Object.is(item, items[at]))
  if (isSame) return kept
  setKept(items)
  return items
}
