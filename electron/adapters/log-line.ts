import type { LogLevel } from '../core/ports.ts'

type Entry = {
  readonly at: Date
  readonly level: LogLevel
  readonly event: string
  /** Redacted already: plain values, and errors as `{ name, message, stack, … }`. */
  readonly fields: Readonly<Record<string, unknown>>
}

/**
 * `2026-01-01 12:00:00.000Z  warn   request-refused  reason=foreign-host`, and the stack of an error below it, indented.
 * A text with blanks or anything odd is quoted as JSON does: nobody's text begins a line.
 */
export const logLine = ({ at, level, event, fields }: Entry): string => {
  const time = at.toISOString().replace('T', ' ')
  const stacks: string[] = []
  const pairs = Object.entries(fields).flatMap(([name, value]) => pairsOf(name, value, stacks))
  const head = [time, level.padEnd(5), event, ...(pairs.length > 0 ? [pairs.join(' ')] : [])]
  return [head.join('  '), ...stacks.map(line => `    ${line}`), ''].join('\n')
}

const pairsOf = (name: string, value: unknown, stacks: string[]): string[] => {
  if (value === undefined) return []
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [`${word(name)}=${textOf(value)}`]
  const { name: kind, message, stack, ...rest } = value as Record<string, unknown>
  if (typeof stack !== 'string') return below(name, value, stacks)
  const frames = stack.split('\n').filter(line => /^\s+at /.test(line))
  stacks.push(...frames.map(line => escaped(line.trim())))
  return [`${word(name)}=${textOf(`${kind}: ${message}`)}`, ...below(name, rest, stacks)]
}

const below = (name: string, value: object, stacks: string[]) =>
  Object.entries(value).flatMap(([key, part]) => pairsOf(`${name}.${key}`, part, stacks))

const textOf = (value: unknown): string =>
  typeof value === 'string' && /^[\w./:@?&#%+,;~[\]()*-]+$/.test(value)
    ? value
    : escaped(JSON.stringify(value) ?? '')

const word = (name: string) => name.replaceAll(/[^\w.-]/g, '_')

/** JSON leaves these as they are; a terminal or an editor may not. */
const escaped = (text: string): string =>
  text.replaceAll(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    char => `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  )
