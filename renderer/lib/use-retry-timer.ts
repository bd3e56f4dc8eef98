import { useEffect, useRef } from 'react'
import { useNow } from './use-now.ts'

/**
 * Tries again at a time of its own accord, once. Undefined `atMs` waits for nothing.
 * Returns how long it still is, in milliseconds.
 */
export const useRetryTimer = (atMs: number | undefined, retry: () => void): number | undefined => {
  const nowMs = useNow(atMs !== undefined)
  const triedAtMs = useRef<number>(undefined)
  const isDue = atMs !== undefined && nowMs >= atMs
  useEffect(() => {
    if (!isDue || triedAtMs.current === atMs) return
    triedAtMs.current = atMs
    retry()
  }, [isDue, atMs, retry])
  return atMs === undefined ? undefined : Math.max(0, atMs - nowMs)
}
