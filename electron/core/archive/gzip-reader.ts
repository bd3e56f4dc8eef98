import { once } from 'node:events'
import { crc32, createInflateRaw, type InflateRaw } from 'node:zlib'
import type { ArchiveBudget } from './archive-budget.ts'
import type { ByteSource } from './byte-source.ts'
import { invalid } from './chart-error.ts'
import { gzipHeaderBytes } from './gzip-header.ts'

const chunkBytes = 64 * 1024
const trailerBytes = 8

export type GzipEnd = { readonly trailingBytes: number }

/**
 * Inflates a gzip file chunk by chunk. Members are joined, as Go does; each one's CRC and length are checked.
 * Returns how many bytes follow the last member that are neither a member nor zeros. The container is read
 * here and not by node:zlib, which ignores or refuses such bytes depending on where a chunk happens to end.
 */
export async function* inflateGzip(
  source: ByteSource,
  budget: ArchiveBudget,
): AsyncGenerator<Uint8Array, GzipEnd> {
  let offset = 0
  do {
    offset = yield* inflateMember(source, offset, budget)
  } while (await isMember(source, offset))
  return { trailingBytes: await countTrailing(source, offset) }
}

async function* inflateMember(
  source: ByteSource,
  memberStart: number,
  budget: ArchiveBudget,
): AsyncGenerator<Uint8Array, number> {
  const start = memberStart + (await gzipHeaderBytes(source, memberStart))
  const inflate = createInflateRaw({ chunkSize: chunkBytes })
  const feeding = feed(source, start, inflate)
  let crc = 0
  let length = 0
  try {
    for await (const chunk of inflate as AsyncIterable<Buffer>) {
      budget.inflated(chunk.length)
      crc = crc32(chunk, crc)
      length += chunk.length
      yield chunk
    }
  } catch (error) {
    throw translate(error)
  } finally {
    inflate.destroy()
    await feeding
  }
  const end = start + inflate.bytesWritten
  await checkTrailer(source, end, crc, length)
  return end + trailerBytes
}

/** Ends quietly when the reader leaves: an early end is no error of the archive. */
const feed = async (source: ByteSource, start: number, inflate: InflateRaw): Promise<void> => {
  const closed = new AbortController()
  inflate.once('close', () => closed.abort())
  try {
    for (let offset = start; !closed.signal.aborted;) {
      const chunk = await source.read(offset, chunkBytes)
      if (chunk.length === 0 || closed.signal.aborted) break
      offset += chunk.length
      if (!inflate.write(chunk)) await once(inflate, 'drain', { signal: closed.signal })
    }
    if (!closed.signal.aborted) inflate.end()
  } catch (error) {
    if (!closed.signal.aborted) inflate.destroy(error instanceof Error ? error : undefined)
  }
}

const translate = (error: unknown): unknown => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'Z_BUF_ERROR') return invalid('archive-truncated')
  if (typeof code === 'string' && code.startsWith('Z_')) {
    return invalid('archive-compression-damaged')
  }
  return error
}

const checkTrailer = async (source: ByteSource, at: number, crc: number, length: number) => {
  const trailer = Buffer.from(await source.read(at, trailerBytes))
  if (trailer.length < trailerBytes) throw invalid('archive-truncated')
  if (trailer.readUInt32LE(0) !== crc || trailer.readUInt32LE(4) !== length % 2 ** 32) {
    throw invalid('archive-checksum')
  }
}

const isMember = async (source: ByteSource, offset: number): Promise<boolean> => {
  const [first, second] = await source.read(offset, 2)
  return first === 0x1f && second === 0x8b
}

/** Zeros are padding, as gzip itself says. */
const countTrailing = async (source: ByteSource, start: number): Promise<number> => {
  for (let offset = start; offset < source.sizeBytes; offset += chunkBytes) {
    const chunk = await source.read(offset, chunkBytes)
    if (chunk.some(byte => byte !== 0)) return source.sizeBytes - start
  }
  return 0
}
