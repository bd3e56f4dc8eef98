import { AppError } from '../../../../shared/errors.ts'
import { repositoryParams, type RepositoryContext } from '../exchange/repository-context.ts'
import type { BlobSource } from '../base/content.ts'

export type SourceReader = {
  /**
   * These bytes of the source. Opens it again where they are not the next ones. The last bytes come only after the
   * source has ended well, so that no request is whole whose content is not. Throws `source-changed`, and what the
   * source throws.
   */
  take(offset: number, lengthBytes: number): AsyncGenerator<Uint8Array>
  /** What the source threw, or how it changed: no failure of the registry that it is sent to. */
  failure(): Error | undefined
  close(): Promise<void>
}

type Reading = { readonly chunks: AsyncIterator<Uint8Array>; position: number; rest: Uint8Array }

const nothing = new Uint8Array()
/** The last bytes are held back until the source has ended well; the rest of the chunk is sent meanwhile. */
const heldBackBytes = 64 * 1024

/** Reads a source piece by piece without holding more than one of its own chunks. */
export const createSourceReader = (
  context: RepositoryContext,
  source: BlobSource,
  sizeBytes: number,
): SourceReader => {
  let current: Reading | undefined
  let failure: Error | undefined

  const fail = (error: unknown): Error => {
    failure ??= error instanceof Error ? error : new Error('source', { cause: error })
    return failure
  }
  const changed = (received: number) =>
    fail(
      new AppError('integrity', 'source-changed', repositoryParams(context), {
        details: { promisedSizeBytes: sizeBytes, receivedSizeBytes: received },
      }),
    )
  const nextChunk = async ({ chunks }: Reading) => {
    try {
      return await chunks.next()
    } catch (error) {
      throw fail(error)
    }
  }
  const close = async () => {
    const reading = current
    current = undefined
    await reading?.chunks.return?.()
  }
  const next = async (reading: Reading, wantedBytes: number): Promise<Uint8Array> => {
    while (reading.rest.byteLength === 0) {
      const { done, value } = await nextChunk(reading)
      if (done) throw changed(reading.position)
      reading.rest = value
    }
    const part = reading.rest.subarray(0, wantedBytes)
    reading.rest = reading.rest.subarray(part.byteLength)
    reading.position += part.byteLength
    return part
  }
  const openAt = async (offset: number): Promise<Reading> => {
    if (current?.position === offset) return current
    await close()
    const chunks = source()[Symbol.asyncIterator]()
    const reading: Reading = { chunks, position: 0, rest: nothing }
    current = reading
    while (reading.position < offset) await next(reading, offset - reading.position)
    return reading
  }
  const requireEnd = async (reading: Reading) => {
    const { done, value } =
      reading.rest.byteLength > 0 ? { done: false, value: reading.rest } : await nextChunk(reading)
    if (!done) throw changed(reading.position + value.byteLength)
  }

  return {
    take: async function* (offset, lengthBytes) {
      const reading = await openAt(offset)
      const end = offset + lengthBytes
      while (reading.position < end) {
        const part = await next(reading, end - reading.position)
        if (reading.position < sizeBytes) {
          yield part
          continue
        }
        const first = part.subarray(0, -heldBackBytes)
        if (first.byteLength > 0) yield first
        // A copy: asking for the end takes back the memory of the chunk.
        const last = Buffer.from(part.subarray(first.byteLength))
        await requireEnd(reading)
        yield last
      }
      if (sizeBytes === 0) await requireEnd(reading)
    },
    failure: () => failure,
    close,
  }
}
