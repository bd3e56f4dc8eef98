import type { DatabaseSync } from 'node:sqlite'

export type SettingName =
  | 'last-place'
  | 'theme'
  | 'local-registry-opened'
  | 'local-password-account'
  /** Where the program of a credential helper lies. */
  | `helper-${string}`

export type SavedSettings = {
  get(name: SettingName): string | undefined
  set(name: SettingName, value: string): void
}

export const createSavedSettings = (db: DatabaseSync): SavedSettings => {
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
