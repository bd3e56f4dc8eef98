import { createRedactor, escapeUnprintable } from '../http/base/redaction.ts'
import { openParameters } from '../oci/base/open-parameters.ts'

const maxLength = 300

/** The line of what a program wrote that says why it failed: the first that says so, else the last; as a sentence. No secrets. */
export const whatItSaid = (stderr: string, secret?: string): string => {
  const redactor = createRedactor(openParameters)
  if (secret !== undefined) redactor.remember(secret)
  const lines = stderr.trim().split('\n')
  const line = lines.find(one => /^error|unable to|\bexpired\b/i.test(one)) ?? lines.at(-1) ?? ''
  const said = escapeUnprintable(redactor.scrub(line)).slice(0, maxLength)
  return /[^.!?]$/.test(said) ? `${said}.` : said
}
