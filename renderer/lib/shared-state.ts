import { useCallback, useSyncExternalStore } from 'react'

const values = new Map<string, unknown>()
const listeners = new Set<() => void>()

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

// Each key is used with one type, by the module that makes it up.
const read = <T>(key: string): T | undefined => values.get(key) as T | undefined

/** Changes it from outside a component. */
export const changeSharedState = <T>(key: string, change: (before: T | undefined) => T): void => {
  values.set(key, change(read<T>(key)))
  for (const listener of listeners) listener()
}

/** State that two panes of one screen share, and that is still there on the way back to it. */
export const useSharedState = <T>(key: string): [T | undefined, (value: T) => void] => {
  const value = useSyncExternalStore(subscribe, () => read<T>(key))
  const set = useCallback((next: T) => changeSharedState<T>(key, () => next), [key])
  return [value, set]
}
