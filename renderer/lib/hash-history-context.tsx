import { createContext, use, useSyncExternalStore } from 'react'
import type { HashHistory, HashLocation } from './hash-history.ts'

const HashHistoryContext = createContext<HashHistory | undefined>(undefined)

export const HashHistoryProvider = HashHistoryContext.Provider

export const useHashHistory = (): HashHistory => {
  const history = use(HashHistoryContext)
  if (!history) throw new Error('This is drawn outside the window.')
  return history
}

export const useHashLocation = (): HashLocation => {
  const { subscribe, location } = useHashHistory()
  return useSyncExternalStore(subscribe, location)
}
