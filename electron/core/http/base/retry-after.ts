const digits = /^\d{1,9}$/

/**
 * Reads `Retry-After` (RFC 9110 10.2.3): seconds or a date. Milliseconds from `nowMs`, 0 for a date that is past,
 * undefined for anything else.
 */
export const parseRetryAfter = (value: string | undefined, nowMs: number): number | undefined => {
  if (value === undefined) return undefined
  const text = value.trim()
  if (digits.test(text)) return Number(text) * 1000
  // An HTTP date names its day; Date.parse alone would read "-1" as a year.
  if (!/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)) return undefined
  const dateMs = Date.parse(text)
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs)
}
