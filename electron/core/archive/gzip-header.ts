import { invalid } from './chart-error.ts'
import type { ByteSource } from './byte-source.ts'

const flag = { headerCrc: 2, extra: 4, name: 8, comment: 16 } as const
/** RFC 1952 sets no limit for name and comment; nobody needs more than this. */
const maxHeaderBytes = 128 * 1024

/** The length of the gzip header at `offset` (RFC 1952 section 2.3). */
export const gzipHeaderBytes = async (source: ByteSource, offset: number): Promise<number> => {
  const header = await source.read(offset, maxHeaderBytes)
  if (header.length < 10) throw invalid('archive-truncated')
  if (header[0] !== 0x1f || header[1] !== 0x8b || header[2] !== 8) {
    throw invalid('archive-compression-damaged')
  }
  const flags = header[3] ?? 0
  let at = 10
  if (flags & flag.extra) at += 2 + (header[at] ?? 0) + (header[at + 1] ?? 0) * 256
  if (flags & flag.name) at = endOfText(header, at)
  if (flags & flag.comment) at = endOfText(header, at)
  if (flags & flag.headerCrc) at += 2
  if (at > header.length) throw invalid('archive-truncated')
  return at
}

const endOfText = (header: Uint8Array, at: number): number => {
  const end = header.indexOf(0, at)
  if (end === -1) throw invalid('archive-truncated')
  return end + 1
}
