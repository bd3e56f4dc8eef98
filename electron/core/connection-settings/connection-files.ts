import { AppError } from '../../../shared/errors.ts'
import type { KeptFile } from '../http/tls/trust.ts'
import { readSmallFile } from '../files/read-small-file.ts'

/** A bundle of all authorities of a company has a few hundred KiB. */
const limitBytes = 1024 * 1024

/** Reads a file that a connection needs. Throws `invalid-input/connection-file`, naming it. */
export const readConnectionFile = async (file: string, shown: string): Promise<KeptFile> => {
  try {
    return { shown, bytes: await readSmallFile(file, limitBytes) }
  } catch (cause) {
    throw new AppError('invalid-input', 'connection-file', { file: shown }, { cause })
  }
}
