import { type Event, parseEvents, YAMLException } from 'js-yaml'
import { archiveLimits } from '../archive-limits.ts'
import { invalid, tooLarge } from '../chart-error.ts'
import { escapeForShow } from '../escape-for-show.ts'

export type YamlEvents = {
  /** What the events' offsets refer to. */
  readonly text: string
  readonly events: readonly Event[]
  /** Something follows the document, less indented, that was not looked at. */
  readonly cutShort: boolean
}

/** Each repair costs a pass over the text, about 0.1 s for a mebibyte. */
const maxRepairedChars = 5_000_000
const blanks = ' '.repeat(archiveLimits.yamlDepth * 4)

/**
 * js-yaml's events of one document, read where yaml.v2 would read it: continued quotes and brackets may be less indented
 * than their key, and what follows a finished document is not looked at. The depth limit is js-yaml's own: it counts
 * while it descends, so no text can make it overflow.
 */
export const readYamlEvents = (source: string, path: string): YamlEvents => {
  let text = source
  let cutShort = false
  for (let read = 0; ; read += text.length) {
    try {
      return { text, events: parseEvents(text, { maxDepth: archiveLimits.yamlDepth }), cutShort }
    } catch (error) {
      if (!(error instanceof YAMLException)) throw error
      const repaired = repair(text, error)
      if (repaired === undefined) throw refusal(error, path)
      if (read > maxRepairedChars) throw tooLarge('yaml-layout', { path })
      cutShort ||= repaired.length < text.length
      text = repaired
    }
  }
}

/** What yaml.v2 would have read, or undefined where it refuses, too. */
const repair = (text: string, { reason, mark }: YAMLException): string | undefined => {
  const at = mark?.position ?? 0
  if (at === 0 || at >= text.length) return undefined
  if (reason === 'end of the stream or a document separator is expected') return text.slice(0, at)
  // Only said inside quotes and brackets, where leading blanks mean nothing.
  return reason === 'deficient indentation'
    ? text.slice(0, at) + blanks + text.slice(at)
    : undefined
}

const refusal = ({ reason, mark }: YAMLException, path: string) => {
  const line = (mark?.line ?? 0) + 1
  if (/nesting|depth/i.test(reason)) return invalid('yaml-deep', { path, line })
  return invalid('yaml-syntax', { path, line, problem: escapeForShow(reason).slice(0, 200) })
}
