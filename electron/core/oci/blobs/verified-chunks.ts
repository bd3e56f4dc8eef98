import { createHash } from 'node:crypto'
import { type Digest, digestAlgorithm } from '../../../../shared/model/digest.ts'

/**
 * Hands chunks on and hashes them on the way; throws at their end what `wrong` says of another digest. A chunk is the
 * reader's until it asks for the next one, and stays as it is until then. It is hashed once the reader has begun to
 * write it, so that disk or network and processor work at the same time.
 */
export async function* verifiedChunks(
  chunks: AsyncIterable<Uint8Array>,
  digest: Digest,
  wrong: (received: Digest) => Error,
): AsyncGenerator<Uint8Array, undefined> {
  const algorithm = digestAlgorithm(digest)
  const hash = createHash(algorithm)
  for await (const chunk of chunks) {
    let isHashed = false
    const add = () => {
      if (!isHashed) hash.update(chunk)
      isHashed = true
    }
    const soon = setImmediate(add)
    try {
      yield chunk
    } finally {
      clearImmediate(soon)
    }
    add()
  }
  const received = `${algorithm}:${hash.digest('hex')}` as Digest
  if (received !== digest) throw wrong(received)
}
