import { useEffect, useState } from 'react'
import { useNow } from './use-now.ts'

/**
 * Tries again at a time of its own accord. Undefined `atMs` waits for nothing.
 * Returns how long it still is, in milliseconds.
 */
export const useRetryTimer = (atMs: number | undefined, retry: () => void): number | undefined => {
  const nowMs = useNow(atMs !== undefined)
  const [triedAtMs, setTriedAtMs] = useState<number>()
  const isDue = atMs !== undefined && nowMs >= atMs && triedAtMs !== atMs
  useEffect(() => {
    if (!isDue) return
    setTriedAtMs(atMs)
    retry()
  }, [isDue, atMs, retry])
  return atMs === undefined ? undefined : Math.max(0, atMs - nowMs)
}
