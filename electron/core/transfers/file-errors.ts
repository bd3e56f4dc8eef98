import { AppError } from '../../../shared/errors.ts'

export const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined

/** File system codes to AppErrors, once. */
export const translateFileError = (
  error: unknown,
  folder: string,
  neededBytes: number,
): unknown => {
  const code = codeOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError(
      'disk-full',
      'no-space',
      { folder, neededBytes, freeBytes: 0 },
      { cause: error },
    )
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new AppError('forbidden', 'folder-not-writable', { folder }, { cause: error })
  }
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new AppError('not-found', 'folder', { folder }, { cause: error })
  }
  if (code === 'EIO' || code === 'EBUSY' || code === 'ESTALE' || code === 'ENXIO') {
    return new AppError('unreachable', 'folder-failed', { folder, code }, { cause: error })
  }
  return error
}
