import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFileLogger } from '../../../electron/adapters/file-logger.ts'
import { testClock } from '../../support/clock.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'chartroom-log-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const entries = (file: string) =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>)

describe('the log', () => {
  it('is JSON lines for this user only', () => {
    const logs = path.join(folder, 'logs')
    const logger = createFileLogger(logs, testClock())
    logger.log('warn', 'request', { status: 401, url: 'https://a:b@h/?c=d', level: 'mine' })
    expect(entries(logger.file)).toEqual([
      {
        at: '2026-01-01T00:00:00.000Z',
        level: 'warn',
        event: 'request',
        status: 401,
        url: 'https://[secret]@h/?[secret]',
      },
    ])
    expect(statSync(logger.file).mode & 0o777).toBe(0o600)
    expect(statSync(logs).mode & 0o777).toBe(0o700)
  })

  it('takes 120 lines of one event in a minute, and says how many it left out', () => {
    const clock = testClock()
    const logger = createFileLogger(folder, clock)
    for (let index = 0; index < 10_000; index += 1) logger.log('error', 'storm', { index })
    logger.log('info', 'other')
    expect(entries(logger.file)).toHaveLength(121)
    clock.advance(60_000)
    logger.log('error', 'storm')
    expect(entries(logger.file).slice(-2)).toMatchObject([
      { event: 'log-lines-left-out', of: 'storm', suppressed: 9880 },
      { event: 'storm' },
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
    const kept = names.toReversed().flatMap(name => entries(path.join(folder, name)))
    const numbers = kept.map(({ index }) => Number(index))
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
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ index: 49 })
    for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow()
  })

  it('does not end the program when it cannot write', () => {
    const logger = createFileLogger(folder, testClock())
    rmSync(folder, { recursive: true })
    expect(() => logger.log('error', 'no-folder')).not.toThrow()
  })
})
