import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../shared/errors.ts'

export type OwnerLock = { release(): void }

const sqliteBusy = 5

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy

/**
 * Makes this process the one owner of a data folder. The lock is the operating system's, taken through SQLite
 * on an empty file: it ends with the process however that ends, so there is no stale lock to judge, and no
 * other process that got the same id to mistake for the owner. Throws `conflict/folder-in-use`.
 */
export const takeOwnerLock = async (dataDir: string): Promise<OwnerLock> => {
  const database = new DatabaseSync(path.join(dataDir, 'lock'), { timeout: 0 })
  try {
    // Nothing is ever written, only locked: the journal, which SQLite opens all the same, stays in memory.
    database.exec('PRAGMA journal_mode=MEMORY; PRAGMA locking_mode=EXCLUSIVE; BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (!isBusy(error)) throw error
    throw new AppError('conflict', 'folder-in-use', { dataDir, pid: await readOwner(dataDir) })
  }
  // A full disk is no reason not to serve what is there.
  await writeFile(ownerFile(dataDir), String(process.pid), { mode: 0o600 }).catch(() => {})
  return { release: () => database.close() }
}

// Only for the message. Not in the lock file: closing that would drop the lock (POSIX locks belong to the process).
const ownerFile = (dataDir: string) => path.join(dataDir, 'owner')

const readOwner = (dataDir: string): Promise<string> =>
  readFile(ownerFile(dataDir), 'utf8').then(
    text => (/^\d{1,10}$/.test(text) ? text : '?'),
    () => '?',
  )
