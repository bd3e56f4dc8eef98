import { useEffect, useRef, type ReactNode } from 'react'

/** Comes into view when it comes: the answer to a button of the foot may lie below the fold of its dialog. */
export function Reveal({ children }: { children: ReactNode }) {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // No value of it may be returned: newer Chromium answers a promise, which would be called as a clean-up.
    ref.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return <div ref={ref}>{children}</div>
}
