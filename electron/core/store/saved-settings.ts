import type { DatabaseSync } from 'node:sqlite'
import { settings as schema } from '../../../shared/ipc/schemas/settings.ts'
import { initialSettings, type Settings } from '../../../shared/model/settings.ts'
import { inTransaction } from './in-transaction.ts'
import type { SavedTexts } from './saved-texts.ts'

export type SavedSettings = {
  read(): Settings
  /** Returns what holds from now on. */
  change(change: Partial<Settings>): Settings
}

/** Texts are saved as they are, everything else as JSON: older programs read what they know. */
const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value)

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What was saved under each key, as far as it is what may be set today. */
const readAll = (texts: SavedTexts): Partial<Settings> =>
  Object.entries(schema.shape).reduce<Partial<Settings>>((known, [name, kind]) => {
    const text = texts.get(name)
    const value =
      text === undefined
        ? undefined
        : [text, parseJson(text)].map(candidate => kind.safeParse(candidate)).find(r => r.success)
    return value?.data === undefined ? known : { ...known, [name]: value.data }
  }, {})

export const createSavedSettings = (db: DatabaseSync, texts: SavedTexts): SavedSettings => {
  const read = (): Settings => ({ ...initialSettings, ...readAll(texts) })
  return {
    read,
    change: change =>
      inTransaction(db, () => {
        for (const [name, value] of Object.entries(change)) texts.set(name, textOf(value))
        return read()
      }),
  }
}
