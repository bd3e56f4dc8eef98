import { AppError } from '../../../../shared/errors.ts'
import { repositoryParams, type RepositoryContext } from '../exchange/repository-context.ts'
import type { BlobSource } from '../base/content.ts'

export type SourceReader = {
  /** These bytes of the source. Opens it again where they are not the next ones. Throws `source-changed`. */
  take(offset: number, lengthBytes: number): AsyncGenerator<Uint8Array>
  close(): Promise<void>
}

type Reading = { readonly chunks: AsyncIterator<Uint8Array>; position: number; rest: Uint8Array }

const nothing = new Uint8Array()

/** Reads a source piece by piece without holding more than one of its own chunks. */
export const createSourceReader = (
  context: RepositoryContext,
  source: BlobSource,
  sizeBytes: number,
): SourceReader => {
  let current: Reading | undefined

  const changed = (received: number) =>
    new AppError('integrity', 'source-changed', repositoryParams(context), {
      details: { promisedSizeBytes: sizeBytes, receivedSizeBytes: received },
    })
  const close = async () => {
    const reading = current
    current = undefined
    await reading?.chunks.return?.()
  }
  const next = async (reading: Reading, wantedBytes: number): Promise<Uint8Array> => {
    while (reading.rest.byteLength === 0) {
      const { done, value } = await reading.chunks.next()
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
      reading.rest.byteLength > 0
        ? { done: false, value: reading.rest }
        : await reading.chunks.next()
    if (!done) throw changed(reading.position + value.byteLength)
  }

  return {
    take: async function* (offset, lengthBytes) {
      const reading = await openAt(offset)
      const end = offset + lengthBytes
      while (reading.position < end) yield await next(reading, end - reading.position)
      if (end === sizeBytes) await requireEnd(reading)
    },
    close,
  }
}
