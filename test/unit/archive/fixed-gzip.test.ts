import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fixedGzip } from '../../support/archives/fixed-gzip.ts'

test('zlib unpacks what was packed, whatever the header says', () => {
  const few = fc.uint8Array({ max: 3, maxLength: 2_000 })
  fc.assert(
    fc.property(fc.oneof(few, fc.uint8Array({ maxLength: 2_000 })), content => {
      const packed = fixedGzip(content, { extra: Buffer.from('ab'), fileName: 'x', comment: 'y' })
      expect(gunzipSync(packed).equals(Buffer.from(content))).toBe(true)
    }),
  )
})

test('a repetition is found across the window, of the longest length, and no farther', () => {
  const noise = Buffer.from(Array.from({ length: 32_768 }, (_, at) => (at * at * 31) >> 5))
  for (const content of [
    Buffer.alloc(100_000),
    Buffer.concat([noise, noise]),
    Buffer.concat([noise, Buffer.from('x'), noise]),
  ]) {
    const packed = fixedGzip(content)
    expect(packed.length).toBeLessThan(content.length)
    expect(gunzipSync(packed).equals(content)).toBe(true)
  }
})
