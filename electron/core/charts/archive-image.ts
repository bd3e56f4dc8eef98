import type { ArchiveImage } from '../../../shared/ipc/schemas/charts.ts'
import { isCalmSvg } from './calm-svg.ts'
import { readImageHeader } from './image-header.ts'

const longestBytes = 1024 * 1024
/** A few hundred bytes can unpack to gigabytes of pixels. */
const longestSidePx = 4096
const mostPixels = 8 * 1024 * 1024

/** A file of an archive as the image it is, or why it is not shown. */
export const archiveImage = (bytes: Uint8Array): ArchiveImage => {
  if (bytes.byteLength > longestBytes) return { kind: 'refused', because: 'too-large' }
  const header = readImageHeader(bytes)
  if (header) {
    const { mediaType, width, height } = header
    const fits = width <= longestSidePx && height <= longestSidePx && width * height <= mostPixels
    return fits
      ? { kind: 'image', mediaType, base64: base64(bytes) }
      : { kind: 'refused', because: 'too-large' }
  }
  return isCalmSvg(bytes)
    ? { kind: 'image', mediaType: 'image/svg+xml', base64: base64(bytes) }
    : { kind: 'refused', because: 'not-shown' }
}

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
