import { expect, test, vi } from 'vitest'
import { printOutcome } from '../../../scripts/lib/print-outcome.ts'

test('the ten slowest files are named, the slowest first, and what failed decides', () => {
  const lines: string[] = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line))
  const files = Array.from({ length: 12 }, (_, at) => ({ file: `f${at}.test.ts`, ms: at * 1000 }))
  const summary = { passed: 3, failed: 0, skipped: [], broken: [], files }
  const outcome = { checks: 2, summary, started: Date.now() }
  expect(printOutcome({ ...outcome, failedChecks: [] })).toBe(0)
  expect(lines.filter(line => line.includes('.test.ts'))).toEqual(
    [11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map(at => `${`${at}.0`.padStart(7)} s  f${at}.test.ts`),
  )
  expect(lines.at(-1)).toBe('5 passed, 0 failed, 0 skipped')
  expect(printOutcome({ ...outcome, failedChecks: ['knip'] })).toBe(1)
  expect(lines).toContain('failed: knip')
  vi.restoreAllMocks()
})
