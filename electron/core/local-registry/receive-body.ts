import type { FileHandle } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { RegistryError } from './registry-error.ts'

// Larger writes gain nothing, and this is all the memory an upload costs.
const batchBytes = 1024 * 1024

export type Received = (chunk: Uint8Array) => void

/**
 * Writes a request body to a file from `position` on, in batches. `onChunk` sees every byte that was written,
 * in order. Returns how many came; bytes before a broken connection stay in the file.
 */
export const receiveBody = async (
  request: IncomingMessage,
  file: { readonly handle: FileHandle; readonly position: number },
  onChunk: Received,
): Promise<number> => {
  let received = 0
  let batch: Buffer[] = []
  let batched = 0
  const flush = async () => {
    const [writing, size] = [batch, batched]
    batch = []
    batched = 0
    await writeFully(file.handle, writing, file.position + received)
    for (const chunk of writing) onChunk(chunk)
    received += size
  }
  try {
    for await (const chunk of chunksOf(request)) {
      batch.push(chunk)
      batched += chunk.length
      if (batched >= batchBytes) await flush()
    }
  } finally {
    if (batched > 0) await flush()
  }
  return received
}

// Leaving the loop early must not close the connection: the refusal still has to go out on it.
const chunksOf = (request: IncomingMessage): AsyncIterable<Buffer> =>
  request.iterator({ destroyOnReturn: false })

const writeFully = async (handle: FileHandle, batch: readonly Buffer[], position: number) => {
  const total = batch.reduce((sum, chunk) => sum + chunk.length, 0)
  const { bytesWritten } = await handle.writev(batch, position)
  if (bytesWritten === total) return
  // A short write: the disk is nearly full, or a signal came. Writing the rest says which.
  const rest = Buffer.concat(batch).subarray(bytesWritten)
  let done = 0
  while (done < rest.length) {
    const next = await handle.write(rest, done, rest.length - done, position + bytesWritten + done)
    done += next.bytesWritten
  }
}

/** Reads a small body whole. Throws 413 above the limit, having read on so that the sender hears it. */
export const readSmallBody = async (
  request: IncomingMessage,
  limitBytes: number,
): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of chunksOf(request)) {
    size += chunk.length
    if (size <= limitBytes) chunks.push(chunk)
  }
  if (size > limitBytes) {
    throw new RegistryError('SIZE_INVALID', `A manifest may have at most ${limitBytes} bytes.`, {
      status: 413,
    })
  }
  return Buffer.concat(chunks)
}
