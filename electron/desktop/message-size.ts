/** As much as the web host takes in one message. */
const maxUnits = 1024 * 1024
const perValue = 8

/**
 * Whether a message is small enough to be looked at: its characters, and a little for every value. It stops
 * counting at the limit, so neither a huge text nor a loop costs more than that.
 */
export const isSmallMessage = (message: unknown): boolean => {
  const open: unknown[] = [message]
  let units = 0
  while (open.length > 0) {
    const value = open.pop()
    units += sizeOf(value)
    if (units > maxUnits) return false
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) continue
    if (Array.isArray(value) && value.length > maxUnits / perValue) return false
    for (const name in value) open.push(name, Reflect.get(value, name))
    if (open.length > maxUnits) return false
  }
  return true
}

const sizeOf = (value: unknown): number => {
  if (typeof value === 'string') return perValue + value.length
  if (ArrayBuffer.isView(value)) return perValue + value.byteLength
  return perValue
}
