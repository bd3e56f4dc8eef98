import type { HttpResponse } from './http-types.ts'
import { escapeUnprintable, type Redactor } from './redaction.ts'

const maxWarnings = 5
const maxLength = 300

/** Passes on what `Warning: 299` headers say (distribution-spec "Warnings"): each text once, five per client. */
export const createWarningReader = (redactor: Redactor, onWarning: (text: string) => void) => {
  const told = new Set<string>()
  return ({ headers }: HttpResponse): void => {
    for (const value of headers.all('warning')) {
      const quoted = /^\s*299\s+\S+\s+"((?:[^"\\]|\\.)*)"/.exec(value)?.[1]
      if (quoted === undefined) continue
      const plain = quoted.replaceAll(/\\(.)/g, '$1').slice(0, maxLength)
      const text = escapeUnprintable(redactor.scrub(plain))
      if (told.has(text) || told.size >= maxWarnings) continue
      told.add(text)
      onWarning(text)
    }
  }
}
