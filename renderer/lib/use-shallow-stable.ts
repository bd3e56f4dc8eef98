import { useRef } from 'react'

/** The list of the render before, as long as its items are the same. */
export const useShallowStable = <T>(items: readonly T[]): readonly T[] => {
  const kept = useRef(items)
  const isSame =
    kept.current.length === items.length &&
    kept.current.every((item, at) => Object.is(item, items[at]))
  if (!isSame) kept.current = items
  return kept.current
}
