import path from 'node:path'
import { isAppError } from '../../../shared/errors.ts'
import { archiveLimits } from './archive-limits.ts'
import { invalid, tooLarge } from './chart-error.ts'
import type { ProvenanceFacts } from './types.ts'
import { isGoMap } from './yaml/go-value.ts'
import { readYaml } from './yaml/read-yaml.ts'

const cleartextHeader = /^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\r?\n/
const signatureHeader = /^-----BEGIN PGP SIGNATURE-----/m
/** Two lines are usual; the core reads this itself, so it is kept far from what a parser needs long for. */
const maxSumsBytes = 64 * 1024

/**
 * Reads which files a provenance file speaks of. Throws where it is none: above 1 MiB, or not beginning with the header
 * of a cleartext signed message (docs/protocol.md, "Provenance files"). A message whose sums cannot be read has none.
 * No signature is verified.
 */
export const parseProvenance = (text: string): ProvenanceFacts => {
  if (Buffer.byteLength(text) > archiveLimits.provenanceBytes) {
    throw tooLarge('provenance', { limitBytes: archiveLimits.provenanceBytes })
  }
  if (!cleartextHeader.test(text)) throw invalid('not-a-provenance')
  return { files: readSums(signedText(text)) }
}

/** RFC 4880 section 7: headers up to the first blank line, then the text with its dashes escaped. */
const signedText = (message: string): string => {
  const lines = message.replaceAll('\r\n', '\n')
  const start = /\n[ \t]*\n/.exec(lines)
  if (!start) return ''
  const body = lines.slice(start.index + start[0].length)
  const end = signatureHeader.exec(body)?.index ?? 0
  return body.slice(0, end).replace(/^- /gm, '')
}

/** Helm splits at "\n...\n" and reads the second part only (pkg/provenance/sign.go parseMessageBlock). */
const readSums = (signed: string): Record<string, string> => {
  const sums = signed.split('\n...\n')[1]
  if (sums === undefined || sums.length > maxSumsBytes) return {}
  try {
    const { value } = readYaml(Buffer.from(sums), 'provenance')
    const files = isGoMap(value) ? value.get('files') : undefined
    if (files === undefined || !isGoMap(files)) return {}
    const texts = [...files].filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    )
    return Object.fromEntries(texts)
  } catch (error) {
    if (isAppError(error)) return {}
    throw error
  }
}

/** Whether the sums hold this archive's. Helm looks it up by the file's base name, whatever the chart is called. */
export const hashState = (
  facts: ProvenanceFacts,
  fileName: string,
  archiveDigest: string,
): 'matches' | 'differs' | 'absent' => {
  const name = path.basename(fileName)
  if (!Object.hasOwn(facts.files, name)) return 'absent'
  return facts.files[name] === archiveDigest ? 'matches' : 'differs'
}
