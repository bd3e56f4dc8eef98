import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFileLogger } from '../../../electron/adapters/file-logger.ts'
import { testClock } from '../../support/clock.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'chartroom-log-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const linesOf = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\n')
const indexOf = (line: string) => Number(/ index=(\d+)$/.exec(line)?.[1])

describe('the log', () => {
  it('is lines that people read, for this user only', () => {
    const logs = path.join(folder, 'logs')
    const logger = createFileLogger(logs, testClock())
    logger.log('warn', 'request', { status: 401, url: 'https://a:b@h/?c=d', level: 'mine' })
    expect(linesOf(logger.file)).toEqual([
      '2026-01-01 00:00:00.000Z  warn   request  status=401 url=https://[secret]@h/?[secret] level=mine',
    ])
    expect(statSync(logger.file).mode & 0o777).toBe(0o600)
    expect(statSync(logs).mode & 0o777).toBe(0o700)
  })

  it('shows an error with its stack below, and no text begins a line of its own', () => {
    const logger = createFileLogger(folder, testClock())
    const cause = Object.assign(new Error('no file\n2026-01-01 forged'), { code: 'ENOENT' })
    const error = new Error('password=hunter2 was\u2028wrong', { cause })
    logger.log('error', 'failed', { error, 'of\nwhat': 'a b', list: ['x', 1], token: 'abc' })
    const [head = '', ...stack] = linesOf(logger.file)
    expect(head).toBe(
      '2026-01-01 00:00:00.000Z  error  failed  error="Error: password=[secret] wrong"'.replace(
        '[secret] ',
        '[secret] was\\u2028',
      ) +
        ' error.cause="Error: no file\\n2026-01-01 forged" error.cause.code=ENOENT' +
        ' of_what="a b" list=["x",1] token=[secret]',
    )
    expect(stack.length).toBeGreaterThan(0)
    for (const line of stack) expect(line).toMatch(/^ {4}at /)
  })

  it('takes 120 lines of one event in a minute, and says how many it left out', () => {
    const clock = testClock()
    const logger = createFileLogger(folder, clock)
    for (let index = 0; index < 10_000; index += 1) logger.log('error', 'storm', { index })
    logger.log('info', 'other')
    expect(linesOf(logger.file)).toHaveLength(121)
    clock.advance(60_000)
    logger.log('error', 'storm')
    expect(linesOf(logger.file).slice(-2)).toEqual([
      '2026-01-01 00:01:00.000Z  warn   log-lines-left-out  of=storm suppressed=9880',
      '2026-01-01 00:01:00.000Z  error  storm',
    ])
  })

  it('keeps at most so many files of so many bytes, the newest lines among them', () => {
    const limits = { fileBytes: 1000, files: 3, linesPerMinute: 1000, tailBytes: 500 }
    const logger = createFileLogger(folder, testClock(), limits)
    for (let index = 0; index < 200; index += 1) logger.log('info', 'line', { index })
    const names = readdirSync(folder).toSorted()
    expect(names).toEqual(['chartroom.log', 'chartroom.log.1', 'chartroom.log.2'])
    for (const name of names)
      expect(statSync(path.join(folder, name)).size).toBeLessThanOrEqual(1000)
    const kept = names.toReversed().flatMap(name => linesOf(path.join(folder, name)))
    const numbers = kept.map(indexOf)
    expect(numbers).toEqual(
      Array.from({ length: numbers.length }, (_, at) => 200 - numbers.length + at),
    )
  })

  it('goes on in the file that an earlier run left', () => {
    const limits = { fileBytes: 300, files: 3, linesPerMinute: 1000, tailBytes: 500 }
    for (let run = 0; run < 5; run += 1)
      createFileLogger(folder, testClock(), limits).log('info', 'start', { text: 'x'.repeat(80) })
    expect(statSync(path.join(folder, 'chartroom.log')).size).toBeLessThanOrEqual(300)
    expect(statSync(path.join(folder, 'chartroom.log.1')).size).toBeLessThanOrEqual(300)
  })

  it('shows its last whole lines', async () => {
    const limits = { fileBytes: 100_000, files: 3, linesPerMinute: 1000, tailBytes: 500 }
    const logger = createFileLogger(folder, testClock(), limits)
    expect(await logger.tail()).toBe('')
    for (let index = 0; index < 50; index += 1) logger.log('info', 'line', { index })
    const tail = await logger.tail()
    expect(tail.length).toBeLessThanOrEqual(500)
    const lines = tail.trimEnd().split('\n')
    expect(lines.length).toBeGreaterThan(2)
    expect(indexOf(lines.at(-1) ?? '')).toBe(49)
    for (const line of lines) expect(line).toMatch(/^2026-01-01 /)
  })

  it('does not end the program when it cannot write', () => {
    const logger = createFileLogger(folder, testClock())
    rmSync(folder, { recursive: true })
    expect(() => logger.log('error', 'no-folder')).not.toThrow()
  })
})
