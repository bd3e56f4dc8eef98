import { createHash } from 'node:crypto'
import { type Digest, digestAlgorithm } from '../../../../shared/model/digest.ts'
import type { BlobSink, Transferred } from '../base/content.ts'

export type BlobReceiver = {
  /** Bytes taken so far. */
  readonly receivedBytes: number
  /** Hashes a chunk while the sink writes it. The chunk must stay as it is until the promise settles. */
  add(chunk: Uint8Array): Promise<void>
  /** The digest of everything. */
  finish(): Digest
  /** Forgets everything. Only with a sink that can. */
  restart(): Promise<void>
}

export const createBlobReceiver = (
  expected: Digest,
  sink: BlobSink,
  onBytes: Transferred | undefined,
): BlobReceiver => {
  const algorithm = digestAlgorithm(expected)
  let hash = createHash(algorithm)
  let receivedBytes = 0

  return {
    get receivedBytes() {
      return receivedBytes
    },
    add: async chunk => {
      receivedBytes += chunk.byteLength
      const written = sink([chunk])
      hash.update(chunk)
      await written
      onBytes?.(receivedBytes)
    },
    finish: () => `${algorithm}:${hash.digest('hex')}` as Digest,
    restart: async () => {
      await sink.restart?.()
      hash = createHash(algorithm)
      receivedBytes = 0
      onBytes?.(0)
    },
  }
}
