import { crc32 } from 'node:zlib'

export type ChartFile = { readonly path: string; readonly content: Uint8Array }

const blockBytes = 512
const maxStoredBytes = 65_535

/**
 * Makes a chart archive of which every byte follows from its input: members sorted by name, one time for all, owner
 * 0, and gzip that only stores (a compressor may choose other bytes in its next version). Paths begin with the
 * chart's name, as helm wants.
 */
export const writeChartArchive = (files: readonly ChartFile[], modifiedAt: Date): Uint8Array => {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1))
  const members = sorted.flatMap(file => [
    tarHeader(file, modifiedAt),
    file.content,
    new Uint8Array(padding(file.content.length)),
  ])
  return gzipStored(Buffer.concat([...members, new Uint8Array(2 * blockBytes)]))
}

const padding = (size: number) => (blockBytes - (size % blockBytes)) % blockBytes

const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`

/** POSIX ustar: offset and text of each field that is not empty. */
const tarHeader = ({ path, content }: ChartFile, modifiedAt: Date): Uint8Array => {
  const header = Buffer.alloc(blockBytes)
  if (Buffer.byteLength(path) > 100) throw new Error(`${path} is too long for a ustar name`)
  const fields: readonly (readonly [number, string])[] = [
    [0, path],
    [100, octal(0o644, 8)],
    [108, octal(0, 8)],
    [116, octal(0, 8)],
    [124, octal(content.length, 12)],
    [136, octal(Math.floor(modifiedAt.getTime() / 1000), 12)],
    [148, ' '.repeat(8)],
    [156, '0'],
    [257, 'ustar\u000000'],
  ]
  for (const [offset, text] of fields) header.write(text, offset)
  const sum = header.reduce((total, byte) => total + byte, 0)
  // The checksum counts its own field as blanks, and ends in a NUL and a blank.
  header.write(`${octal(sum, 7)} `, 148)
  return header
}

// RFC 1952: deflate, no flags, no time, no extra flags, unknown system.
const gzipHeader = Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255)

/** RFC 1951, 3.2.4: blocks that are not compressed. */
const gzipStored = (bytes: Uint8Array): Uint8Array => {
  const blocks: Uint8Array[] = []
  for (let start = 0; start < bytes.length; start += maxStoredBytes) {
    const block = bytes.subarray(start, start + maxStoredBytes)
    const isLast = start + maxStoredBytes >= bytes.length
    blocks.push(storedHeader(block.length, isLast), block)
  }
  const trailer = Buffer.alloc(8)
  trailer.writeUInt32LE(crc32(bytes), 0)
  trailer.writeUInt32LE(bytes.length, 4)
  return Buffer.concat([gzipHeader, ...blocks, trailer])
}

const storedHeader = (length: number, isLast: boolean): Uint8Array => {
  const header = Buffer.alloc(5)
  header.writeUInt8(isLast ? 1 : 0, 0)
  header.writeUInt16LE(length, 1)
  header.writeUInt16LE(length ^ 0xffff, 3)
  return header
}
