import { invalid } from '../chart-error.ts'
import { parseNumeric, parseOctal } from './tar-number.ts'

export const blockBytes = 512

/** One header, with nothing merged from extended headers. */
export type TarHeader = {
  readonly format: 'v7' | 'ustar' | 'star' | 'gnu'
  readonly type: string
  readonly name: string
  readonly linkName: string
  readonly sizeBytes: number
  readonly mode: number
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** A NUL-terminated string; bytes that are no UTF-8 become U+FFFD. */
export const headerText = (field: Uint8Array): string => {
  const end = field.indexOf(0)
  return decoder.decode(end === -1 ? field : field.subarray(0, end))
}

/** Reads a header block exactly as Go's archive/tar does (reader.go readHeader), and refuses what it refuses. */
export const parseTarHeader = (block: Uint8Array): TarHeader => {
  checkSum(block)
  const format = formatOf(block)
  const header = {
    format,
    type: String.fromCharCode(block[156] ?? 0),
    name: headerText(block.subarray(0, 100)),
    linkName: headerText(block.subarray(157, 257)),
    sizeBytes: parseNumeric(block.subarray(124, 136)),
    mode: parseNumeric(block.subarray(100, 108)),
  }
  parseNumeric(block.subarray(108, 116))
  parseNumeric(block.subarray(116, 124))
  parseNumeric(block.subarray(136, 148))
  if (format === 'v7') return header
  parseNumeric(block.subarray(329, 337))
  parseNumeric(block.subarray(337, 345))
  const prefix = prefixOf(block, format)
  return prefix === '' ? header : { ...header, name: `${prefix}/${header.name}` }
}

const text = (block: Uint8Array, start: number, end: number) =>
  Buffer.from(block.subarray(start, end)).toString('latin1')

const formatOf = (block: Uint8Array): TarHeader['format'] => {
  const magic = text(block, 257, 263)
  if (magic === 'ustar\0') return text(block, 508, 512) === 'tar\0' ? 'star' : 'ustar'
  return magic === 'ustar ' && text(block, 263, 265) === ' \0' ? 'gnu' : 'v7'
}

/** Old writers summed signed bytes: both sums are accepted. */
const checkSum = (block: Uint8Array): void => {
  const promised = parseOctal(block.subarray(148, 156))
  let unsigned = 0
  let signed = 0
  block.forEach((byte, index) => {
    const value = index >= 148 && index < 156 ? 0x20 : byte
    unsigned += value
    signed += value > 127 ? value - 256 : value
  })
  if (promised !== unsigned && promised !== signed) throw invalid('archive-damaged')
}

const prefixOf = (block: Uint8Array, format: TarHeader['format']): string => {
  if (format === 'ustar') return headerText(block.subarray(345, 500))
  if (format === 'gnu') return gnuPrefix(block)
  parseNumeric(block.subarray(476, 488))
  parseNumeric(block.subarray(488, 500))
  return headerText(block.subarray(345, 476))
}

/** GNU has access times where ustar has the prefix; Go before 1.8 wrote a prefix there all the same. */
const gnuPrefix = (block: Uint8Array): string => {
  try {
    if (block[345] !== 0) parseNumeric(block.subarray(345, 357))
    if (block[357] !== 0) parseNumeric(block.subarray(357, 369))
    return ''
  } catch {
    const prefix = headerText(block.subarray(345, 500))
    return /^[\x01-\x7f]*$/.test(prefix) ? prefix : ''
  }
}
