import { useEffect, useState } from 'react'

/** The time, told once a second while `isRunning`. */
export const useNow = (isRunning: boolean, everyMs = 1000): number => {
  const [nowMs, setNowMs] = useState(() => Date.now())
  useEffect(() => {
    if (!isRunning) return
    const tell = () => setNowMs(Date.now())
    // What was the time at the first render may be long ago.
    const first = setTimeout(tell)
    const timer = setInterval(tell, everyMs)
    return () => {
      clearTimeout(first)
      clearInterval(timer)
    }
  }, [isRunning, everyMs])
  return nowMs
}
