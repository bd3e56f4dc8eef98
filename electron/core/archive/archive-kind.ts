import { invalid } from './chart-error.ts'
import type { ByteSource } from './byte-source.ts'

const starts = (head: Buffer, bytes: readonly number[]) =>
  bytes.every((byte, at) => head[at] === byte)

const magics: readonly (readonly [string, (head: Buffer) => boolean])[] = [
  ['empty', head => head.length === 0],
  ['zip', head => starts(head, [0x50, 0x4b, 0x03, 0x04]) || starts(head, [0x50, 0x4b, 0x05, 0x06])],
  ['xz', head => starts(head, [0xfd, 0x37, 0x7a, 0x58, 0x5a])],
  ['bzip2', head => starts(head, [0x42, 0x5a, 0x68])],
  ['zstd', head => starts(head, [0x28, 0xb5, 0x2f, 0xfd])],
  ['tar', head => head.toString('latin1', 257, 262) === 'ustar'],
  ['html', head => /^\s*(?:<!doctype html|<html|<head|<body)/i.test(head.toString('latin1'))],
  ['json', head => /^\s*[{[]\s*["}\]]/.test(head.toString('latin1'))],
  ['yaml', head => /^(?:---|#.*|\w[\w.-]*:(?:\s|$))/.test(head.toString('latin1'))],
]

/** Helm asks the first bytes, not the name. Throws and names what the file looks like. */
export const ensureGzip = async (source: ByteSource): Promise<void> => {
  const head = Buffer.from(await source.read(0, 512))
  if (starts(head, [0x1f, 0x8b, 0x08])) return
  const looksLike = magics.find(([, matches]) => matches(head))?.[0] ?? 'unknown'
  throw invalid('not-an-archive', { looksLike })
}
