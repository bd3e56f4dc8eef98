import { statfs as nodeStatfs } from 'node:fs/promises'

/** Other programs need room, too. */
const spareBytes = 64 * 1024 * 1024

/** What does not fit beside the spare room; undefined where there is enough for so many bytes. */
export const missingRoom = async (
  folder: string,
  expectedBytes: number,
  statfs: typeof nodeStatfs = nodeStatfs,
): Promise<{ readonly neededBytes: number; readonly freeBytes: number } | undefined> => {
  const { bavail, bsize } = await statfs(folder)
  const freeBytes = bavail * bsize
  const neededBytes = expectedBytes + spareBytes
  return freeBytes < neededBytes ? { neededBytes, freeBytes } : undefined
}
