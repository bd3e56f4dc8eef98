import { afterEach, describe, expect, test, vi } from 'vitest'
import { formatCreated } from '../../../electron/core/archive/created-time.ts'

const at = Date.UTC(2020, 0, 1, 22, 4, 5, 999)

describe('the time helm writes as created', () => {
  afterEach(() => vi.unstubAllEnvs())

  test.each([
    ['UTC', at, '2020-01-01T22:04:05Z'],
    ['Europe/London', at, '2020-01-01T22:04:05Z'],
    ['Europe/London', Date.UTC(2020, 6, 1), '2020-07-01T01:00:00+01:00'],
    ['Asia/Kolkata', at, '2020-01-02T03:34:05+05:30'],
    ['America/St_Johns', at, '2020-01-01T18:34:05-03:30'],
    ['UTC', -1, '1969-12-31T23:59:59Z'],
  ])('in %s', (zone, time, expected) => {
    vi.stubEnv('TZ', zone)
    expect(formatCreated(time)).toBe(expected)
  })
})
