import type { Finding } from './capability-sheet.ts'

/** Header by lower-case name. */
export type ReadHeader = (name: string) => string | undefined

/**
 * Reads what is left: `ratelimit-remaining: 97;w=21600` with its limit (Docker Hub, the IETF draft), or
 * `x-ratelimit-remaining` (GitHub). Undefined where nothing is said.
 */
export const readRateLimit = (header: ReadHeader): Finding | undefined => {
  const remaining = header('ratelimit-remaining') ?? header('x-ratelimit-remaining')
  const left = leadingNumber(remaining)
  if (left === undefined) return undefined
  const limitText = header('ratelimit-limit') ?? header('x-ratelimit-limit')
  const limit = leadingNumber(limitText)
  const seconds = Number(/;\s*w=(\d{1,9})/.exec(`${remaining};${limitText ?? ''}`)?.[1])
  return {
    name: 'rate-limit',
    state: left > 0 ? 'works' : 'limited',
    value: seconds > 0 ? 'remaining-in-window' : 'remaining',
    params: { remaining: left, limit: limit ?? left, ...(seconds > 0 && { seconds }) },
    foundBy: 'header',
  }
}

const leadingNumber = (text: string | undefined): number | undefined => {
  const digits = /^\s*(\d{1,12})(?![\w.])/.exec(text ?? '')?.[1]
  return digits === undefined ? undefined : Number(digits)
}
