import type { Digest } from '../../../../shared/model/digest.ts'
import type { BlobSink, Transferred } from '../types.ts'
import { createHashStream, type HashStream } from './hash-stream.ts'

export type BlobReceiver = {
  /** Bytes taken so far. */
  readonly receivedBytes: number
  /** Resolves at once while a batch fills, else when the one before is written and hashed. */
  add(chunk: Uint8Array): Promise<void> | undefined
  /** Hands over what is left and tells the digest of everything. */
  finish(): Promise<Digest>
  /** Forgets everything. Only with a sink that can. */
  restart(): Promise<void>
  close(): void
}

const batchBytes = 1024 * 1024

/**
 * Collects chunks into batches of 1 MiB. A full batch is hashed and handed to the sink while the next one fills,
 * so that network, hash and disk work at the same time and two buffers are all the memory.
 */
export const createBlobReceiver = (
  expected: Digest,
  sizeBytes: number,
  sink: BlobSink,
  onBytes: Transferred | undefined,
): BlobReceiver => {
  const capacity = Math.min(batchBytes, Math.max(sizeBytes, 1))
  let filling = Buffer.allocUnsafeSlow(capacity)
  let resting = sizeBytes > capacity ? Buffer.allocUnsafeSlow(capacity) : filling
  let filled = 0
  let receivedBytes = 0
  let hash: HashStream = createHashStream(expected)
  let inFlight: Promise<void> = Promise.resolve()

  const handOver = async (batch: Uint8Array, total: number) => {
    const hashed = hash.update(batch)
    await Promise.all([hashed, sink([batch])])
    onBytes?.(total)
  }

  const flush = async () => {
    await inFlight
    const batch = filling.subarray(0, filled)
    ;[filling, resting] = [resting, filling]
    filled = 0
    inFlight = handOver(batch, receivedBytes)
    // Told by whoever awaits it next.
    inFlight.catch(() => undefined)
  }

  const addRest = async (chunk: Uint8Array, from: number) => {
    let at = from
    while (at < chunk.byteLength) {
      if (filled === capacity) await flush()
      const part = chunk.subarray(at, at + capacity - filled)
      filling.set(part, filled)
      filled += part.byteLength
      receivedBytes += part.byteLength
      at += part.byteLength
    }
  }

  return {
    get receivedBytes() {
      return receivedBytes
    },
    add: chunk => {
      if (filled + chunk.byteLength > capacity) return addRest(chunk, 0)
      filling.set(chunk, filled)
      filled += chunk.byteLength
      receivedBytes += chunk.byteLength
      return undefined
    },
    finish: async () => {
      if (filled > 0) await flush()
      await inFlight
      return hash.digest()
    },
    restart: async () => {
      await inFlight.catch(() => undefined)
      await sink.restart?.()
      hash.close()
      hash = createHashStream(expected)
      filled = 0
      receivedBytes = 0
      onBytes?.(0)
    },
    close: () => hash.close(),
  }
}
