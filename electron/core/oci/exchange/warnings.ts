import type { HttpResponse } from '../../http/base/http-types.ts'
import { escapeUnprintable, type Redactor } from '../../http/base/redaction.ts'

const maxWarnings = 5
const maxLength = 300

/** What a `Warning` header says, where it is one of a registry (299). */
export const warningText = (value: string): string | undefined =>
  /^\s*299\s+\S+\s+"((?:[^"\\]|\\.)*)"/
    .exec(value)?.[1]
    ?.replaceAll(/\\(.)/g, '$1')
    .slice(0, maxLength)

/** Passes on what `Warning: 299` headers say (distribution-spec "Warnings"): each text once, five per client. */
export const createWarningReader = (redactor: Redactor, onWarning: (text: string) => void) => {
  const told = new Set<string>()
  return ({ headers }: HttpResponse): void => {
    for (const value of headers.all('warning')) {
      const plain = warningText(value)
      if (plain === undefined) continue
      const text = escapeUnprintable(redactor.scrub(plain))
      if (told.has(text) || told.size >= maxWarnings) continue
      told.add(text)
      onWarning(text)
    }
  }
}
