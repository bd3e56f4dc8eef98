import type { Logger } from '../ports.ts'

// https://www.sqlite.org/rescode.html: READONLY, IOERR (how the log of a full disk fails), FULL, CANTOPEN.
const noRoomCodes = new Set([8, 10, 13, 14])

/** Whether the database could not write: most often the disk is full. */
export const isNoRoom = (error: unknown): boolean =>
  error instanceof Error &&
  'errcode' in error &&
  typeof error.errcode === 'number' &&
  noRoomCodes.has(error.errcode & 0xff)

/**
 * Writes what can be asked for again: on a full disk that is forgotten, and what was asked for is still answered
 * (docs/threats.md, "Our own data").
 */
export const createSpareWrite =
  (logger: Logger) =>
  (write: () => void): void => {
    try {
      write()
    } catch (error) {
      if (!isNoRoom(error)) throw error
      logger.log('warn', 'not-remembered', { error })
    }
  }
