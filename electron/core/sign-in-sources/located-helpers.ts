import { constants } from 'node:fs'
import { access, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { Desktop } from '../ports.ts'
import type { SavedNotes } from '../store/saved-texts.ts'
import { programOf } from './credential-helpers.ts'

/** Credential helpers that are on no PATH, where the user showed them in the system's dialog. */
export type LocatedHelpers = {
  /** Absolute path of the program; undefined when none was shown, or it is gone. */
  find(name: string): Promise<string | undefined>
  /** False when the dialog was left. Throws `invalid-input/not-the-helper`; nothing is run. */
  locate(name: string): Promise<boolean>
}

type Deps = { readonly notes: SavedNotes; readonly desktop: Desktop | undefined }

export const createLocatedHelpers = ({ notes, desktop }: Deps): LocatedHelpers => ({
  find: async name => {
    const file = notes.get(`helper-${name}`)
    return file !== undefined && (await isHelper(file, name)) ? file : undefined
  },
  locate: async name => {
    if (desktop === undefined) throw new AppError('unsupported', 'not-available-here')
    if (programOf(name) === undefined) throw notTheHelper(name)
    const file = await desktop.chooseProgram(name)
    if (file === undefined) return false
    if (!(await isHelper(file, name))) throw notTheHelper(name)
    notes.set(`helper-${name}`, file)
    return true
  },
})

/** A program by the helper's own name: a slip of the mouse must not hand a server's name to another one. */
const isHelper = async (file: string, name: string): Promise<boolean> => {
  const isNamed = path.basename(file).replace(/\.(exe|cmd)$/i, '') === programOf(name)
  if (!isNamed || !path.isAbsolute(file)) return false
  try {
    await access(file, constants.X_OK)
    return (await stat(file)).isFile()
  } catch {
    return false
  }
}

const notTheHelper = (name: string) => new AppError('invalid-input', 'not-the-helper', { name })
