import { open as nodeOpen } from 'node:fs/promises'
import { errorCode } from './error-code.ts'

/** Makes a rename or a new name in the folder survive a power loss. Windows has no such call, and needs none. */
export const syncFolder = async (
  folder: string,
  open: typeof nodeOpen = nodeOpen,
): Promise<void> => {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } catch (error) {
    if (!cannot.has(errorCode(error) ?? '')) throw error
  } finally {
    await handle.close()
  }
}

/** What a file system without such a call answers. */
const cannot: ReadonlySet<string> = new Set(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP'])
