import { currentLanguage, filled, inLanguage, type Language } from './language.ts'

const dateFormat = (options: Intl.DateTimeFormatOptions) =>
  inLanguage(({ dates }) => new Intl.DateTimeFormat(dates, options))

const clock = dateFormat({
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
})
const dayInYear = dateFormat({ day: 'numeric', month: 'short' })
const shortDay = dateFormat({ day: 'numeric', month: 'short', year: 'numeric' })
const longDayInYear = dateFormat({ day: 'numeric', month: 'long' })
const longDay = dateFormat({ day: 'numeric', month: 'long', year: 'numeric' })
const hourAndMinute = dateFormat({ hour: '2-digit', minute: '2-digit' })
const plural = inLanguage(({ tag }) => new Intl.PluralRules(tag))

const secondMs = 1000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

const dayOf = (timeMs: number, nowMs: number, language: Language): string =>
  new Date(timeMs).getFullYear() === new Date(nowMs).getFullYear()
    ? dayInYear(language).format(timeMs)
    : shortDay(language).format(timeMs)

const isSameDay = (aMs: number, bMs: number): boolean =>
  new Date(aMs).toDateString() === new Date(bMs).toDateString()

/** `3 March 2027` */
export const formatDay = (timeMs: number, language: Language = currentLanguage()): string =>
  longDay(language).format(timeMs)

/** `09:41:07.214`, and with its day when that is not today: `3 Nov, 16:20:44.118`. */
export const formatMoment = (
  timeMs: number,
  nowMs: number = Date.now(),
  language: Language = currentLanguage(),
): string =>
  isSameDay(timeMs, nowMs)
    ? clock(language).format(timeMs)
    : `${dayOf(timeMs, nowMs, language)}, ${clock(language).format(timeMs)}`

/** How a thing was seen, short enough for a column: `just now`, `12 s ago`, `2 min ago`, `3 h ago`, `on 3 Nov`. */
export const formatSeen = (
  timeMs: number,
  nowMs: number = Date.now(),
  language: Language = currentLanguage(),
): string => {
  const { justNow, ago, onDay } = language.words
  const ageMs = Math.max(0, nowMs - timeMs)
  if (ageMs < 5 * secondMs) return justNow
  if (ageMs < minuteMs) return filled(ago.seconds, Math.floor(ageMs / secondMs))
  if (ageMs < hourMs) return filled(ago.minutes, Math.floor(ageMs / minuteMs))
  if (ageMs < 12 * hourMs) return filled(ago.hours, Math.floor(ageMs / hourMs))
  return filled(onDay, dayOf(timeMs, nowMs, language))
}

/** Since when, in a sentence: `2 October`, today `09:41`, in another year `2 October 2025`. */
export const formatSince = (
  timeMs: number,
  nowMs: number = Date.now(),
  language: Language = currentLanguage(),
): string => {
  if (isSameDay(timeMs, nowMs)) return hourAndMinute(language).format(timeMs)
  const isThisYear = new Date(timeMs).getFullYear() === new Date(nowMs).getFullYear()
  return (isThisYear ? longDayInYear : longDay)(language).format(timeMs)
}

/** How long something still lasts: `40 s`, `12 min`, `3 h 12 min`, `102 days`. */
export const formatLeft = (ms: number, language: Language = currentLanguage()): string => {
  const { seconds, minutes, hours, days } = language.words.lasts
  if (ms < minuteMs) return filled(seconds, Math.max(0, Math.ceil(ms / secondMs)))
  if (ms < hourMs) return filled(minutes, Math.floor(ms / minuteMs))
  if (ms < 2 * dayMs) {
    const rest = Math.floor((ms % hourMs) / minuteMs)
    const whole = filled(hours, Math.floor(ms / hourMs))
    return rest === 0 ? whole : `${whole} ${filled(minutes, rest)}`
  }
  const count = Math.floor(ms / dayMs)
  return filled(days[plural(language).select(count)] ?? days.other, count)
}
