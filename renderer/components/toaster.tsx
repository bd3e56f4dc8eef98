import { useEffect, useState } from 'react'
import { Toaster as Sonner } from 'sonner'
import { currentTheme, watchTheme } from '../lib/theme.ts'

/** Notices of work that went on elsewhere. Results of a field or a dialog are shown there, never here. */
export function Toaster() {
  const [theme, setTheme] = useState(currentTheme)
  useEffect(() => watchTheme(setTheme), [])
  return (
    <Sonner
      theme={theme}
      position="bottom-right"
      offset={{ bottom: 38, right: 16 }}
      toastOptions={{
        style: {
          background: 'var(--bg-raised)',
          border: '0',
          boxShadow: 'var(--shadow-2)',
          borderRadius: 'var(--r-8)',
          color: 'var(--text)',
          fontFamily: 'var(--font-ui)',
          fontSize: 'var(--fs-13)',
        },
      }}
    />
  )
}
