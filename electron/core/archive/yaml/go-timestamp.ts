const clock = '([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[.,][0-9]+)?'
const day = '([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})'
const forms = [
  new RegExp(`^${day}$`),
  new RegExp(`^${day}[Tt]${clock}(?:Z|[-+]([0-9]{2}):([0-9]{2}))$`),
  new RegExp(`^${day} ${clock}$`),
]

/** Whether yaml.v2 takes the text for a timestamp, by Go's time.Parse: what `!!timestamp` asks, and nothing else. */
export const isTimestamp = (text: string): boolean => {
  const form = forms.find(pattern => pattern.test(text))
  if (form === undefined) return false
  const parts = (form.exec(text) ?? []).slice(1).map(part => Number(part ?? 0))
  const [year = 0, month = 0, dayOfMonth = 0, hour = 0, minute = 0, second = 0] = parts
  const [zoneHour = 0, zoneMinute = 0] = parts.slice(6)
  const isDay = month >= 1 && month <= 12 && dayOfMonth >= 1 && dayOfMonth <= daysIn(year, month)
  const isTime = hour < 24 && minute < 60 && second < 60
  return isDay && isTime && zoneHour <= 24 && zoneMinute <= 60
}

const daysIn = (year: number, month: number): number => {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
}
