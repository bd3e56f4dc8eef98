import { describe, expect, it } from 'vitest'
import { readAhead } from '../../../electron/core/files/read-ahead.ts'

const mib = 1024 * 1024
const content = Buffer.alloc(5 * mib + 123)
for (let at = 0; at < content.byteLength; at += 1) content[at] = (at * 31 + (at >> 12)) & 255

/** Reads as a file does, at most `most` bytes at a time. */
const reading = (most = Infinity) => {
  const memories = new Set<ArrayBufferLike>()
  const positions: number[] = []
  const readInto = async (memory: Uint8Array, position: number) => {
    memories.add(memory.buffer)
    positions.push(position)
    const part = content.subarray(position, position + Math.min(memory.byteLength, most))
    memory.set(part)
    return part.byteLength
  }
  return { readInto, memories, positions }
}

const collect = async (chunks: AsyncIterable<Uint8Array>) => {
  const copies: Buffer[] = []
  for await (const chunk of chunks) {
    // What is read ahead meanwhile must not touch what the reader has.
    await new Promise(resolve => setImmediate(resolve))
    copies.push(Buffer.from(chunk))
  }
  return Buffer.concat(copies)
}

describe('readAhead', () => {
  it.each([Infinity, 700_001, 4096])('gives every byte, read %d at a time at most', async most => {
    const { readInto, memories } = reading(most)
    const all = await collect(readAhead(readInto, content.byteLength))
    expect(all.equals(content)).toBe(true)
    expect(memories.size).toBe(2)
  })

  it('gives every byte of a small source that is read in bits', async () => {
    const { readInto } = reading(3)
    expect(await collect(readAhead(readInto, 10))).toEqual(content.subarray(0, 10))
  })

  it('reads one chunk ahead, and no more', async () => {
    const { readInto, positions } = reading()
    const chunks = readAhead(readInto, content.byteLength)
    await chunks.next()
    expect(positions).toEqual([0, mib])
    await chunks.next()
    expect(positions).toEqual([0, mib, 2 * mib])
    await chunks.return(undefined)
  })

  it('ends where the source ends early, and tells of a failure in its turn', async () => {
    const { readInto } = reading()
    const all = await collect(readAhead(readInto, content.byteLength + 5))
    expect(all.equals(content)).toBe(true)
    const failing = async (memory: Uint8Array, position: number) => {
      if (position > 0) throw new Error('EIO')
      return memory.byteLength
    }
    const chunks = readAhead(failing, 3 * mib)
    expect((await chunks.next()).value?.byteLength).toBe(mib)
    await expect(chunks.next()).rejects.toThrow('EIO')
    expect(await collect(readAhead(readInto, 0))).toHaveLength(0)
  })

  it('waits for its last read before it ends: the file may be closed next', async () => {
    let running = 0
    const slow = async (memory: Uint8Array) => {
      running += 1
      await new Promise(resolve => setImmediate(resolve))
      running -= 1
      return memory.byteLength
    }
    const chunks = readAhead(slow, 5 * mib)
    await chunks.next()
    await chunks.return(undefined)
    expect(running).toBe(0)
  })
})
