import { describe, expect, it } from 'vitest'
import { archiveImage } from '../../../electron/core/charts/archive-image.ts'
import { readImageHeader } from '../../../electron/core/charts/image-header.ts'

const padded = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(64)])

const png = (width: number, height: number) => {
  const image = padded(Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 'latin1'))
  image.writeUInt32BE(width, 16)
  image.writeUInt32BE(height, 20)
  return image
}

const gif = (width: number, height: number) => {
  const image = padded(Buffer.from('GIF89a'))
  image.writeUInt16LE(width, 6)
  image.writeUInt16LE(height, 8)
  return image
}

/** A comment first, as cameras write them; then a filled byte, then the frame. */
const jpeg = (width: number, height: number) =>
  padded(
    Buffer.concat([
      Buffer.from([0xff, 0xd8, 0xff, 0xfe, 0, 6, 1, 2, 3, 4, 0xff, 0xff, 0xc2, 0, 17, 8]),
      Buffer.from([height >> 8, height & 0xff, width >> 8, width & 0xff]),
    ]),
  )

const webp = (kind: string, write: (image: Buffer) => void) => {
  const image = padded(Buffer.from(`RIFF    WEBP${kind}`))
  write(image)
  return image
}

const svg = (content: string, before = '') =>
  Buffer.from(`${before}<svg xmlns="http://www.w3.org/2000/svg">${content}</svg>`)

describe('what an image says of its size', () => {
  it.each([
    ['png', png(300, 200), 'image/png'],
    ['gif', gif(300, 200), 'image/gif'],
    ['jpeg', jpeg(300, 200), 'image/jpeg'],
    [
      'lossy webp',
      webp('VP8 ', image => {
        image.writeUInt16LE(300, 26)
        image.writeUInt16LE(200, 28)
      }),
      'image/webp',
    ],
    ['lossless webp', webp('VP8L', i => i.writeUInt32LE(299 | (199 << 14), 21)), 'image/webp'],
    [
      'extended webp',
      webp('VP8X', image => {
        image.writeUIntLE(299, 24, 3)
        image.writeUIntLE(199, 27, 3)
      }),
      'image/webp',
    ],
  ])('is read from a %s', (_, bytes, mediaType) => {
    expect(readImageHeader(bytes)).toEqual({ mediaType, width: 300, height: 200 })
  })

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['a beginning alone', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
    ['a JPEG without a frame', Buffer.alloc(100_000, Buffer.from([0xff, 0xd8]))],
    [
      'filled bytes without an end',
      Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(9e5, 255)]),
    ],
    ['text', Buffer.from('a text of some length that is no image')],
  ])('is not found in %s', (_, bytes) => {
    expect(readImageHeader(bytes)).toBeUndefined()
  })
})

describe('which files of an archive are drawn', () => {
  const because = (bytes: Buffer) => {
    const image = archiveImage(bytes)
    return image.kind === 'refused' ? image.because : image.mediaType
  }

  it('images of an ordinary size, as they are', () => {
    const bytes = png(1280, 720)
    expect(archiveImage(bytes)).toEqual({
      kind: 'image',
      mediaType: 'image/png',
      base64: bytes.toString('base64'),
    })
  })

  it.each([
    ['wide', png(30_000, 10)],
    ['high', gif(10, 30_000)],
    ['large', png(4096, 4096)],
    ['heavy', Buffer.concat([png(10, 10), Buffer.alloc(1024 * 1024)])],
  ])('none that is too %s', (_, bytes) => {
    expect(because(bytes)).toBe('too-large')
  })

  it.each([
    [
      'as tools export it',
      svg(
        '<path d="M0 0h9"/>',
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE svg PUBLIC "a" "b">\n',
      ),
    ],
    ['with a few uses', svg('<g id="a"/>' + '<use href="#a"/>'.repeat(8))],
    [
      'with its namespace under a prefix',
      Buffer.from('<s:svg xmlns:s="http://www.w3.org/2000/svg"/>'),
    ],
  ])('an SVG %s', (_, bytes) => {
    expect(because(bytes)).toBe('image/svg+xml')
  })

  it.each([
    ['a filter', svg('<filter id="a"><feTurbulence numOctaves="9999"/></filter>')],
    ['a filter under a prefix', svg('<x:filter xmlns:x="http://www.w3.org/2000/svg"/>')],
    ['a filter of a style', svg('<g style="filter: blur(999px)"/>')],
    ['nested uses', svg('<use href="#a"/>'.repeat(9))],
    ['entities', svg('&b;', '<!DOCTYPE svg [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>')],
    ['a page of its own', svg('<foreignObject/>')],
    ['a picture of its own', svg('<image href="data:,"/>')],
    ['something that moves', svg('<animateTransform/>')],
    ['something that moves by a style', svg('<style>@keyframes a {}</style>')],
    ['too many shapes', svg('<g/>'.repeat(5001))],
    ['too much text', svg(' '.repeat(256 * 1024))],
    ['another encoding', svg('', '<?xml version="1.0" encoding="UTF-7"?>')],
    ['UTF-16', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>', 'utf16le')],
    ['another root', Buffer.from('<html><svg xmlns="http://www.w3.org/2000/svg"/></html>')],
  ])('no SVG with %s', (_, bytes) => {
    expect(because(bytes)).toBe('not-shown')
  })
})
