import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import { makeFolder } from './make-folder.ts'
import { syncFolder } from './sync-folder.ts'

export type DurableStep =
  'temporary-opened' | 'temporary-written' | 'temporary-synced' | 'renamed' | 'folder-synced'

/** Told after each step that a crash must not undo; tests kill the process there. */
type Reached = (step: DurableStep) => void

/** Creates missing folders and makes their names durable. 0700: what lies there is this user's. */
export const createFolder = async (folder: string): Promise<void> => {
  const first = makeFolder(folder)
  if (first !== undefined) await syncFolder(path.dirname(first))
}

/** Gives a finished, synced file its final name: rename, then the folder. The folder exists. */
export const publishFile = async (from: string, to: string, reached: Reached): Promise<void> => {
  await rename(from, to)
  reached('renamed')
  await syncFolder(path.dirname(to))
  reached('folder-synced')
}

/** Writes a whole small file so that its name always holds the old or the new content, never a part. */
export const writeDurably = async (
  file: string,
  content: string | Uint8Array,
  reached: Reached = () => {},
): Promise<void> => {
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${randomUUID()}.part`)
  try {
    const handle = await open(temporary, 'wx', 0o600)
    reached('temporary-opened')
    try {
      await handle.writeFile(content)
      reached('temporary-written')
      await handle.sync()
      reached('temporary-synced')
    } finally {
      await handle.close()
    }
    await publishFile(temporary, file, reached)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}
