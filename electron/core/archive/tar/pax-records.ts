import { invalid } from '../chart-error.ts'
import { parseDecimal } from './tar-number.ts'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const stringKeys = new Set(['path', 'linkpath', 'uname', 'gname'])
const timeKeys = new Set(['atime', 'mtime', 'ctime'])
const sparseKeys = ['GNU.sparse.offset', 'GNU.sparse.numbytes']

/** The records of a PAX extended header, by Go's rules (strconv.go parsePAXRecord): `length key=value\n`. */
export const parsePaxRecords = (data: Uint8Array): Map<string, string> => {
  const records = new Map<string, string>()
  let rest = data
  while (rest.length > 0) {
    const { key, value, length } = parseRecord(rest)
    rest = rest.subarray(length)
    if (sparseKeys.includes(key)) records.set('GNU.sparse.map', value)
    else records.set(key, value)
  }
  return records
}

const parseRecord = (data: Uint8Array) => {
  const space = data.indexOf(0x20)
  const length = space === -1 ? undefined : parseDecimal(ascii(data.subarray(0, space)))
  if (length === undefined || length < 5 || length > data.length) throw invalid('archive-damaged')
  if (length <= space + 1 || data[length - 1] !== 0x0a) throw invalid('archive-damaged')
  const record = data.subarray(space + 1, length - 1)
  const equals = record.indexOf(0x3d)
  if (equals < 1) throw invalid('archive-damaged')
  const key = decoder.decode(record.subarray(0, equals))
  const value = decoder.decode(record.subarray(equals + 1))
  if ((stringKeys.has(key) ? value : key).includes('\0')) throw invalid('archive-damaged')
  return { key, value, length }
}

const ascii = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')

export type PaxFields = {
  readonly name?: string
  readonly linkName?: string
  readonly sizeBytes?: number
  readonly sparse: boolean
}

/** What the records change in the next header. An empty value keeps the header's own. */
export const paxFields = (records: ReadonlyMap<string, string>): PaxFields => {
  for (const [key, value] of records) checkValue(key, value)
  const name = records.get('path')
  const linkName = records.get('linkpath')
  const size = records.get('size')
  return {
    ...(name && { name }),
    ...(linkName && { linkName }),
    ...(size && { sizeBytes: integer(size) }),
    sparse: isSparse(records),
  }
}

const integer = (value: string): number => {
  const parsed = parseDecimal(value)
  if (parsed === undefined) throw invalid('archive-damaged')
  return parsed
}

const checkValue = (key: string, value: string): void => {
  if (value === '') return
  if (key === 'uid' || key === 'gid') integer(value)
  if (!timeKeys.has(key)) return
  const [, seconds = ''] = /^([^.]*)(?:\.[0-9]*)?$/.exec(value) ?? []
  integer(seconds)
}

/** reader.go readGNUSparsePAXHeaders: an unknown version is no sparse file at all. */
const isSparse = (records: ReadonlyMap<string, string>): boolean => {
  const major = records.get('GNU.sparse.major') ?? ''
  const minor = records.get('GNU.sparse.minor') ?? ''
  if (major === '0' && (minor === '0' || minor === '1')) return true
  if (major === '1' && minor === '0') return true
  return major === '' && minor === '' && (records.get('GNU.sparse.map') ?? '') !== ''
}
