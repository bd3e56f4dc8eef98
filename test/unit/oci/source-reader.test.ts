import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSourceReader } from '../../../electron/core/oci/blobs/source-reader.ts'
import type { RepositoryContext } from '../../../electron/core/oci/exchange/repository-context.ts'

// The reader needs names for its errors, and nothing else of it.
const context = { host: 'reg.io', name: 'team/app' } as RepositoryContext

const bytes = Uint8Array.from({ length: 200 }, (_, index) => index)

/** The bytes in chunks of these lengths; the last as long as is left. */
const inChunks = (lengths: readonly number[], content = bytes) => {
  const seen = { opened: 0, closed: 0, given: 0 }
  const source = async function* () {
    seen.opened++
    try {
      let at = 0
      for (const length of [...lengths, content.byteLength]) {
        const chunk = content.subarray(at, at + length)
        at += chunk.byteLength
        seen.given = at
        if (chunk.byteLength > 0) yield chunk
      }
    } finally {
      seen.closed++
    }
  }
  return { source, seen }
}

const collect = async (parts: AsyncIterable<Uint8Array>) => {
  const found: number[] = []
  for await (const part of parts) found.push(...part)
  return found
}

describe('a source read in pieces', () => {
  it('gives the bytes asked for, however it is cut and wherever one goes on', async () => {
    const place = fc.tuple(fc.nat(199), fc.nat(199))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 12 }),
        fc.array(place, { minLength: 1, maxLength: 6 }),
        async (lengths, places) => {
          const { source, seen } = inChunks(lengths)
          const reader = createSourceReader(context, source, bytes.byteLength)
          for (const [a, b] of places) {
            const [from, to] = [Math.min(a, b), Math.max(a, b)]
            const found = await collect(reader.take(from, to - from))
            expect(found).toEqual([...bytes.subarray(from, to)])
          }
          await reader.close()
          expect(seen.closed).toBe(seen.opened)
        },
      ),
    )
  }, 60_000)

  it('is opened once where one piece follows the other, and never read ahead', async () => {
    const { source, seen } = inChunks(Array.from({ length: 20 }, () => 10))
    const reader = createSourceReader(context, source, bytes.byteLength)
    for (let at = 0; at < 200; at += 25) {
      await collect(reader.take(at, 25))
      expect(seen.given).toBeLessThanOrEqual(at + 25 + 10)
    }
    expect(seen.opened).toBe(1)
  })

  it('goes on after a piece that was left half way', async () => {
    const { source, seen } = inChunks([10, 10, 10])
    const reader = createSourceReader(context, source, bytes.byteLength)
    const half = reader.take(0, 100)
    await half.next()
    await half.return(undefined)
    expect(await collect(reader.take(0, 200))).toEqual([...bytes])
    expect(seen.opened).toBe(2)
  })

  it.each([
    ['shorter', bytes.subarray(0, 150)],
    ['longer', Uint8Array.from({ length: 201 })],
  ])('that became %s is refused', async (_, content) => {
    const { source } = inChunks([64, 64], content)
    const reader = createSourceReader(context, source, bytes.byteLength)
    await collect(reader.take(0, 100))
    await expect(collect(reader.take(100, 100))).rejects.toMatchObject({
      code: 'integrity',
      reason: 'source-changed',
    })
  })
})
