import { useCallback, useEffect, useRef, useState } from 'react'

/** State that follows only once its changes pause: rows that scroll by are not asked for. */
export const useSettled = <T>(
  initial: T,
  settleMs: number,
): [settled: T, change: (next: T) => void] => {
  const [settled, setSettled] = useState(initial)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const change = useCallback(
    (next: T) => {
      clearTimeout(timer.current)
      timer.current = setTimeout(() => setSettled(next), settleMs)
    },
    [settleMs],
  )
  return [settled, change]
}
