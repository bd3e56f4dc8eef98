import { useEffect, useState } from 'react'
import { onAnnouncement } from '../lib/announce.ts'

/** The one polite live region of the app. */
export function Announcer() {
  const [text, setText] = useState('')
  useEffect(() => onAnnouncement(setText), [])
  // The same sentence twice is said twice: it leaves the region in between.
  useEffect(() => {
    if (text === '') return
    const timer = setTimeout(() => setText(''), 1500)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <div className="sr" role="status" aria-live="polite">
      {text}
    </div>
  )
}
