import { expect, it } from 'vitest'
import { createdAt } from '../../../electron/core/versions/created-at.ts'

const key = 'org.opencontainers.image.created'

it.each(['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.123456789+05:30'])('%s is a time', text =>
  expect(createdAt({ [key]: text })).toBe(text),
)

it.each(['2026-01-02T03:04:05', 'chart 12', '1', '2026-02-30T00:00:00Z', ''])(
  '"%s" is none, whatever Date.parse makes of it',
  text => expect(createdAt({ [key]: text })).toBeUndefined(),
)

it('is absent where nothing is said', () => expect(createdAt({})).toBeUndefined())
