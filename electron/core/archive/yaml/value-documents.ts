import { archiveLimits } from '../archive-limits.ts'
import { invalid, tooLarge } from '../chart-error.ts'

/**
 * The documents that helm 4 merges into a chart's values (k8s.io/apimachinery's YAMLReader): cut at every line that
 * begins with `---`, in block scalars and quotes, too. Throws where something stands on such a line.
 */
export const valueDocuments = (bytes: Uint8Array, path: string): Buffer[] => {
  const text = linesOf(bytes)
  const documents: string[] = []
  let start = 0
  for (let at = nextMarker(text, 0); at !== -1;) {
    const lineEnd = text.indexOf('\n', at)
    checkMarker(text.slice(at + marker.length, lineEnd), path)
    // Where nothing stands before it, a marker stays in its document.
    if (at > start) {
      documents.push(text.slice(start, at))
      start = lineEnd + 1
    }
    if (documents.length > archiveLimits.yamlDocuments) {
      throw tooLarge('yaml-documents', { path, limit: archiveLimits.yamlDocuments })
    }
    at = nextMarker(text, lineEnd + 1)
  }
  if (start < text.length) documents.push(text.slice(start))
  return documents.map(document => Buffer.from(document, 'latin1'))
}

const marker = '---'

/** One character for each byte. Every line ends in a line feed, the last one, too. */
const linesOf = (bytes: Uint8Array): string => {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  const ended = text === '' || text.endsWith('\n') ? text : `${text}\n`
  return ended.replaceAll('\r\n', '\n')
}

/** Where the next line begins that is a marker, from the beginning of a line on; -1 where there is none. */
const nextMarker = (text: string, from: number): number => {
  if (text.startsWith(marker, from)) return from
  const before = text.indexOf(`\n${marker}`, from)
  return before === -1 ? -1 : before + 1
}

/** What Go's strings.TrimSpace takes away. */
const goSpaceAround = /^\p{White_Space}+|\p{White_Space}+$/gu

const checkMarker = (behind: string, path: string) => {
  const rest = Buffer.from(behind, 'latin1').toString('utf8').replace(goSpaceAround, '')
  if (rest === '' || rest.startsWith('#')) return
  const said = `error reading yaml document: invalid Yaml document separator: ${rest}`
  throw invalid('yaml-separator', { path, said })
}
