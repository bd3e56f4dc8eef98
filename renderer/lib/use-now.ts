import { useEffect, useState } from 'react'

/** The time, told once a second while `isRunning`. */
export const useNow = (isRunning: boolean, everyMs = 1000): number => {
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    if (!isRunning) return
    // What was the time at the first render may be long ago.
    setNowMs(Date.now())
    const timer = setInterval(() => setNowMs(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [isRunning, everyMs])
  return nowMs
}
