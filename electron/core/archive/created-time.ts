const two = (value: number) => String(value).padStart(2, '0')

/**
 * Helm's `created`: the file's time in RFC 3339 with seconds, in the local zone; `Z` only where that is UTC. So the same file
 * has another manifest digest in another zone, with helm as with us.
 */
export const formatCreated = (modifiedMs: number): string => {
  // Go cuts to the second downwards, before 1970, too.
  const time = new Date(Math.floor(modifiedMs / 1000) * 1000)
  const date = `${String(time.getFullYear()).padStart(4, '0')}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  const clock = `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`
  return `${date}T${clock}${zone(-time.getTimezoneOffset())}`
}

const zone = (offsetMinutes: number): string => {
  if (offsetMinutes === 0) return 'Z'
  const minutes = Math.trunc(Math.abs(offsetMinutes))
  return `${offsetMinutes < 0 ? '-' : '+'}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`
}
