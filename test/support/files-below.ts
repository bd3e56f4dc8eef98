import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

const unlessGone = <T>(reading: Promise<T>): Promise<T | undefined> =>
  reading.catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })

/** Every file that lies there now. A program at work renames and deletes: what is gone when it is read is left out. */
export const readFilesBelow = async (
  folder: string,
): Promise<{ readonly file: string; readonly bytes: Buffer }[]> => {
  const entries = (await unlessGone(readdir(folder, { withFileTypes: true }))) ?? []
  const found = entries.map(async entry => {
    const file = path.join(folder, entry.name)
    if (entry.isDirectory()) return readFilesBelow(file)
    const bytes = entry.isFile() ? await unlessGone(readFile(file)) : undefined
    return bytes === undefined ? [] : [{ file, bytes }]
  })
  return (await Promise.all(found)).flat()
}
