import { createHash } from 'node:crypto'
import { type Digest, digestAlgorithm } from '../../../../shared/model/digest.ts'
import { createThreadedHashStream } from './threaded-hash-stream.ts'

export type HashStream = {
  /** The bytes must stay as they are until the promise settles. */
  update(bytes: Uint8Array): Promise<void> | void
  digest(): Promise<Digest> | Digest
  close(): void
}

/** Below this a thread takes longer to start than the whole hash. */
const threadedFromBytes = 16 * 1024 * 1024

/** Whether a blob is hashed in a thread, which needs shared memory. */
export const isHashedInThread = (sizeBytes: number): boolean => sizeBytes >= threadedFromBytes

/** Hashes by the algorithm of the expected digest. Large blobs in a thread: hashing costs more than receiving. */
export const createHashStream = (expected: Digest, sizeBytes: number): HashStream => {
  const algorithm = digestAlgorithm(expected)
  if (isHashedInThread(sizeBytes)) return createThreadedHashStream(algorithm)
  const hash = createHash(algorithm)
  return {
    update: bytes => {
      hash.update(bytes)
    },
    digest: () => `${algorithm}:${hash.digest('hex')}` as Digest,
    close: () => undefined,
  }
}
