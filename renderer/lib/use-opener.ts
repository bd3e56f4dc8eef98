import { useCallback, useState } from 'react'
import { focusPane } from './panes.ts'

/** In a menu that goes with its choice: the button it belongs to. */
const focusedNow = (): Element | null => {
  const trigger = document.activeElement?.closest('[role="menu"]')?.getAttribute('aria-labelledby')
  return trigger ? document.getElementById(trigger) : document.activeElement
}

/** What had the focus when a dialog was opened, for the dialog's `onCloseAutoFocus`: the focus goes back to it. */
export const useOpener = () => {
  const [opener] = useState(focusedNow)
  return useCallback(
    (event: Event) => {
      event.preventDefault()
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
      // The opener went with what the dialog did, or there was none: the keyboard goes on beside it.
      if (document.activeElement === document.body) focusPane('centre')
    },
    [opener],
  )
}
