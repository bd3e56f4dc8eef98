import { archiveLimits } from './archive-limits.ts'
import type { ChartText } from './types.ts'

/** A text file for the eye; the bytes stay as they are. Says what had to be changed to show it. */
export const chartText = (bytes: Uint8Array): ChartText => {
  const notices: string[] = []
  const body = withoutBom(bytes)
  if (body.length < bytes.length) notices.push('bom')
  let text = decode(body, notices)
  if (text.includes('\0')) {
    notices.push('nul')
    text = text.replaceAll('\0', '\u2400')
  }
  const cut = cutLongLines(text)
  if (cut !== text) notices.push('long-line-cut')
  return { text: cut, notices, sizeBytes: bytes.length }
}

export const withoutBom = (bytes: Uint8Array): Uint8Array =>
  bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes

const utf16Of = ([first, second]: Uint8Array): string | undefined => {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined
}

const decode = (bytes: Uint8Array, notices: string[]): string => {
  const utf16 = utf16Of(bytes)
  if (utf16) {
    notices.push('bom')
    return new TextDecoder(utf16).decode(bytes)
  }
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  // A file may hold U+FFFD itself; then nothing was replaced.
  if (text.includes('\ufffd') && !Buffer.from(text).equals(bytes)) notices.push('invalid-utf8')
  return text
}

/** A file too large to be shown. */
export const unshownText = (sizeBytes: number): ChartText => ({
  text: '',
  notices: ['too-large'],
  sizeBytes,
})

/** A line of a megabyte freezes an editor. */
const cutLongLines = (text: string): string => {
  const limit = archiveLimits.shownLineChars
  return text.replace(/[^\n]+/g, line => (line.length > limit ? `${line.slice(0, limit)}…` : line))
}

/** How much of a file is looked at to tell text from binary. */
const sampleBytes = 8000

/** Bytes that are mostly no UTF-8, or NULs among such; UTF-16 with its mark is text. */
export const isBinary = (bytes: Uint8Array): boolean => {
  if (utf16Of(bytes)) return false
  const sample = bytes.subarray(0, sampleBytes)
  // As a stream: a character cut by the sample's end is no fault.
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(sample, { stream: true })
  const nuls = text.split('\0').length - 1
  const replaced = text.split('\ufffd').length - 1
  return (nuls > 0 && replaced > 0) || nuls > text.length * 0.3 || replaced > text.length * 0.1
}
