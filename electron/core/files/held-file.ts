import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import { AppError } from '../../../shared/errors.ts'
import type { Digest } from '../../../shared/model/digest.ts'
import { errorCode } from './error-code.ts'
import { readAhead, type ReadInto } from './read-ahead.ts'

/** A file that the user handed over: its path stays in the main process, the renderer holds a single-use token. */
export type GrantedFile = {
  readonly path: string
  readonly fileName: string
  /** The user's file time in milliseconds; helm's `created` comes from it. */
  readonly modifiedMs: number
  /** Uploaded by the web host: the core deletes it when the draft ends. Neighbouring .prov files are not looked for. */
  readonly temporary: boolean
}

/**
 * A regular file of the user, held open: what was reviewed is what is sent. Every read goes through the same
 * handle, and `assertUnchanged` compares size and time with those at the start (docs/threats.md, "Writing a file").
 */
export type HeldFile = {
  readonly path: string
  readonly fileName: string
  readonly sizeBytes: number
  readonly modifiedMs: number
  /** A chunk is the reader's until it asks for the next: then its memory is used again. */
  read(): AsyncGenerator<Uint8Array>
  bytes(): Promise<Uint8Array>
  digest(signal: AbortSignal): Promise<Digest>
  assertUnchanged(): Promise<void>
  /** Gives the error that says that the file has changed. */
  changed(): AppError
  /** Closes it; deletes it too when it is an upload of ours. */
  close(): Promise<void>
}

/** Throws AppErrors: a folder, a link, a device, a vanished file, or one over `limitBytes`. */
export const holdFile = async (granted: GrantedFile, limitBytes: number): Promise<HeldFile> => {
  const { fileName } = granted
  // O_NONBLOCK: opening a FIFO must not wait for a writer; O_NOFOLLOW: a link may point to a credential file.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
  const handle = await open(granted.path, flags).catch(error => {
    throw translateOpen(error, fileName)
  })
  try {
    const first = await handle.stat()
    if (first.isDirectory()) throw new AppError('invalid-input', 'file-is-folder', { fileName })
    if (!first.isFile()) throw new AppError('invalid-input', 'file-not-regular', { fileName })
    if (first.size > limitBytes) {
      throw new AppError('too-large', 'archive-file', {
        fileName,
        sizeBytes: first.size,
        limitBytes,
      })
    }
    return createHeldFile(handle, granted, first)
  } catch (error) {
    await handle.close()
    throw error
  }
}

type Stat = { readonly size: number; readonly mtimeMs: number }

const createHeldFile = (handle: FileHandle, granted: GrantedFile, first: Stat): HeldFile => {
  const changed = () =>
    new AppError('invalid-input', 'file-changed', { fileName: granted.fileName })
  async function* read(): AsyncGenerator<Uint8Array> {
    let readBytes = 0
    for await (const chunk of readAhead(readInto, first.size)) {
      readBytes += chunk.byteLength
      yield chunk
    }
    if (readBytes < first.size) throw changed()
  }
  const readInto: ReadInto = async (memory, position) =>
    (await handle.read(memory, 0, memory.byteLength, position)).bytesRead
  return {
    path: granted.path,
    fileName: granted.fileName,
    sizeBytes: first.size,
    // An upload's own time says when it arrived, so the user's file time came along with it.
    modifiedMs: granted.temporary ? granted.modifiedMs : first.mtimeMs,
    read,
    bytes: async () => {
      const chunks: Uint8Array[] = []
      for await (const chunk of read()) chunks.push(Buffer.from(chunk))
      return Buffer.concat(chunks)
    },
    digest: async signal => {
      const hash = createHash('sha256')
      for await (const chunk of read()) {
        signal.throwIfAborted()
        hash.update(chunk)
      }
      return `sha256:${hash.digest('hex')}` as Digest
    },
    changed,
    assertUnchanged: async () => {
      const now = await handle.stat()
      if (now.size !== first.size || now.mtimeMs !== first.mtimeMs) throw changed()
    },
    close: async () => {
      await handle.close()
      await forgetUpload(granted)
    },
  }
}

/** Deletes what the web host took in for the user; a file of the user's own stays. */
export const forgetUpload = async ({ temporary, path }: GrantedFile): Promise<void> => {
  if (temporary) await unlink(path).catch(() => undefined)
}

const translateOpen = (error: unknown, fileName: string): unknown => {
  const code = errorCode(error)
  if (code === 'ELOOP')
    return new AppError('invalid-input', 'file-is-link', { fileName }, { cause: error })
  if (code === 'EISDIR') return new AppError('invalid-input', 'file-is-folder', { fileName })
  if (code === 'ENXIO') return new AppError('invalid-input', 'file-not-regular', { fileName })
  return new AppError('not-found', 'file', { fileName }, { cause: error })
}
