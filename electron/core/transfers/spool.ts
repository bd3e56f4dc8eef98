import { mkdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { randomUUID } from 'node:crypto'

/** Where the web host's pulls wait for the browser: one 0700 folder each, gone with the transfer. */
export type Spool = {
  /** Empties what an earlier run left. */
  start(): Promise<void>
  folder(): Promise<string>
  remove(folder: string): Promise<void>
}

export const createSpool = (dataDir: string): Spool => {
  const root = path.join(dataDir, 'spool', 'pulls')
  return {
    start: async () => {
      await rm(root, { recursive: true, force: true })
    },
    folder: async () => {
      const folder = path.join(root, randomUUID())
      await mkdir(folder, { recursive: true, mode: 0o700 })
      return folder
    },
    remove: async folder => {
      if (path.dirname(folder) === root) await rm(folder, { recursive: true, force: true })
    },
  }
}
