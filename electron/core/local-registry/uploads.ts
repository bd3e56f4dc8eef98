import { createHash, type Hash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import path from 'node:path'
import { type Digest, digestAlgorithm } from '../../../shared/model/digest.ts'
import { isFile, isRealFolder } from '../folders/own-files.ts'
import { createFolder } from '../files/durable-files.ts'
import type { Checkpoint } from './checkpoint.ts'
import { createKeyedLock } from '../async/keyed-lock.ts'
import { receiveBody } from './receive-body.ts'
import { uploadOf } from './registry-folder.ts'
import { isDiskFull } from '../files/error-code.ts'
import { RegistryError } from './registry-error.ts'

/** One blob on its way in. Its bytes lie in one file; after a restart it goes on where that file ends. */
export type Upload = {
  readonly id: string
  readonly repository: string
  readonly file: string
  sizeBytes: number
  touchedMs: number
  /** Runs along with the bytes; absent after a restart, then the file is read again at the end. */
  running: { readonly algorithm: 'sha256' | 'sha512'; readonly hash: Hash } | undefined
}

export type Uploads = {
  start(repository: string, algorithm: 'sha256' | 'sha512'): Upload
  /** Throws 404 BLOB_UPLOAD_UNKNOWN. */
  find(repository: string, id: string): Upload
  /** Appends a body. `start` is where the sender believes it goes: elsewhere is 416, before any byte is read. */
  append(upload: Upload, request: IncomingMessage, start?: number): Promise<void>
  /** Checks the digest, syncs, and hands the temporary file over. A wrong digest ends the upload. */
  finish(upload: Upload, digest: Digest, take: (file: string) => Promise<void>): Promise<void>
  cancel(upload: Upload): Promise<void>
  /** Drops what nobody goes on with. */
  sweep(): Promise<void>
}

/** A client that broke off may come back the next day; one that has sent nothing yet loses nothing. */
const staleAfterMs = 24 * 60 * 60 * 1000
const emptyStaleAfterMs = 60 * 60 * 1000
const maxUploads = 10_000

type Options = {
  readonly reached?: Checkpoint
  /** Ages are told by a clock that nobody sets. */
  readonly monotonicMs?: () => number
}

export const openUploads = async (
  folder: string,
  { reached = () => {}, monotonicMs = () => performance.now() }: Options,
): Promise<Uploads> => {
  await createFolder(folder)
  const uploads = await loadUploads(folder, monotonicMs())
  // Two requests for one upload, as when a client retries before the server noticed the broken one, take turns.
  const lock = createKeyedLock()

  const cancel = async (upload: Upload) => {
    uploads.delete(upload.id)
    await rm(upload.file, { force: true })
    await rm(`${upload.file}.repository`, { force: true })
  }
  const sweep = async () => {
    for (const upload of uploads.values()) {
      const ageMs = monotonicMs() - upload.touchedMs
      if (ageMs > (upload.sizeBytes > 0 ? staleAfterMs : emptyStaleAfterMs)) await cancel(upload)
    }
  }
  await sweep()

  return {
    start(repository, algorithm) {
      if (uploads.size >= maxUploads) {
        throw new RegistryError('DENIED', 'Too many uploads are open.', { status: 429 })
      }
      const id = randomUUID()
      const file = path.join(folder, id)
      const running = { algorithm, hash: createHash(algorithm) }
      const touchedMs = monotonicMs()
      const upload: Upload = { id, repository, file, sizeBytes: 0, touchedMs, running }
      uploads.set(id, upload)
      return upload
    },
    find(repository, id) {
      const upload = uploads.get(id)
      if (upload?.repository === repository) return upload
      throw new RegistryError('BLOB_UPLOAD_UNKNOWN', 'There is no such upload.')
    },
    append: (upload, request, start) =>
      lock(upload.id, async () => {
        try {
          await appendTo(upload, request, { start, reached, monotonicMs })
        } catch (error) {
          // What filled the disk goes, so that there is room again.
          if (isDiskFull(error)) await cancel(upload)
          throw error
        }
      }),
    finish: (upload, digest, take) =>
      lock(upload.id, async () => {
        try {
          await finishUpload(upload, digest, { reached, take })
        } finally {
          await cancel(upload)
        }
      }),
    cancel: upload => lock(upload.id, () => cancel(upload)),
    sweep,
  }
}

const refuseGap = (upload: Upload, start: number | undefined) => {
  if (start === undefined || start === upload.sizeBytes) return
  throw new RegistryError('RANGE_INVALID', `The next byte is number ${upload.sizeBytes}.`, {
    headers: { Range: uploadRange(upload) },
  })
}

/** `0-0` stands for nothing received and for one byte: the spec has no better form. */
export const uploadRange = (upload: Upload): string => `0-${Math.max(0, upload.sizeBytes - 1)}`

const appendTo = async (
  upload: Upload,
  request: IncomingMessage,
  { start, reached, monotonicMs }: Required<Options> & { start: number | undefined },
) => {
  refuseGap(upload, start)
  upload.touchedMs = monotonicMs()
  const handle = await openData(upload)
  reached('temporary-opened')
  try {
    await receiveBody(request, { handle, position: upload.sizeBytes }, chunk => {
      upload.running?.hash.update(chunk)
      upload.sizeBytes += chunk.length
      upload.touchedMs = monotonicMs()
      reached('temporary-written')
    })
  } finally {
    upload.touchedMs = monotonicMs()
    await handle.close()
  }
}

const openData = async (upload: Upload) => {
  if (upload.sizeBytes > 0) return open(upload.file, 'r+')
  await writeFile(`${upload.file}.repository`, upload.repository, { mode: 0o600 })
  return open(upload.file, 'w', 0o600)
}

const finishUpload = async (
  upload: Upload,
  digest: Digest,
  { reached, take }: { reached: Checkpoint; take: (file: string) => Promise<void> },
) => {
  if (upload.sizeBytes === 0) await (await openData(upload)).close()
  const received = await hashUpload(upload, digestAlgorithm(digest))
  if (received !== digest) {
    throw new RegistryError('DIGEST_INVALID', `The bytes received have the digest ${received}.`)
  }
  const handle = await open(upload.file, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
  reached('temporary-synced')
  await take(upload.file)
}

const hashUpload = async (upload: Upload, algorithm: 'sha256' | 'sha512'): Promise<string> => {
  if (upload.running?.algorithm === algorithm) {
    return `${algorithm}:${upload.running.hash.digest('hex')}`
  }
  const hash = createHash(algorithm)
  for await (const chunk of createReadStream(upload.file)) hash.update(chunk)
  return `${algorithm}:${hash.digest('hex')}`
}

const loadUploads = async (folder: string, nowMs: number): Promise<Map<string, Upload>> => {
  const uploads = new Map<string, Upload>()
  if (!(await isRealFolder(folder))) return uploads
  for (const name of await readdir(folder)) {
    const id = uploadOf(name)
    if (id === undefined || !isFile(path.join(folder, name))) continue
    const file = path.join(folder, id)
    const repository = await readFile(path.join(folder, name), 'utf8')
    const found = await lstat(file).catch(() => undefined)
    if (found && !found.isFile()) continue
    // A clock that was set back makes it young, never older than it is.
    const ageMs = found ? Math.max(0, Date.now() - found.mtimeMs) : staleAfterMs
    const known = { touchedMs: nowMs - ageMs, sizeBytes: found?.size ?? 0 }
    uploads.set(id, { id, repository, file, running: undefined, ...known })
  }
  return uploads
}
