/**
 * Helm's sanitizeString: every Unicode space becomes a blank, what is not printable is dropped. Go's IsPrint is letters,
 * marks, numbers, punctuation, symbols and the blank; its Unicode tables may be a version older than these.
 */
export const sanitize = (text: string): string =>
  text.replace(/\p{White_Space}/gu, ' ').replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '')
