import { describe, expect, it } from 'vitest'
import {
  compareNames,
  formatAgo,
  formatBytes,
  formatClock,
  formatCount,
  formatDate,
  formatDuration,
  formatExactTime,
  formatShortDuration,
  formatTime,
} from '../../../renderer/lib/formats.ts'
import { english, type Language } from '../../../renderer/lib/language.ts'
import {
  formatDay,
  formatLeft,
  formatMoment,
  formatSeen,
  formatSince,
} from '../../../renderer/lib/moments.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const now = Date.parse('2026-11-14T09:38:12Z')

/** A second language, with other separators, another order of names, and words of its own. */
const russian: Language = {
  tag: 'ru',
  dates: 'ru',
  words: {
    sizes: ['{{value}} Б', '{{value}} КБ', '{{value}} МБ', '{{value}} ГБ', '{{value}} ТБ'],
    justNow: 'только что',
    ago: {
      seconds: '{{value}} с назад',
      minutes: '{{value}} мин назад',
      hours: '{{value}} ч назад',
    },
    onDay: '{{value}}',
    lasts: {
      underMilliseconds: '<1 мс',
      milliseconds: '{{value}} мс',
      seconds: '{{value}} с',
      minutes: '{{value}} мин',
      hours: '{{value}} ч',
      days: { one: '{{value}} день', few: '{{value}} дня', other: '{{value}} дней' },
    },
  },
}

/** Everything that a format makes, in one language. */
const all = (language: Language): readonly string[] => [
  formatCount(1_234_567, language),
  ...[12, 98_400, 1_200_000, 3e12].map(bytes => formatBytes(bytes, language)),
  ...[0, 3 * hourMs, 30 * dayMs].map(age => formatAgo(now - age, now, language)),
  formatExactTime(now, language),
  formatDate(now, language),
  formatTime(now, language),
  formatClock(now, language),
  ...[42, 1200].map(ms => formatDuration(ms, language)),
  formatShortDuration(0.4, language),
  formatDay(now, language),
  formatMoment(now - 3 * dayMs, now, language),
  ...[0, 12_000, 120_000, 3 * hourMs, 3 * dayMs].map(age => formatSeen(now - age, now, language)),
  formatSince(now - 3 * dayMs, now, language),
  ...[40_000, 720_000, 3 * hourMs + 720_000, 102 * dayMs].map(ms => formatLeft(ms, language)),
]

describe('formats of a second language', () => {
  it('have no English left in them', () => {
    for (const text of all(russian)) expect(text).not.toMatch(/[A-Za-z]/)
  })

  it('leave English as it is', () => {
    expect(all(english)).not.toEqual(all(russian))
    expect(formatBytes(98_400, english)).toBe('98.4 KB')
    expect(formatBytes(98_400, russian)).toBe('98,4 КБ')
    expect(formatExactTime(now, english)).toMatch(/^14 November 2026 at \d\d:38:12$/)
  })

  it('have the plural forms of their language', () => {
    expect([21, 22, 25].map(days => formatLeft(days * dayMs, russian))).toEqual([
      '21 день',
      '22 дня',
      '25 дней',
    ])
    expect(formatLeft(102 * dayMs, english)).toBe('102 days')
  })

  it('order names as their language does', () => {
    expect(['file10', 'file2', 'ä', 'z'].toSorted((a, b) => compareNames(a, b, english))).toEqual([
      'ä',
      'file2',
      'file10',
      'z',
    ])
    const swedish: Language = { ...english, tag: 'sv' }
    expect(['z', 'ä'].toSorted((a, b) => compareNames(a, b, swedish))).toEqual(['z', 'ä'])
  })
})
