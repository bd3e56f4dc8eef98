import { useEffect } from 'react'
import { announce } from './announce.ts'
import { isTyping } from './keyboard.ts'

/** ⌘C with no text selected copies this and announces it. Text that is selected wins, and so does a text field. */
export const useCopyKey = (text: string | undefined, announcement: string) => {
  useEffect(() => {
    if (text === undefined) return
    const onCopy = (event: ClipboardEvent) => {
      const selection = window.getSelection()
      if (isTyping(event.target) || (selection && !selection.isCollapsed)) return
      event.preventDefault()
      event.clipboardData?.setData('text/plain', text)
      announce(announcement)
    }
    document.addEventListener('copy', onCopy)
    return () => document.removeEventListener('copy', onCopy)
  }, [text, announcement])
}
