import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { randomUUID } from 'node:crypto'
import { ownNames } from '../../folders/data-folder.ts'
import { removeFolder, removeFolders, removeOwnFolder } from '../../folders/own-files.ts'

/** Where the web host's pulls wait for the browser: one 0700 folder each, gone with the transfer. */
export type Spool = {
  /** Empties what an earlier run left. */
  start(): Promise<void>
  folder(): Promise<string>
  remove(folder: string): Promise<void>
  /** Removes it where nothing was put into it. */
  leave(folder: string): Promise<void>
  /** Nobody can fetch them any more. */
  close(): Promise<void>
}

export const createSpool = (root: string): Spool => {
  const empty = () => removeFolders(root, name => ownNames.pull.test(name))
  return {
    start: empty,
    folder: async () => {
      const folder = path.join(root, randomUUID())
      await mkdir(folder, { recursive: true, mode: 0o700 })
      return folder
    },
    remove: async folder => {
      if (path.dirname(folder) === root) await removeOwnFolder(folder)
    },
    leave: async folder => {
      if (path.dirname(folder) === root) await removeFolder(folder)
    },
    close: empty,
  }
}
