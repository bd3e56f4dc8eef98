/** strconv.FormatFloat(value, 'g', -1, 32): the shortest text that is the same 32-bit float. */
export const formatFloat32 = (value: number): string => {
  const float = Math.fround(value)
  if (Number.isNaN(float)) return 'NaN'
  if (!Number.isFinite(float)) return float > 0 ? '+Inf' : '-Inf'
  if (float === 0) return Object.is(float, -0) ? '-0' : '0'
  // With the shortest form Go writes an exponent below -4 and from 6 on (internal/strconv/ftoa.go).
  const { sign, digits, exponent } = shortestDigits(float)
  return (
    sign +
    (exponent < -4 || exponent >= 6 ? scientific(digits, exponent) : positional(digits, exponent))
  )
}

const shortestDigits = (float: number) => {
  for (let length = 1; ; length += 1) {
    const text = Math.abs(float).toExponential(length - 1)
    if (length < 17 && Math.fround(Number(text)) !== Math.abs(float)) continue
    const [mantissa = '', exponent = '0'] = text.split('e')
    const digits = mantissa.replace('.', '').replace(/(?<=.)0+$/, '')
    return { sign: float < 0 ? '-' : '', digits, exponent: Number(exponent) }
  }
}

const scientific = (digits: string, exponent: number): string => {
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : ''
  const sign = exponent < 0 ? '-' : '+'
  return `${digits[0]}${fraction}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`
}

const positional = (digits: string, exponent: number): string => {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  const fraction = digits.slice(exponent + 1)
  return fraction === '' ? whole : `${whole}.${fraction}`
}
