import { lstatSync } from 'node:fs'
import { lstat, readdir, rename, rmdir, unlink } from 'node:fs/promises'
import path from 'node:path'
import { makeFolder } from '../files/make-folder.ts'

/**
 * Tells which names are of our making. What lies directly in a folder under such a name is deleted or moved, and
 * nothing else: a link is never followed, a folder never emptied as a whole. What cannot be deleted stays.
 */
type IsOurs = (name: string) => boolean

/** A link is none: it may lead to anybody's. */
export const isFile = (file: string): boolean => {
  try {
    return lstatSync(file).isFile()
  } catch {
    return false
  }
}

/** Regular files with these names. */
export const removeFiles = async (folder: string, isOurs: IsOurs): Promise<void> => {
  for (const name of await namesIn(folder)) {
    if (isOurs(name)) await removeFile(path.join(folder, name))
  }
}

/** Regular files with these names, to another folder of the same file system. */
export const moveFiles = async (folder: string, target: string, isOurs: IsOurs): Promise<void> => {
  for (const name of await namesIn(folder)) {
    const file = path.join(folder, name)
    if (!isOurs(name) || !isFile(file)) continue
    makeFolder(target)
    await rename(file, path.join(target, name))
  }
}

/** Folders with these names, with the files in them. */
export const removeFolders = async (folder: string, isOurs: IsOurs): Promise<void> => {
  for (const name of await namesIn(folder)) {
    if (isOurs(name)) await removeOwnFolder(path.join(folder, name))
  }
}

/** One folder that we made, with the files in it; it stays where somebody put a folder or a link into it. */
export const removeOwnFolder = async (folder: string): Promise<void> => {
  await removeFiles(folder, () => true)
  await removeFolder(folder)
}

/** One folder that is empty. */
export const removeFolder = async (folder: string): Promise<void> => {
  if (await isRealFolder(folder)) await rmdir(folder).catch(() => {})
}

export const removeFile = async (file: string): Promise<void> => {
  if (isFile(file)) await unlink(file).catch(() => {})
}

export const isRealFolder = (folder: string): Promise<boolean> =>
  lstat(folder).then(
    found => found.isDirectory(),
    () => false,
  )

const namesIn = async (folder: string): Promise<string[]> =>
  (await isRealFolder(folder)) ? readdir(folder).catch(() => []) : []
