import type { DatabaseSync } from 'node:sqlite'

/** One text per name: the settings, and what the program remembers for itself. */
export type SavedTexts<Name extends string = string> = {
  get(name: Name): string | undefined
  set(name: Name, value: string): void
}

/** What the program remembers by itself, and nobody sets. */
export type SavedNotes = SavedTexts<
  | 'last-place'
  /** Where the program of a credential helper lies. */
  | `helper-${string}`
>

export const createSavedTexts = (db: DatabaseSync): SavedTexts => {
  const select = db.prepare('SELECT value FROM settings WHERE key = ?')
  const upsert = db.prepare('INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)')
  return {
    get: name => {
      const value = select.get(name)?.value
      return typeof value === 'string' ? value : undefined
    },
    set: (name, value) => void upsert.run(name, value),
  }
}
