import { z } from 'zod'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Texts by name, whatever the names are: z.record drops `__proto__`, and an annotation may be called so. */
export const textRecord = z.custom<Record<string, string>>(
  value => isRecord(value) && Object.values(value).every(text => typeof text === 'string'),
)

/** The same, with null where Go would read an empty text. */
export const nullableTextRecord = z.custom<Record<string, string | null>>(
  value =>
    isRecord(value) &&
    Object.values(value).every(text => text === null || typeof text === 'string'),
)
