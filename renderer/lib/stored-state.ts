import { useEffect, useState } from 'react'

const read = <T>(key: string, initial: T): T => {
  try {
    const text = localStorage.getItem(key)
    // Written by this hook alone, under a key of its own.
    return text === null ? initial : (JSON.parse(text) as T)
  } catch {
    return initial
  }
}

/** State of the window's layout that outlives a reload: widths, what is folded. Never data. */
export const useStoredState = <T>(name: string, initial: T) => {
  const key = `chartroom.${name}`
  const [value, setValue] = useState(() => read(key, initial))
  useEffect(() => {
    try {
      localStorage.setItem(key, JSON.stringify(value))
    } catch {
      // A full or forbidden storage costs the layout only.
    }
  }, [key, value])
  return [value, setValue] as const
}
