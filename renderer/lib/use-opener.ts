import { useCallback, useState } from 'react'

/** What had the focus when a dialog was opened, for the dialog's `onCloseAutoFocus`: the focus goes back to it. */
export const useOpener = () => {
  const [opener] = useState(() => document.activeElement)
  return useCallback(
    (event: Event) => {
      event.preventDefault()
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
    },
    [opener],
  )
}
