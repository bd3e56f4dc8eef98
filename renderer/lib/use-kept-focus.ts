import { useEffect, type RefObject } from 'react'

/** Gives the focus to `container` where the control in it that had the focus is gone: a button whose row went with it. */
export const useKeptFocus = (container: RefObject<HTMLElement | null>) => {
  useEffect(() => {
    const element = container.current
    if (!element) return undefined
    let last: EventTarget | null = null
    const remember = ({ target }: FocusEvent) => {
      last = target
    }
    const watch = new MutationObserver(() => {
      if (last instanceof Element && !last.isConnected) element.focus()
    })
    element.addEventListener('focusin', remember)
    watch.observe(element, { childList: true, subtree: true })
    return () => {
      element.removeEventListener('focusin', remember)
      watch.disconnect()
    }
  }, [container])
}
