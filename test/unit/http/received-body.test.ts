import { describe, expect, it } from 'vitest'
import { createReceivedBody } from '../../../electron/core/http/connect/received-body.ts'

const mib = 1024 * 1024

const setUp = (lengthBytes: number | undefined) => {
  const calls: string[] = []
  const source = {
    resume: () => void calls.push('resume'),
    complete: () => void calls.push('complete'),
    abandon: () => void calls.push('abandon'),
  }
  const body = createReceivedBody({ lengthBytes, source })
  const reader = body.chunks[Symbol.asyncIterator]()
  return { body, reader, calls }
}

const numbered = (byteCount: number, from = 0) =>
  Buffer.from(Array.from({ length: byteCount }, (_, index) => (from + index) % 251))

/** As a connection does: reads into the room that there is. */
const arrive = (body: ReturnType<typeof createReceivedBody>, bytes: Uint8Array) => {
  let isWanted = true
  for (let at = 0; at < bytes.byteLength && isWanted;) {
    const room = body.room()
    if (room.byteLength === 0) return false
    const part = bytes.subarray(at, at + room.byteLength)
    room.set(part)
    isWanted = body.receive(room.subarray(0, part.byteLength))
    at += part.byteLength
  }
  return isWanted
}

describe('createReceivedBody', () => {
  it('hands out what came, in order, and tells when all of it is there', async () => {
    const sent = numbered(2.5 * mib)
    const { body, reader, calls } = setUp(sent.byteLength)
    const pieces: Buffer[] = []
    for (let at = 0; at < sent.byteLength; at += 400_000) {
      arrive(body, sent.subarray(at, at + 400_000))
      if (body.room().byteLength > 400_000) continue
      const { value } = await reader.next()
      if (value) pieces.push(Buffer.from(value))
    }
    for (;;) {
      const { value, done } = await reader.next()
      if (done) break
      pieces.push(Buffer.from(value))
    }
    expect(Buffer.concat(pieces).equals(sent)).toBe(true)
    expect(calls).toContain('complete')
    expect(calls).not.toContain('abandon')
  })

  it('uses two pieces of memory, and never the one that the reader has', async () => {
    const { body, reader } = setUp(undefined)
    const memories = new Set<ArrayBufferLike>()
    for (let turn = 0; turn < 6; turn += 1) {
      const sent = Buffer.alloc(mib, turn)
      expect(arrive(body, sent)).toBe(false)
      const { value } = await reader.next()
      if (!value) throw new Error('nothing came')
      memories.add(value.buffer)
      expect(body.room().buffer).not.toBe(value.buffer)
      expect(Buffer.from(value).equals(sent)).toBe(true)
    }
    expect(memories.size).toBe(2)
  })

  it('stops a fast sender, and goes on once the reader asks for more', async () => {
    const { body, reader, calls } = setUp(undefined)
    expect(arrive(body, Buffer.alloc(mib))).toBe(false)
    expect(body.room().byteLength).toBe(0)
    expect(calls).toEqual([])
    await reader.next()
    expect(calls).toEqual(['resume'])
    expect(body.room().byteLength).toBe(mib)
  })

  it('keeps, and copies, what a parser had in hand beyond the room', async () => {
    const { body, reader } = setUp(undefined)
    const chunk = numbered(mib + 70_000)
    expect(body.receive(chunk)).toBe(false)
    const kept = Buffer.from(chunk)
    chunk.fill(0)
    const first = Buffer.from((await reader.next()).value ?? [])
    body.end()
    const second = Buffer.from((await reader.next()).value ?? [])
    expect(Buffer.concat([first, second]).equals(kept)).toBe(true)
    expect(await reader.next()).toEqual({ done: true, value: undefined })
  })

  it('takes no byte beyond its length', async () => {
    const { body, reader, calls } = setUp(10)
    expect(body.room().byteLength).toBe(10)
    expect(body.receive(numbered(25))).toBe(true)
    expect(calls).toEqual(['complete'])
    expect(body.room().byteLength).toBe(0)
    expect(body.receive(numbered(5))).toBe(true)
    expect((await reader.next()).value).toEqual(numbered(10))
    expect((await reader.next()).done).toBe(true)
  })

  it('hands out what came before a failure first', async () => {
    const { body, reader } = setUp(100)
    body.receive(numbered(40))
    body.fail(new Error('cut'))
    body.end()
    expect((await reader.next()).value).toEqual(numbered(40))
    await expect(reader.next()).rejects.toThrow('cut')
  })

  it('does not keep a reader waiting for a chunk to be full', async () => {
    const { body, reader } = setUp(mib)
    const waiting = reader.next()
    body.receive(numbered(3))
    expect((await waiting).value).toEqual(numbered(3))
  })

  it('lets go when the reader turns away, also one that waits', async () => {
    const { body, reader, calls } = setUp(100)
    const waiting = reader.next()
    body.destroy()
    expect(await waiting).toEqual({ done: true, value: undefined })
    expect(calls).toEqual(['abandon'])
    expect(body.receive(numbered(5))).toBe(true)
    expect(body.room().byteLength).toBe(0)
  })
})
