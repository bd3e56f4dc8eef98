import { useCallback, useEffect, useRef } from 'react'

/** Gives the signal of this component's life: what it asked for hangs up when it goes. */
export const useHangUp = (): (() => AbortSignal) => {
  const life = useRef(new AbortController())
  useEffect(() => {
    if (life.current.signal.aborted) life.current = new AbortController()
    return () => life.current.abort()
  }, [])
  return useCallback(() => life.current.signal, [])
}
