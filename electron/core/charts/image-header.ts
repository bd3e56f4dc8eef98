/** Width and height that an image's own header tells, in pixels. */
export type ImageHeader = {
  readonly mediaType: 'image/png' | 'image/gif' | 'image/jpeg' | 'image/webp'
  readonly width: number
  readonly height: number
}

/** The kinds that every browser draws, by their first bytes; a name says nothing. */
export const readImageHeader = (bytes: Uint8Array): ImageHeader | undefined => {
  const image = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  // The longest header that is read without looking, a VP8X chunk, ends before.
  if (image.length < 30) return undefined
  return readPng(image) ?? readGif(image) ?? readWebp(image) ?? readJpeg(image)
}

/** https://www.w3.org/TR/png-3/#11IHDR */
const readPng = (image: Buffer): ImageHeader | undefined =>
  image.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n' &&
  image.toString('latin1', 12, 16) === 'IHDR'
    ? { mediaType: 'image/png', width: image.readUInt32BE(16), height: image.readUInt32BE(20) }
    : undefined

/** https://www.w3.org/Graphics/GIF/spec-gif89a.txt, 18 */
const readGif = (image: Buffer): ImageHeader | undefined =>
  /^GIF8[79]a$/.test(image.toString('latin1', 0, 6))
    ? { mediaType: 'image/gif', width: image.readUInt16LE(6), height: image.readUInt16LE(8) }
    : undefined

/** https://developers.google.com/speed/webp/docs/riff_container */
const readWebp = (image: Buffer): ImageHeader | undefined => {
  if (image.toString('latin1', 0, 4) !== 'RIFF') return undefined
  if (image.toString('latin1', 8, 12) !== 'WEBP') return undefined
  const mediaType = 'image/webp'
  switch (image.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return {
        mediaType,
        width: image.readUInt16LE(26) & 0x3fff,
        height: image.readUInt16LE(28) & 0x3fff,
      }
    case 'VP8L': {
      const bits = image.readUInt32LE(21)
      return { mediaType, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8X':
      return { mediaType, width: image.readUIntLE(24, 3) + 1, height: image.readUIntLE(27, 3) + 1 }
    default:
      return undefined
  }
}

/** Segments are walked up to the first frame header (ITU T.81, B.2.2). */
const readJpeg = (image: Buffer): ImageHeader | undefined => {
  if (image.readUInt16BE(0) !== 0xffd8) return undefined
  for (let at = 2; at + 9 <= image.length;) {
    if (image[at] !== 0xff) return undefined
    const marker = image[at + 1] ?? 0
    if (isFrame(marker)) {
      const height = image.readUInt16BE(at + 5)
      return { mediaType: 'image/jpeg', width: image.readUInt16BE(at + 7), height }
    }
    // A filled byte is skipped; every other segment says how long it is.
    at += marker === 0xff ? 1 : 2 + Math.max(2, image.readUInt16BE(at + 2))
  }
  return undefined
}

const isFrame = (marker: number) =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
