import { readFile, stat } from 'node:fs/promises'
import { AppError } from '../../../shared/errors.ts'
import type { KeptFile } from '../oci/tls/trust.ts'

/** A bundle of all authorities of a company has a few hundred KiB. */
const limitBytes = 1024 * 1024

/** Reads a file that a connection needs. Throws `invalid-input/connection-file`, naming it. */
export const readConnectionFile = async (file: string, shown: string): Promise<KeptFile> => {
  try {
    const found = await stat(file)
    // A device or a pipe would never end.
    if (!found.isFile() || found.size > limitBytes) throw new Error('no small file')
    return { shown, bytes: await readFile(file) }
  } catch (cause) {
    throw new AppError('invalid-input', 'connection-file', { file: shown }, { cause })
  }
}
