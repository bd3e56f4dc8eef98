export type ByteRange = { readonly start: number; readonly end: number }

/**
 * Reads `Range` (RFC 9110, 14.1): one range of bytes, both ends included. `whole` where there is none, or a form
 * that a server may ignore (other units, several ranges); `unsatisfiable` where it lies outside.
 */
export const parseRange = (
  header: string | undefined,
  sizeBytes: number,
): ByteRange | 'whole' | 'unsatisfiable' => {
  const match = /^bytes=(\d{0,16})-(\d{0,16})$/.exec(header?.trim() ?? '')
  const [, first = '', last = ''] = match ?? []
  if (!match || (first === '' && last === '')) return 'whole'
  if (first === '') return suffix(Number(last), sizeBytes)
  const start = Number(first)
  const end = last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1)
  if (start >= sizeBytes || start > end) return 'unsatisfiable'
  return { start, end }
}

const suffix = (length: number, sizeBytes: number): ByteRange | 'unsatisfiable' =>
  length === 0 || sizeBytes === 0
    ? 'unsatisfiable'
    : { start: Math.max(0, sizeBytes - length), end: sizeBytes - 1 }

/** `Content-Range` of a chunk on its way in: `0-99`, without a unit (distribution-spec, chunked upload). */
export const parseChunkRange = (header: string | undefined): ByteRange | 'none' | 'malformed' => {
  if (header === undefined) return 'none'
  const match = /^(\d{1,16})-(\d{1,16})$/.exec(header.trim())
  const [, first = '', last = ''] = match ?? []
  return match ? { start: Number(first), end: Number(last) } : 'malformed'
}
