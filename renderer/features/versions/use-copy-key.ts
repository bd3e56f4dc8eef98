import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { announce } from '../../lib/announce.ts'
import { isTyping } from '../../lib/keyboard.ts'

/** ⌘C with no text selected copies this. Text that is selected wins, and so does a text field. */
export const useCopyKey = (text: string | undefined) => {
  const { t } = useTranslation()
  useEffect(() => {
    if (text === undefined) return
    const onCopy = (event: ClipboardEvent) => {
      const selection = window.getSelection()
      if (isTyping(event.target) || (selection && !selection.isCollapsed)) return
      event.preventDefault()
      event.clipboardData?.setData('text/plain', text)
      announce(t('versions.copiedReference'))
    }
    document.addEventListener('copy', onCopy)
    return () => document.removeEventListener('copy', onCopy)
  }, [text, t])
}
