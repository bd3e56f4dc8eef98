import { currentLanguage, filled, inLanguage, type Language } from './language.ts'

// Each format takes the language as its last parameter, and the language of the window when it is not said.

const plainNumber = inLanguage(({ tag }) => new Intl.NumberFormat(tag))
const oneDecimal = inLanguage(
  ({ tag }) => new Intl.NumberFormat(tag, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
)
const relative = inLanguage(({ tag }) => new Intl.RelativeTimeFormat(tag, { numeric: 'always' }))
const exact = inLanguage(
  ({ dates }) => new Intl.DateTimeFormat(dates, { dateStyle: 'long', timeStyle: 'medium' }),
)
const secondClock = inLanguage(
  ({ dates }) => new Intl.DateTimeFormat(dates, { timeStyle: 'medium', hour12: false }),
)
const date = inLanguage(({ dates }) => new Intl.DateTimeFormat(dates, { dateStyle: 'long' }))
const clock = inLanguage(
  ({ dates }) =>
    new Intl.DateTimeFormat(dates, { hour: '2-digit', minute: '2-digit', hour12: false }),
)
const collator = inLanguage(({ tag }) => new Intl.Collator(tag, { numeric: true }))

export const formatCount = (count: number, language: Language = currentLanguage()): string =>
  plainNumber(language).format(count)

/** `812 B`, `98.4 KB`, `1.2 MB`: decimal units, as file managers and registries show them. */
export const formatBytes = (bytes: number, language: Language = currentLanguage()): string => {
  const [whole = '', ...larger] = language.words.sizes
  if (bytes < 1000) return filled(whole, bytes)
  let value = bytes / 1000
  let unit = 0
  // 999.95 would round to "1,000.0 KB".
  while (value >= 999.95 && unit < larger.length - 1) {
    value /= 1000
    unit += 1
  }
  return filled(larger[unit] ?? '', oneDecimal(language).format(value))
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

// Largest age each unit is used for, as in the lists of the design: 19 days, 7 weeks, 2 months.
const steps = [
  { below: hourMs, unit: 'minute', ms: minuteMs },
  { below: dayMs, unit: 'hour', ms: hourMs },
  { below: 21 * dayMs, unit: 'day', ms: dayMs },
  { below: 60 * dayMs, unit: 'week', ms: 7 * dayMs },
  { below: 365 * dayMs, unit: 'month', ms: 30.44 * dayMs },
  { below: Infinity, unit: 'year', ms: 365.25 * dayMs },
] as const

/** `3 hours ago`. Less than a minute, or a time to come by clock skew, is `just now`. */
export const formatAgo = (
  timeMs: number,
  nowMs: number = Date.now(),
  language: Language = currentLanguage(),
): string => {
  const age = nowMs - timeMs
  if (age < minuteMs) return language.words.justNow
  const step = steps.find(({ below }) => age < below)
  return step ? relative(language).format(-Math.max(1, Math.floor(age / step.ms)), step.unit) : ''
}

/** For tooltips: `14 November 2026 at 09:38:12`. */
export const formatExactTime = (timeMs: number, language: Language = currentLanguage()): string =>
  exact(language).format(timeMs)

/** `14 November 2026` */
export const formatDate = (timeMs: number, language: Language = currentLanguage()): string =>
  date(language).format(timeMs)

/** `07:36:12` */
export const formatTime = (timeMs: number, language: Language = currentLanguage()): string =>
  secondClock(language).format(timeMs)

/** `07:36` */
export const formatClock = (timeMs: number, language: Language = currentLanguage()): string =>
  clock(language).format(timeMs)

/** `4:12`, `1:04:12` */
export const formatCountdown = (ms: number): string => {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60]
  const hours = Math.floor(seconds / 3600)
  const [first = 0, ...rest] = hours > 0 ? [hours, ...parts] : parts
  return [first, ...rest.map(part => String(part).padStart(2, '0'))].join(':')
}

/** `42 ms`, `1.2 s` */
export const formatDuration = (ms: number, language: Language = currentLanguage()): string => {
  const { milliseconds, seconds } = language.words.lasts
  return ms < 1000
    ? filled(milliseconds, Math.round(ms))
    : filled(seconds, oneDecimal(language).format(ms / 1000))
}

/** `<1 ms`, `42 ms`, `1.2 s`: for columns. */
export const formatShortDuration = (ms: number, language: Language = currentLanguage()): string =>
  ms < 1 ? language.words.lasts.underMilliseconds : formatDuration(ms, language)

/** The order of names for people: `file2` before `file10`. */
export const compareNames = (
  a: string,
  b: string,
  language: Language = currentLanguage(),
): number => collator(language).compare(a, b)
