import type { KeyboardEvent as ReactKeyboardEvent } from 'react'

/** Presses of Esc that a tooltip has closed at, and nothing else so far. */
const heardByTooltip = new WeakSet<Event>()

/** For a tooltip: it goes, and Esc is still for what lies under it. */
export const passEscapeOn = (event: KeyboardEvent) => void heardByTooltip.add(event)

/**
 * For the content of what Esc closes. Radix gives Esc to the topmost layer alone: that may be a tooltip, and while one comes
 * or goes, for as long as its animation, nothing at all.
 */
export const closeOnEscape = (close: () => void) => (event: ReactKeyboardEvent) => {
  const isTaken = event.defaultPrevented && !heardByTooltip.delete(event.nativeEvent)
  if (event.key !== 'Escape' || isTaken) return
  event.preventDefault()
  close()
}
