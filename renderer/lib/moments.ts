const locale = 'en-GB'
const clock = new Intl.DateTimeFormat(locale, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
})
const dayInYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
const shortDay = new Intl.DateTimeFormat(locale, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
})
const longDayInYear = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long' })
const longDay = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' })

const secondMs = 1000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

const dayOf = (timeMs: number, nowMs: number): string =>
  new Date(timeMs).getFullYear() === new Date(nowMs).getFullYear()
    ? dayInYear.format(timeMs)
    : shortDay.format(timeMs)

const isSameDay = (aMs: number, bMs: number): boolean =>
  new Date(aMs).toDateString() === new Date(bMs).toDateString()

/** `3 March 2027` */
export const formatDay = (timeMs: number): string => longDay.format(timeMs)

/** `09:41:07.214`, and with its day when that is not today: `3 Nov, 16:20:44.118`. */
export const formatMoment = (timeMs: number, nowMs: number = Date.now()): string =>
  isSameDay(timeMs, nowMs)
    ? clock.format(timeMs)
    : `${dayOf(timeMs, nowMs)}, ${clock.format(timeMs)}`

/** How a thing was seen, short enough for a column: `just now`, `12 s ago`, `2 min ago`, `3 h ago`, `on 3 Nov`. */
export const formatSeen = (timeMs: number, nowMs: number = Date.now()): string => {
  const ageMs = Math.max(0, nowMs - timeMs)
  if (ageMs < 5 * secondMs) return 'just now'
  if (ageMs < minuteMs) return `${Math.floor(ageMs / secondMs)} s ago`
  if (ageMs < hourMs) return `${Math.floor(ageMs / minuteMs)} min ago`
  if (ageMs < 12 * hourMs) return `${Math.floor(ageMs / hourMs)} h ago`
  return `on ${dayOf(timeMs, nowMs)}`
}

const hourAndMinute = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' })

/** Since when, in a sentence: `2 October`, today `09:41`, in another year `2 October 2025`. */
export const formatSince = (timeMs: number, nowMs: number = Date.now()): string => {
  if (isSameDay(timeMs, nowMs)) return hourAndMinute.format(timeMs)
  const isThisYear = new Date(timeMs).getFullYear() === new Date(nowMs).getFullYear()
  return (isThisYear ? longDayInYear : longDay).format(timeMs)
}

/** How long something still lasts: `40 s`, `12 min`, `3 h 12 min`, `102 days`. */
export const formatLeft = (ms: number): string => {
  if (ms < minuteMs) return `${Math.max(0, Math.ceil(ms / secondMs))} s`
  if (ms < hourMs) return `${Math.floor(ms / minuteMs)} min`
  if (ms < 2 * dayMs) {
    const minutes = Math.floor((ms % hourMs) / minuteMs)
    const hours = `${Math.floor(ms / hourMs)} h`
    return minutes === 0 ? hours : `${hours} ${minutes} min`
  }
  return `${Math.floor(ms / dayMs)} days`
}
