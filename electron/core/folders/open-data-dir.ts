import path from 'node:path'
import { claimFolder, ForeignFolderError } from './claim-folder.ts'
import { dataFolder } from './data-folder.ts'
import { makeFolder } from '../files/make-folder.ts'

/**
 * Makes the folder ours and gives its absolute path. Throws words for whoever named it. `isShared`: its name is ours,
 * and the system may have put files of the program into it already.
 */
export const openDataDir = (folder: string, { isShared = false } = {}): string => {
  const absolute = path.resolve(folder)
  try {
    if (isShared) makeFolder(absolute)
    else claimFolder(absolute, dataFolder)
  } catch (cause) {
    if (cause instanceof ForeignFolderError) throw cause
    const code = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : ''
    throw new Error(`Chartroom cannot keep its data in ${absolute}${code}.`, { cause })
  }
  return absolute
}
