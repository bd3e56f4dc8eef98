import { describe, expect, test } from 'vitest'
import {
  formatAgo,
  formatBytes,
  formatCountdown,
  formatDuration,
} from '../../../renderer/lib/formats.ts'

test.each([
  [0, '0 B'],
  [812, '812 B'],
  [999, '999 B'],
  [98_432, '98.4 KB'],
  [999_949, '999.9 KB'],
  [999_950, '1.0 MB'],
  [1_234_567, '1.2 MB'],
  [314_572_800, '314.6 MB'],
  [1_500_000_000_000_000, '1,500.0 TB'],
])('%d bytes are %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})

describe('the age of a time', () => {
  const minute = 60_000
  const hour = 60 * minute
  const day = 24 * hour
  test.each([
    [-5 * minute, 'just now'],
    [59_000, 'just now'],
    [minute, '1 minute ago'],
    [3 * hour, '3 hours ago'],
    [12 * day, '12 days ago'],
    [19 * day, '19 days ago'],
    [28 * day, '4 weeks ago'],
    [50 * day, '7 weeks ago'],
    [64 * day, '2 months ago'],
    [364 * day, '11 months ago'],
    [800 * day, '2 years ago'],
  ])('%d ms is %s', (age, text) => {
    const now = Date.UTC(2026, 10, 22)
    expect(formatAgo(now - age, now)).toBe(text)
  })
})

test.each([
  [252_000, '4:12'],
  [59_001, '1:00'],
  [0, '0:00'],
  [-1, '0:00'],
  [3_725_000, '1:02:05'],
])('a countdown of %d ms shows %s', (ms, text) => {
  expect(formatCountdown(ms)).toBe(text)
})

test.each([
  [42.4, '42 ms'],
  [1240, '1.2 s'],
])('%d ms took %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text)
})
