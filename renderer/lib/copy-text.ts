export type CopyOutcome = 'copied' | 'refused'

type Listener = (text: string, outcome: CopyOutcome) => void

const listeners = new Set<Listener>()

/** Hears of every text that is put on the clipboard, whoever asked for it. */
export const onCopied = (listener: Listener): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Puts text on the clipboard; the browser may refuse. */
export const copyText = async (text: string): Promise<CopyOutcome> => {
  const outcome = await navigator.clipboard.writeText(text).then(
    () => 'copied' as const,
    () => 'refused' as const,
  )
  for (const listener of listeners) listener(text, outcome)
  return outcome
}
