import type { Progress } from '../../shared/ipc/contract.ts'

export type Change = Progress<'app.watch'>

/** Which data to ask for again. Services tell; windows listen. */
export type Changes = {
  tell(change: Change): void
  /** Returns the unsubscribe. */
  listen(listener: (change: Change) => void): () => void
}

export const createChanges = (): Changes => {
  const listeners = new Set<(change: Change) => void>()
  return {
    tell: change => listeners.forEach(listener => listener(change)),
    listen: listener => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
