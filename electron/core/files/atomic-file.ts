import { randomBytes } from 'node:crypto'
import * as nodeFs from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../../shared/errors.ts'
import type { Clock } from '../ports.ts'
import { errorCode } from './error-code.ts'
import { translateFileError } from './file-errors.ts'
import { missingRoom } from './missing-room.ts'
import { syncFolder } from './sync-folder.ts'

export type FileSystem = Pick<
  typeof nodeFs,
  'open' | 'rename' | 'link' | 'unlink' | 'lstat' | 'statfs' | 'readdir'
>

export type AtomicFileDeps = { readonly clock: Clock; readonly fs?: FileSystem }

/** A file under a temporary name beside its target; it gets its final name by `commit`, whole or not at all. */
export type AtomicFile = {
  readonly temporaryPath: string
  /** Writes in order. */
  write(chunks: readonly Uint8Array[]): Promise<void>
  /** Forgets what was written: a transfer begins again. */
  restart(): Promise<void>
  /** fsync, rename, fsync of the folder. Throws `conflict/target-exists` rather than overwrite, unless told to. */
  commit(options: { replace: boolean }): Promise<void>
  /** Closes and deletes the temporary file. Never throws. */
  discard(): Promise<void>
}

const temporaryPattern = /^\.chartroom-[0-9a-f]{12}\.part$/
const staleAfterMs = 7 * 24 * 60 * 60 * 1000

export const createAtomicFile = async (
  targetPath: string,
  expectedBytes: number,
  { clock, fs = nodeFs }: AtomicFileDeps,
): Promise<AtomicFile> => {
  const folder = path.dirname(targetPath)
  const place = { folder, fileName: path.basename(targetPath), neededBytes: expectedBytes }
  await ensureRoom(fs, folder, expectedBytes)
  const temporaryPath = path.join(folder, `.chartroom-${randomBytes(6).toString('hex')}.part`)
  const handle = await fs.open(temporaryPath, 'wx', 0o600).catch(error => {
    throw translateFileError(error, place)
  })
  let open = true
  let position = 0
  const close = async () => {
    if (!open) return
    open = false
    await handle.close()
  }
  return {
    temporaryPath,
    write: async chunks => {
      try {
        position = await writeAll(handle, chunks, position)
      } catch (error) {
        throw translateFileError(error, place)
      }
    },
    restart: async () => {
      await handle.truncate(0)
      position = 0
    },
    commit: async ({ replace }) => {
      try {
        await handle.sync()
        await close()
        await giveName(fs, clock, temporaryPath, targetPath, replace)
        // Network volumes cannot do this; by then the file is whole and has its name.
        await syncFolder(folder, fs.open).catch(() => undefined)
      } catch (error) {
        throw translateFileError(error, place)
      }
    },
    discard: async () => {
      await close().catch(() => undefined)
      await fs.unlink(temporaryPath).catch(() => undefined)
    },
  }
}

/**
 * More at once makes Linux look for memory in larger pieces than it has at hand, where each write then takes up to
 * ten times as long.
 */
const writeBytes = 256 * 1024

/** Returns the position behind what was written. */
export const writeAll = async (
  handle: nodeFs.FileHandle,
  chunks: readonly Uint8Array[],
  start: number,
): Promise<number> => {
  let position = start
  for (const chunk of chunks) {
    const pieces: Promise<void>[] = []
    for (let at = 0; at < chunk.byteLength; at += writeBytes) {
      pieces.push(writePiece(handle, chunk.subarray(at, at + writeBytes), position + at))
    }
    // All at once: each would otherwise wait for a turn of this thread, which hashes meanwhile. All have ended
    // before one that failed is told: until then their memory is not free.
    for (const piece of await Promise.allSettled(pieces)) {
      if (piece.status === 'rejected') throw piece.reason
    }
    position += chunk.byteLength
  }
  return position
}

/** Goes on after a short write. */
const writePiece = async (handle: nodeFs.FileHandle, piece: Uint8Array, position: number) => {
  for (let at = 0; at < piece.byteLength;) {
    const { bytesWritten } = await handle.write(piece, at, piece.byteLength - at, position + at)
    at += bytesWritten
  }
}

const giveName = async (
  fs: FileSystem,
  clock: Clock,
  temporaryPath: string,
  targetPath: string,
  replace: boolean,
) => {
  if (replace) return retryBusy(clock, () => fs.rename(temporaryPath, targetPath))
  try {
    // link refuses an existing name atomically; rename would overwrite it.
    await fs.link(temporaryPath, targetPath)
    // The file has its name already. If somebody holds the temporary one for a moment, `discard` tries again.
    await fs.unlink(temporaryPath).catch(() => undefined)
  } catch (error) {
    if (errorCode(error) === 'EEXIST') {
      throw new AppError('conflict', 'target-exists', { fileName: path.basename(targetPath) })
    }
    // Network and FAT volumes have no hard links: the look before the rename is then the best there is.
    if (await exists(fs, targetPath)) {
      throw new AppError('conflict', 'target-exists', { fileName: path.basename(targetPath) })
    }
    await retryBusy(clock, () => fs.rename(temporaryPath, targetPath))
  }
}

const busyCodes = new Set(['EPERM', 'EBUSY', 'EACCES'])

/** Windows virus scanners hold a new file for a moment: try for one second. */
const retryBusy = async (clock: Clock, act: () => Promise<void>): Promise<void> => {
  for (let waitMs = 50; ; waitMs *= 2) {
    try {
      return await act()
    } catch (error) {
      if (!busyCodes.has(errorCode(error) ?? '') || waitMs > 400) throw error
      await clock.sleep(waitMs)
    }
  }
}

export const exists = async (fs: FileSystem, filePath: string): Promise<boolean> =>
  fs.lstat(filePath).then(
    () => true,
    () => false,
  )

const ensureRoom = async (fs: FileSystem, folder: string, expectedBytes: number) => {
  const missing = await missingRoom(folder, expectedBytes, fs.statfs).catch(error => {
    throw translateFileError(error, { folder, neededBytes: expectedBytes })
  })
  if (missing) throw new AppError('disk-full', 'no-space', { folder, ...missing })
}

/** Deletes what a killed program left in a folder of ours or the user's: only our names, only stale ones. */
export const removeStaleParts = async (
  folder: string,
  nowMs: number,
  fs: FileSystem = nodeFs,
): Promise<void> => {
  const names = await fs.readdir(folder).catch(() => [])
  for (const name of names.filter(name => temporaryPattern.test(name))) {
    const filePath = path.join(folder, name)
    const stat = await fs.lstat(filePath).catch(() => undefined)
    if (stat?.isFile() && nowMs - stat.mtimeMs > staleAfterMs) {
      await fs.unlink(filePath).catch(() => undefined)
    }
  }
}
