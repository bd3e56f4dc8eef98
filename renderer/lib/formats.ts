const locale = 'en'

const plainNumber = new Intl.NumberFormat(locale)
const oneDecimal = new Intl.NumberFormat(locale, {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
})
const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'always' })
const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'medium' })
const secondClock = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', hour12: false })
// British: day, month, year, as everywhere in the design.
const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' })
const clock = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', hour12: false })

export const formatCount = (count: number): string => plainNumber.format(count)

const units = ['KB', 'MB', 'GB', 'TB'] as const

/** `812 B`, `98.4 KB`, `1.2 MB`: decimal units, as file managers and registries show them. */
export const formatBytes = (bytes: number): string => {
  if (bytes < 1000) return `${bytes} B`
  let value = bytes / 1000
  let unit = 0
  // 999.95 would round to "1,000.0 KB".
  while (value >= 999.95 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${oneDecimal.format(value)} ${units[unit]}`
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
export const formatAgo = (timeMs: number, nowMs: number = Date.now()): string => {
  const age = nowMs - timeMs
  if (age < minuteMs) return 'just now'
  const step = steps.find(({ below }) => age < below)
  return step ? relative.format(-Math.max(1, Math.floor(age / step.ms)), step.unit) : ''
}

/** For tooltips: `14 November 2026 at 09:38:12`. */
export const formatExactTime = (timeMs: number): string => exact.format(timeMs)

/** `14 November 2026` */
export const formatDate = (timeMs: number): string => date.format(timeMs)

/** `07:36:12` */
export const formatTime = (timeMs: number): string => secondClock.format(timeMs)

/** `07:36` */
export const formatClock = (timeMs: number): string => clock.format(timeMs)

/** `4:12`, `1:04:12` */
export const formatCountdown = (ms: number): string => {
  const seconds = Math.max(0, Math.ceil(ms / 1000))
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60]
  const hours = Math.floor(seconds / 3600)
  const [first = 0, ...rest] = hours > 0 ? [hours, ...parts] : parts
  return [first, ...rest.map(part => String(part).padStart(2, '0'))].join(':')
}

/** `42 ms`, `1.2 s` */
export const formatDuration = (ms: number): string =>
  ms < 1000 ? `${Math.round(ms)} ms` : `${oneDecimal.format(ms / 1000)} s`

/** `<1 ms`, `42 ms`, `1.2 s`: for columns. */
export const formatShortDuration = (ms: number): string => (ms < 1 ? '<1 ms' : formatDuration(ms))
