import { randomBytes } from 'node:crypto'
import { open, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import path from 'node:path'
import { AppError } from '../../shared/errors.ts'
import { ownNames } from '../core/folders/data-folder.ts'
import { makeFolder } from '../core/files/make-folder.ts'
import { missingRoom } from '../core/files/missing-room.ts'
import { removeFiles } from '../core/folders/own-files.ts'
import { isDiskFull } from '../core/files/error-code.ts'
import type { FileGrants } from '../core/files/file-grants.ts'
import type { WebLimits } from './limits.ts'

export type Uploads = {
  /** Receives one file into the spool and gives the single-use token it is granted under. Throws AppError. */
  receive(request: IncomingMessage): Promise<string>
  /** Deletes files whose token nobody redeemed in time. */
  sweep(): Promise<void>
}

/** Files that a browser hands over lie here, 0600, until the core's draft of them ends; those of an earlier run go at start. */
export const openUploads = async (
  folder: string,
  grants: FileGrants,
  limits: WebLimits,
): Promise<Uploads> => {
  makeFolder(folder)
  await removeFiles(folder, name => ownNames.upload.test(name))
  let running = 0
  return {
    receive: async request => {
      if (running >= limits.uploadsAtOnce) throw new AppError('rate-limited', 'try-later')
      running += 1
      try {
        return await receiveFile(request, folder, grants, limits)
      } finally {
        running -= 1
      }
    },
    sweep: async () => {
      for (const file of grants.expired()) if (file.temporary) await rm(file.path, { force: true })
    },
  }
}

const receiveFile = async (
  request: IncomingMessage,
  folder: string,
  grants: FileGrants,
  limits: WebLimits,
): Promise<string> => {
  const { fileName, modifiedMs } = readHeaders(request)
  const declared = Number(request.headers['content-length'] ?? 0)
  if (declared > limits.uploadBytes) throw uploadTooLarge(limits)
  const missing = await missingRoom(folder, declared)
  if (missing) throw diskFull(missing.neededBytes)
  const file = path.join(folder, `${randomBytes(16).toString('hex')}.part`)
  const handle = await open(file, 'wx', 0o600)
  try {
    await copyBody(request, handle, limits)
    await handle.utimes(new Date(), new Date(modifiedMs))
    await handle.close()
  } catch (error) {
    await handle.close().catch(() => {})
    await rm(file, { force: true })
    throw isDiskFull(error) ? diskFull(declared, error) : error
  }
  return grants.grant({ path: file, fileName, modifiedMs, temporary: true })
}

const readHeaders = ({ headers }: IncomingMessage) => {
  const modifiedMs = Number(headers['x-chartroom-modified'])
  const name = decode(headers['x-chartroom-file'])
  const isOctets = headers['content-type'] === 'application/octet-stream'
  if (!isOctets || name === undefined || !Number.isSafeInteger(modifiedMs))
    throw new AppError('invalid-input', 'malformed-request')
  return { fileName: toBareName(name), modifiedMs }
}

const decode = (header: string | string[] | undefined): string | undefined => {
  try {
    return typeof header === 'string' ? decodeURIComponent(header) : undefined
  } catch {
    return undefined
  }
}

/** For showing and pairing only; the spool's own names are random. */
const toBareName = (name: string): string =>
  path.posix
    .basename(name.replaceAll('\\', '/'))
    .replaceAll(/\p{Cc}/gu, '')
    .slice(0, 255) || 'file'

const diskFull = (neededBytes: number, cause?: unknown) =>
  new AppError('disk-full', 'upload', { neededBytes }, { cause })

const copyBody = async (request: IncomingMessage, handle: FileHandle, limits: WebLimits) => {
  const pace = watchPace(limits)
  const copying = (async () => {
    let sizeBytes = 0
    // The request outlives a refusal, or the browser would never read the answer.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      sizeBytes += chunk.length
      if (sizeBytes > limits.uploadBytes) throw uploadTooLarge(limits)
      pace.received(chunk.length)
      await handle.writeFile(chunk)
    }
  })()
  // Still waiting for bytes when the pace was too slow; its end is of no interest then.
  copying.catch(() => {})
  try {
    await Promise.race([copying, pace.tooSlow])
  } finally {
    pace.stop()
  }
}

/** Rejects for a body that stands still, or that drips so slowly that it only holds a place. */
const watchPace = (limits: WebLimits) => {
  const { promise: tooSlow, reject } = Promise.withResolvers<never>()
  tooSlow.catch(() => {})
  const giveUp = () => reject(new AppError('unreachable', 'timed-out'))
  let windowBytes = 0
  const idle = setTimeout(giveUp, limits.uploadIdleMs)
  const window = setInterval(() => {
    if (windowBytes < limits.uploadWindowBytes) giveUp()
    windowBytes = 0
  }, limits.uploadWindowMs)
  return {
    tooSlow,
    received: (bytes: number) => {
      windowBytes += bytes
      idle.refresh()
    },
    stop: () => {
      clearTimeout(idle)
      clearInterval(window)
    },
  }
}

const uploadTooLarge = ({ uploadBytes }: WebLimits) =>
  new AppError('too-large', 'upload', { limitMiB: Math.floor(uploadBytes / 1024 / 1024) })
