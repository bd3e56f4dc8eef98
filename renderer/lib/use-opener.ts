import { useCallback, useState } from 'react'
import { focusPane } from './panes.ts'

/** What had the focus when a dialog was opened, for the dialog's `onCloseAutoFocus`: the focus goes back to it. */
export const useOpener = () => {
  const [opener] = useState(() => document.activeElement)
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
