import { archiveLimits } from '../archive-limits.ts'
import { invalid, tooLarge } from '../chart-error.ts'
import type { ChunkReader } from '../chunk-reader.ts'
import { type PaxFields, parsePaxRecords, paxFields } from './pax-records.ts'
import { blockBytes, headerText, parseTarHeader, type TarHeader } from './tar-header.ts'

export type TarEntry = {
  readonly name: string
  readonly linkName: string
  /** The type flag; `\0` is already `0` or `5`. */
  readonly type: string
  readonly isDirectory: boolean
  /** GNU sparse files: holes and data must be put together, which nobody needs in a chart. */
  readonly isSparse: boolean
  /** What the header says; a link says 0 or lies. */
  readonly sizeBytes: number
  /**
   * The content, or its beginning; empty for types that have none. To be read before the next entry is asked for, or
   * not at all.
   */
  read(maxBytes?: number): Promise<Uint8Array>
}

export type TarEnd = { readonly endMarker: boolean }

const headerOnlyTypes = '123456'

/**
 * Reads a tar stream as Go's archive/tar does, because helm is built on it: the same entries, names and
 * sizes out of hostile archives, or a refusal (docs/decisions: why not a library).
 */
export async function* readTar(
  bytes: ChunkReader,
  onHeader: () => void,
): AsyncGenerator<TarEntry, TarEnd> {
  let pending = noExtensions
  for (;;) {
    const block = await bytes.read(blockBytes)
    if (block.length === 0) return { endMarker: false }
    if (block.length < blockBytes) throw invalid('archive-truncated')
    if (isZero(block)) return await readEnd(bytes)
    onHeader()
    const header = parseTarHeader(block)
    if (isExtension(header.type)) {
      pending = { ...pending, ...(await readExtension(bytes, header)) }
      continue
    }
    if (header.type === 'g') {
      // A global header is read and dropped, with what was pending, as helm does.
      await readExtension(bytes, { ...header, type: 'x' })
      pending = noExtensions
      continue
    }
    const atEnd = yield* readEntry(bytes, block, header, pending)
    if (atEnd) return { endMarker: false }
    pending = noExtensions
  }
}

type Extensions = {
  readonly pax: ReadonlyMap<string, string>
  readonly longName: string
  readonly longLink: string
}

const noExtensions: Extensions = { pax: new Map(), longName: '', longLink: '' }

const isZero = (block: Uint8Array) => block.every(byte => byte === 0)

/** One block of zeros and nothing more is an end, too. */
const readEnd = async (bytes: ChunkReader): Promise<TarEnd> => {
  const second = await bytes.read(blockBytes)
  if (second.length > 0 && second.length < blockBytes) throw invalid('archive-truncated')
  if (!isZero(second)) throw invalid('archive-damaged')
  return { endMarker: true }
}

const isExtension = (type: string) => type === 'x' || type === 'L' || type === 'K'

const readExtension = async (
  bytes: ChunkReader,
  header: TarHeader,
): Promise<Partial<Extensions>> => {
  const data = await readExtendedHeader(bytes, header.sizeBytes)
  await skipPadding(bytes, header.sizeBytes)
  if (header.type === 'x') return { pax: parsePaxRecords(data) }
  return header.type === 'L' ? { longName: headerText(data) } : { longLink: headerText(data) }
}

const readExtendedHeader = async (bytes: ChunkReader, sizeBytes: number): Promise<Uint8Array> => {
  if (sizeBytes < 0) throw invalid('archive-damaged')
  if (sizeBytes > archiveLimits.extendedHeaderBytes) {
    throw tooLarge('archive-header', { limitBytes: archiveLimits.extendedHeaderBytes })
  }
  return await readExactly(bytes, sizeBytes)
}

const readExactly = async (bytes: ChunkReader, length: number): Promise<Uint8Array> => {
  const data = await bytes.read(length)
  if (data.length < length) throw invalid('archive-truncated')
  return data
}

/** Returns whether the stream ended before the padding was complete: Go takes that for the archive's end. */
const skipPadding = async (bytes: ChunkReader, sizeBytes: number): Promise<boolean> => {
  const padding = (blockBytes - (sizeBytes % blockBytes)) % blockBytes
  return (await bytes.skip(padding)) < padding
}

/** Yields the entry, then steps over what was not read. */
async function* readEntry(
  bytes: ChunkReader,
  block: Uint8Array,
  header: TarHeader,
  extensions: Extensions,
): AsyncGenerator<TarEntry, boolean> {
  if (header.sizeBytes < 0 && !headerOnlyTypes.includes(header.type)) {
    throw invalid('archive-damaged')
  }
  const merged = merge(header, paxFields(extensions.pax), extensions)
  const stored = headerOnlyTypes.includes(merged.type) ? 0 : merged.sizeBytes
  if (stored < 0) throw invalid('archive-damaged')
  if (merged.type === 'S') await skipSparseMap(bytes, block, header)
  const content = storedContent(bytes, stored)
  yield { ...merged, read: content.read }
  await content.skipRest()
  return await skipPadding(bytes, stored)
}

const merge = (header: TarHeader, pax: PaxFields, extensions: Extensions) => {
  const name = extensions.longName || pax.name || header.name
  const legacyType = name.endsWith('/') ? '5' : '0'
  const type = header.type === '\0' ? legacyType : header.type
  return {
    name,
    linkName: extensions.longLink || pax.linkName || header.linkName,
    type,
    // The mode's file type bits count, too: helm asks FileInfo().IsDir().
    isDirectory: type === '5' || (header.mode & ~0o7777) === 0o40000,
    isSparse: type === 'S' || pax.sparse,
    sizeBytes: pax.sizeBytes ?? header.sizeBytes,
  }
}

const storedContent = (bytes: ChunkReader, sizeBytes: number) => {
  let left = sizeBytes
  return {
    read: async (maxBytes = Infinity) => {
      const length = Math.min(left, maxBytes)
      left -= length
      return await readExactly(bytes, length)
    },
    skipRest: async () => {
      if ((await bytes.skip(left)) < left) throw invalid('archive-truncated')
    },
  }
}

/** Old GNU sparse files have more map blocks between header and data, announced by a flag. */
const skipSparseMap = async (bytes: ChunkReader, block: Uint8Array, header: TarHeader) => {
  if (header.format !== 'gnu') throw invalid('archive-damaged')
  let extended = (block[482] ?? 0) > 0
  for (let read = 0; extended; read += blockBytes) {
    if (read > archiveLimits.extendedHeaderBytes) {
      throw tooLarge('archive-header', { limitBytes: archiveLimits.extendedHeaderBytes })
    }
    const map = await readExactly(bytes, blockBytes)
    extended = (map[504] ?? 0) > 0
  }
}
