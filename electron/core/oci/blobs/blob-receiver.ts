import type { Digest } from '../../../../shared/model/digest.ts'
import type { BlobSink, Transferred } from '../types.ts'
import { createHashStream, isHashedInThread } from './hash-stream.ts'

export type BlobReceiver = {
  /** Bytes taken so far. */
  readonly receivedBytes: number
  /** Undefined while a batch fills; a promise when a batch has to be written and hashed first. */
  add(chunk: Uint8Array): Promise<void> | undefined
  /** Hands over what is left and tells the digest of everything. */
  finish(): Promise<Digest>
  /** Forgets everything. Only with a sink that can. */
  restart(): Promise<void>
  close(): void
}

type Batch = { readonly memory: Uint8Array; filled: number; done: Promise<void> }

const batchBytes = 1024 * 1024
const batchCount = 4

/**
 * Collects chunks into batches of 1 MiB. Full ones are hashed and handed to the sink while the next ones fill, so
 * that network, hash and disk work at the same time; four batches are all the memory.
 */
export const createBlobReceiver = (
  expected: Digest,
  sizeBytes: number,
  sink: BlobSink,
  onBytes: Transferred | undefined,
): BlobReceiver => {
  const capacity = Math.min(batchBytes, Math.max(sizeBytes, 1))
  const batches = Array.from({ length: sizeBytes > capacity ? batchCount : 1 }, () =>
    createBatch(capacity, isHashedInThread(sizeBytes)),
  )
  let hash = createHashStream(expected, sizeBytes)
  let current = batches[0] ?? createBatch(capacity, false)
  let turn = 0
  let receivedBytes = 0
  let written: Promise<void> = Promise.resolve()

  const handOver = async (bytes: Uint8Array, total: number) => {
    const hashed = hash.update(bytes)
    written = written.then(() => sink([bytes]))
    await Promise.all([hashed, written])
    onBytes?.(total)
  }

  const flush = async () => {
    const bytes = current.memory.subarray(0, current.filled)
    current.done = handOver(bytes, receivedBytes)
    // Told by whoever waits for this batch next.
    current.done.catch(() => undefined)
    turn = (turn + 1) % batches.length
    current = batches[turn] ?? current
    await current.done
    current.filled = 0
  }

  const settled = () => Promise.all(batches.map(batch => batch.done))

  const copy = (part: Uint8Array) => {
    current.memory.set(part, current.filled)
    current.filled += part.byteLength
    receivedBytes += part.byteLength
  }

  const addInParts = async (chunk: Uint8Array) => {
    for (let at = 0; at < chunk.byteLength;) {
      if (current.filled === capacity) await flush()
      const part = chunk.subarray(at, at + capacity - current.filled)
      copy(part)
      at += part.byteLength
    }
    release(chunk)
  }

  return {
    get receivedBytes() {
      return receivedBytes
    },
    add: chunk => {
      if (current.filled + chunk.byteLength > capacity) return addInParts(chunk)
      copy(chunk)
      release(chunk)
      return undefined
    },
    finish: async () => {
      if (current.filled > 0) await flush()
      await settled()
      return hash.digest()
    },
    restart: async () => {
      await settled().catch(() => undefined)
      await sink.restart?.()
      hash.close()
      hash = createHashStream(expected, sizeBytes)
      current.filled = 0
      receivedBytes = 0
      onBytes?.(0)
    },
    close: () => hash.close(),
  }
}

/**
 * Frees the memory of a received chunk at once; the garbage collector lets tens of MiB of them pile up. Only where
 * the chunk is all of its memory: then nobody else can be looking at it.
 */
const release = ({ buffer, byteLength }: Uint8Array): void => {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0)
}

const createBatch = (capacity: number, isShared: boolean): Batch => ({
  memory: isShared
    ? new Uint8Array(new SharedArrayBuffer(capacity))
    : Buffer.allocUnsafeSlow(capacity),
  filled: 0,
  done: Promise.resolve(),
})
