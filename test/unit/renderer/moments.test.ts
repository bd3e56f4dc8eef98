import { expect, test } from 'vitest'
import {
  formatDay,
  formatLeft,
  formatMoment,
  formatSeen,
  formatSince,
} from '../../../renderer/lib/moments.ts'

const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const now = new Date(2026, 10, 21, 23, 30).getTime()

test.each([
  [0, 'just now'],
  [-5 * second, 'just now'],
  [5 * second, '5 s ago'],
  [12 * second, '12 s ago'],
  [2 * minute + 59 * second, '2 min ago'],
  [3 * hour, '3 h ago'],
  [18 * day, 'on 3 Nov'],
  [400 * day, 'on 17 Oct 2025'],
])('%d ms ago is %s', (ageMs, text) => {
  expect(formatSeen(now - ageMs, now)).toBe(text)
})

test.each([
  [-1, '0 s'],
  [40 * second, '40 s'],
  [12 * minute + 30 * second, '12 min'],
  [3 * hour + 12 * minute, '3 h 12 min'],
  [5 * hour, '5 h'],
  [102 * day + hour, '102 days'],
])('%d ms left are %s', (ms, text) => {
  expect(formatLeft(ms)).toBe(text)
})

test('a moment of another day says its day', () => {
  const at = new Date(2026, 10, 21, 9, 41, 7, 214).getTime()
  expect(formatMoment(at, now)).toBe('09:41:07.214')
  expect(formatMoment(at, now + day)).toBe('21 Nov, 09:41:07.214')
  expect(formatMoment(at, now + 60 * day)).toBe('21 Nov 2026, 09:41:07.214')
  expect(formatDay(at)).toBe('21 November 2026')
  expect(formatSince(at, now)).toBe('09:41')
  expect(formatSince(at, now + day)).toBe('21 November')
  expect(formatSince(at, now + 60 * day)).toBe('21 November 2026')
})
