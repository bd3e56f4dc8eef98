import { crc32 } from 'node:zlib'

/**
 * gzip whose bytes are the same on every machine and with every release of Node, which those of zlib are not: what
 * was recorded of an archive is of these bytes. Compresses with the fixed codes of RFC 1951, section 3.2.6.
 */
export const fixedGzip = (content: Uint8Array, fields: GzipFields = {}): Buffer => {
  const trailer = Buffer.alloc(8)
  trailer.writeUInt32LE(crc32(content), 0)
  trailer.writeUInt32LE(content.length % 2 ** 32, 4)
  return Buffer.concat([gzipHeader(fields), deflate(content), trailer])
}

/** RFC 1952, section 2.3. */
export type GzipFields = {
  readonly extra?: Uint8Array
  readonly fileName?: string
  readonly comment?: string
  readonly timeSeconds?: number
  /** 255 is unknown, which Go writes; 3 is Unix. */
  readonly system?: number
}

const gzipHeader = ({ extra, fileName, comment, timeSeconds = 0, system = 255 }: GzipFields) => {
  const flags =
    (extra ? 4 : 0) + (fileName === undefined ? 0 : 8) + (comment === undefined ? 0 : 16)
  const header = Buffer.from([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, system])
  header.writeUInt32LE(timeSeconds, 4)
  const parts: Uint8Array[] = [header]
  if (extra) parts.push(Buffer.from([extra.length & 0xff, extra.length >> 8]), extra)
  for (const text of [fileName, comment]) {
    if (text !== undefined) parts.push(Buffer.from(`${text}\0`, 'latin1'))
  }
  return Buffer.concat(parts)
}

const shortest = 3
const longest = 258
const window = 32_768

/** One last block of fixed codes; repetitions are found by the last place of their first three bytes. */
const deflate = (content: Uint8Array): Buffer => {
  const bits = createBits()
  const lastSeen = new Map<number, number>()
  bits.put(0b011, 3)
  for (let at = 0; at < content.length;) {
    const key = ((content[at] ?? 0) << 16) | ((content[at + 1] ?? 0) << 8) | (content[at + 2] ?? 0)
    const seen = lastSeen.get(key)
    lastSeen.set(key, at)
    const length = seen === undefined || at - seen > window ? 0 : sameBytes(content, seen, at)
    if (seen === undefined || length < shortest) {
      putSymbol(bits, content[at] ?? 0)
      at += 1
    } else {
      putRepetition(bits, length, at - seen)
      at += length
    }
  }
  putSymbol(bits, 256)
  return bits.bytes()
}

const sameBytes = (content: Uint8Array, from: number, at: number): number => {
  const limit = Math.min(longest, content.length - at)
  let length = 0
  while (length < limit && content[from + length] === content[at + length]) length += 1
  return length
}

type Bits = ReturnType<typeof createBits>

const createBits = () => {
  const bytes: number[] = []
  let held = 0
  let count = 0
  return {
    /** The lowest bit first. */
    put: (value: number, width: number) => {
      held |= value << count
      count += width
      for (; count >= 8; count -= 8) {
        bytes.push(held & 0xff)
        held >>>= 8
      }
    },
    bytes: () => Buffer.from(count > 0 ? [...bytes, held & 0xff] : bytes),
  }
}

/** Codes go with their highest bit first. */
const putCode = (bits: Bits, code: number, width: number) => {
  for (let at = width - 1; at >= 0; at -= 1) bits.put((code >> at) & 1, 1)
}

const putSymbol = (bits: Bits, symbol: number) => {
  if (symbol < 144) putCode(bits, 0x30 + symbol, 8)
  else if (symbol < 256) putCode(bits, 0x190 + symbol - 144, 9)
  else if (symbol < 280) putCode(bits, symbol - 256, 7)
  else putCode(bits, 0xc0 + symbol - 280, 8)
}

/** The first value of each code, and the extra bits that tell the others: RFC 1951, section 3.2.5. */
const lengthBases = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
  163, 195, 227, 258,
]
const distanceBases = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
  3073, 4097, 6145, 8193, 12_289, 16_385, 24_577,
]

const putRepetition = (bits: Bits, length: number, distance: number) => {
  const lengthCode = lengthBases.findLastIndex(base => base <= length)
  putSymbol(bits, 257 + lengthCode)
  const lengthBits = lengthCode < 8 || lengthCode === 28 ? 0 : (lengthCode >> 2) - 1
  bits.put(length - (lengthBases[lengthCode] ?? 0), lengthBits)
  const distanceCode = distanceBases.findLastIndex(base => base <= distance)
  putCode(bits, distanceCode, 5)
  const distanceBits = distanceCode < 4 ? 0 : (distanceCode >> 1) - 1
  bits.put(distance - (distanceBases[distanceCode] ?? 0), distanceBits)
}
