/** `ENOENT` and its like. */
export const errorCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined

/** No room on the disk, or none left for this user. */
export const isDiskFull = (error: unknown): boolean => {
  const code = errorCode(error)
  return code === 'ENOSPC' || code === 'EDQUOT'
}
