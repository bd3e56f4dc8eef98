import { constants } from 'node:fs'
import { open } from 'node:fs/promises'

/**
 * Bytes of a regular file of at most this size. Throws where it is larger, also when it grows meanwhile, and where it is
 * something else: a pipe would keep us waiting, a device would never end.
 */
export const readSmallFile = async (file: string, limitBytes: number): Promise<Buffer> => {
  // To open a pipe waits for its writer, unless told not to. Windows has no such flag.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0))
  try {
    if (!(await handle.stat()).isFile()) throw new Error('This is no regular file')
    const bytes = Buffer.alloc(limitBytes + 1)
    let length = 0
    for (let read = -1; read !== 0 && length < bytes.length; length += read)
      read = (await handle.read(bytes, length, bytes.length - length)).bytesRead
    if (length > limitBytes) throw new Error('This file is too large')
    return bytes.subarray(0, length)
  } finally {
    await handle.close()
  }
}
