import { archiveLimits } from '../archive-limits.ts'
import { invalid, tooLarge } from '../chart-error.ts'

/**
 * The text of a YAML file as Go's yaml.v2 sees it: UTF-8, or UTF-16 when a byte order mark says so; nothing that is
 * not printable. Throws when helm would refuse it, or above 1 MiB.
 */
export const yamlText = (bytes: Uint8Array, path: string): string => {
  if (bytes.length > archiveLimits.yamlTextBytes) {
    throw tooLarge('yaml-text', { path, limitBytes: archiveLimits.yamlTextBytes })
  }
  const text = decode(bytes, path)
  const forbidden = notPrintable.exec(text)
  if (forbidden)
    throw invalid('yaml-control-character', { path, line: lineOf(text, forbidden.index) })
  // Line breaks of YAML 1.1, which yaml.v2 still knows and the grammar used here does not.
  return text.replace(/[\x85\u2028\u2029]/g, '\n')
}

// readerc.go, "Check the range of the value"; a byte order mark in the middle counts as printable there.
const notPrintable = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

const decode = (bytes: Uint8Array, path: string): string => {
  const [first, second] = bytes
  const utf16 =
    first === 0xff && second === 0xfe
      ? 'utf-16le'
      : first === 0xfe && second === 0xff
        ? 'utf-16be'
        : undefined
  try {
    return new TextDecoder(utf16 ?? 'utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw invalid('yaml-not-utf8', { path })
  }
}

const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length

const marker = /^(?:---|\.\.\.)(?=[ \t\r\n]|$)/gm
const beforeContent = /^(?:[ \t]*(?:#.*)?\r?\n|%.*\r?\n)*(?:---(?=[ \t\r\n]|$))?/

/**
 * The first document of a stream: helm reads no other in Chart.yaml, however broken it is. A marker at the start
 * of a line ends a document anywhere, in block scalars, too (YAML 1.2 section 9.1.2).
 */
export const firstDocument = (text: string): { text: string; rest: string } => {
  const start = beforeContent.exec(text)?.[0].length ?? 0
  marker.lastIndex = start
  const end = marker.exec(text)?.index
  return end === undefined
    ? { text, rest: '' }
    : { text: text.slice(0, end), rest: text.slice(end) }
}
