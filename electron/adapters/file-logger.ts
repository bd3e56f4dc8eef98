import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import path from 'node:path'
import type { Clock, Logger, LogLevel } from '../core/ports.ts'
import { logLine } from './log-line.ts'
import { redact } from './redact.ts'

export type LoggerLimits = {
  readonly fileBytes: number
  readonly files: number
  /** Lines of one event in a minute; the rest is counted. */
  readonly linesPerMinute: number
  readonly tailBytes: number
}

const defaultLimits: LoggerLimits = {
  fileBytes: 2 * 1024 * 1024,
  files: 5,
  linesPerMinute: 120,
  tailBytes: 64 * 1024,
}

/** Lines that people read, in `<folder>/chartroom.log`, 0600, at most 5 files of 2 MiB. Never throws. */
export const createFileLogger = (
  folder: string,
  clock: Clock,
  limits: LoggerLimits = defaultLimits,
): Logger => {
  const file = path.join(folder, 'chartroom.log')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const write = createRotatingWriter(file, limits)
  const allow = createLineLimit(clock, limits)
  return {
    file,
    log: (level, event, fields = {}) => {
      const { isAllowed, suppressed } = allow(event)
      if (!isAllowed) return
      if (suppressed > 0)
        write(toLine(clock, 'warn', 'log-lines-left-out', { of: event, suppressed }))
      write(toLine(clock, level, event, fields))
    },
    tail: () => readTail(file, limits.tailBytes),
  }
}

const toLine = (clock: Clock, level: LogLevel, event: string, fields: Record<string, unknown>) =>
  logLine({
    at: new Date(clock.now()),
    level,
    event,
    fields: redact(fields) as Record<string, unknown>,
  })

const createRotatingWriter = (file: string, limits: LoggerLimits) => {
  let sizeBytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  return (line: string) => {
    const lineBytes = Buffer.byteLength(line)
    try {
      if (sizeBytes + lineBytes > limits.fileBytes) {
        rotate(file, limits.files)
        sizeBytes = 0
      }
      appendFileSync(file, line, { mode: 0o600 })
      sizeBytes += lineBytes
    } catch {
      // A full disk must not end the program for want of a log line.
    }
  }
}

const rotate = (file: string, files: number) => {
  rmSync(`${file}.${files - 1}`, { force: true })
  for (let index = files - 2; index >= 0; index -= 1) {
    const from = index === 0 ? file : `${file}.${index}`
    if (statSync(from, { throwIfNoEntry: false })) renameSync(from, `${file}.${index + 1}`)
  }
}

const minuteMs = 60_000

const createLineLimit = (clock: Clock, { linesPerMinute }: LoggerLimits) => {
  const windows = new Map<string, { startedMs: number; lines: number }>()
  return (event: string) => {
    const nowMs = clock.monotonicMs()
    const window = windows.get(event)
    if (window && nowMs - window.startedMs < minuteMs) {
      window.lines += 1
      return { isAllowed: window.lines <= linesPerMinute, suppressed: 0 }
    }
    windows.set(event, { startedMs: nowMs, lines: 1 })
    return { isAllowed: true, suppressed: Math.max(0, (window?.lines ?? 0) - linesPerMinute) }
  }
}

const readTail = async (file: string, tailBytes: number): Promise<string> => {
  const handle = await open(file, 'r').catch(() => undefined)
  if (!handle) return ''
  try {
    const { size } = await handle.stat()
    const start = Math.max(0, size - tailBytes)
    const { buffer, bytesRead } = await handle.read(
      Buffer.alloc(size - start),
      0,
      size - start,
      start,
    )
    const text = buffer.toString('utf8', 0, bytesRead)
    return start === 0 ? text : text.slice(text.indexOf('\n') + 1)
  } finally {
    await handle.close()
  }
}
