import { createHash } from 'node:crypto'
import { type Digest, digestAlgorithm } from '../../../../shared/model/digest.ts'

export type HashStream = {
  update(bytes: Uint8Array): Promise<void> | void
  digest(): Promise<Digest> | Digest
  close(): void
}

export const createHashStream = (expected: Digest): HashStream => {
  const algorithm = digestAlgorithm(expected)
  const hash = createHash(algorithm)
  return {
    update: bytes => {
      hash.update(bytes)
    },
    digest: () => `${algorithm}:${hash.digest('hex')}` as Digest,
    close: () => undefined,
  }
}
