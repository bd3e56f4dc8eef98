import { type UIEvent, useLayoutEffect, useRef } from 'react'
import type { ViewMemory } from '../../../components/code-view/view-memory.ts'

/** Keeps an element's scroll position under a name, and goes back to it whenever `content` is another one. */
export const useScrollMemory = (memory: ViewMemory, name: string, content: unknown) => {
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const top = memory.get(name)
    if (ref.current) ref.current.scrollTop = typeof top === 'number' ? top : 0
  }, [memory, name, content])
  const onScroll = (event: UIEvent<HTMLElement>) => memory.set(name, event.currentTarget.scrollTop)
  return { ref, onScroll }
}
