import { useCallback, useSyncExternalStore } from 'react'

const values = new Map<string, unknown>()
const listeners = new Set<() => void>()

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** State that two panes of one screen share, and that is still there on the way back to it. */
export const useSharedState = <T>(key: string): [T | undefined, (value: T) => void] => {
  // Each key is used with one type, by the hook that makes it up.
  const value = useSyncExternalStore(subscribe, () => values.get(key) as T | undefined)
  const set = useCallback(
    (next: T) => {
      values.set(key, next)
      for (const listener of listeners) listener()
    },
    [key],
  )
  return [value, set]
}
