type Listener = (text: string) => void

const listeners = new Set<Listener>()

/** Says one sentence to screen readers, through components/announcer.tsx. */
export const announce = (text: string) => {
  for (const listener of listeners) listener(text)
}

export const onAnnouncement = (listener: Listener): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
