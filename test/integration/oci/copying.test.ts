import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import type { Fault } from '../../support/fault-registry/fault-registry.ts'
import { reply, reset, silence } from '../../support/fault-registry/fault-registry.ts'
import { createTestClock } from '../../support/fault-registry/test-clock.ts'
import {
  clientFor,
  describeBytes,
  failureOf,
  faultRegistry,
  never as signal,
} from './oci-harness.ts'

// A copy is a pipe: what one registry sends is the body of what the other gets, and neither may spoil it.

const blob = randomBytes(5_000_000)
const descriptor = describeBytes(blob)
const changed = Buffer.from(blob)
changed[4_999_999] = (changed[4_999_999] ?? 0) ^ 1
const read = /^GET .*blobs\/sha256/
const length = { 'content-length': String(blob.byteLength) }
const head = `HTTP/1.1 200 OK\r\nContent-Length: ${blob.byteLength}\r\n\r\n`

const setUp = async () => {
  const [from, to] = [await faultRegistry(), await faultRegistry()]
  from.addBlob(blob)
  const clock = createTestClock()
  const source = clientFor(from, { clock }).repository('team/app')
  const target = clientFor(to, { clock }).repository('mirror/app')
  let opened = 0
  const copy = (more: { onBytes?: (bytes: number) => void } = {}) =>
    target.pushBlob(
      descriptor,
      () => {
        opened++
        return source.openBlob(descriptor, { signal })
      },
      { signal, ...more },
    )
  return { from, to, target, clock, copy, opened: () => opened }
}

it('brings the same bytes with one read and one PUT', async () => {
  const { from, to, copy } = await setUp()
  const told: number[] = []
  await copy({ onBytes: bytes => told.push(bytes) })
  expect(to.blobs.get(descriptor.digest)?.equals(blob)).toBe(true)
  expect(from.log()).toHaveLength(1)
  expect(to.log().map(line => line.split(' ')[0])).toEqual(['POST', 'PUT'])
  expect(told.at(-1)).toBe(blob.byteLength)
})

it.each<[string, Fault]>([
  ['at two thirds', reset(head, blob.subarray(0, 3_333_333))],
  ['before the last byte', reset(head, blob.subarray(0, -1))],
])('goes on where the source was cut %s, within the same PUT', async (_where, fault) => {
  const { from, to, copy, opened } = await setUp()
  from.on(read, fault, 1)
  await copy()
  expect(to.blobs.get(descriptor.digest)?.equals(blob)).toBe(true)
  expect(to.log(/^PUT/)).toHaveLength(1)
  expect(opened()).toBe(1)
})

const spoilt: ReadonlyArray<readonly [string, Fault, object]> = [
  [
    'other bytes',
    ({ response }) => void response.writeHead(200, length).end(changed),
    { code: 'integrity', reason: 'digest-mismatch' },
  ],
  [
    'a short body',
    ({ response }) => void response.end(blob.subarray(0, 4_000_000)),
    { code: 'unreachable', reason: 'cut-off' },
  ],
  [
    'a longer body',
    ({ response }) => void response.end(Buffer.concat([blob, blob])),
    { code: 'integrity', reason: 'size-mismatch' },
  ],
  ['a refusal', reply(403), { code: 'forbidden', reason: 'denied' }],
]

it.each(spoilt)(
  'closes no upload where the source sends %s, and says so of the source, once',
  async (_what, fault, failure) => {
    const { from, to, copy, opened } = await setUp()
    from.on(read, fault)
    // One that believes whatever it gets.
    to.on(/^PUT/, reply(201))
    expect(await failureOf(copy())).toMatchObject({
      ...failure,
      params: { host: from.host },
    })
    // Whole requests only: the body of the PUT never ended.
    expect(to.log(/^PUT/)).toEqual([])
    expect(to.log(/^DELETE .*uploads/)).toHaveLength(1)
    expect(opened()).toBe(1)
  },
)

it('does not send the last byte before the source has ended well', async () => {
  const { to, target } = await setUp()
  const small = describeBytes(blob.subarray(0, 200_000))
  const late = new Error('not what it was')
  const source = async function* () {
    yield blob.subarray(0, 100_000)
    yield blob.subarray(100_000, 200_000)
    // Long enough for all of them to be there.
    for (let round = 0; round < 20; round++) await target.hasBlob(descriptor.digest, { signal })
    throw late
  }
  expect(await failureOf(target.pushBlob(small, source, { signal }))).toBe(late)
  expect(to.log(/^PUT/)).toEqual([])
})

it('gives up on a source that stands still, not on the target that waits for it', async () => {
  const { from, to, clock, copy, opened } = await setUp()
  from.on(read, silence)
  from.on(
    read,
    ({ response }) => {
      response.writeHead(200, length)
      response.write(blob.subarray(0, 2_000_000))
    },
    1,
  )
  const failed = failureOf(copy())
  await expect.poll(() => to.uploads.size).toBe(1)
  await clock.advanceUntil(failed, 31_000)
  expect(await failed).toMatchObject({
    code: 'unreachable',
    reason: 'timed-out',
    params: { host: from.host },
  })
  expect(to.log(/^PUT/)).toEqual([])
  expect([to.log(/^POST/).length, opened()]).toEqual([1, 1])
})

it('reads the source again where the target lost what it had', async () => {
  const { to, copy, opened } = await setUp()
  to.on(/^PUT/, reply(404), 1)
  await copy()
  expect(to.blobs.get(descriptor.digest)?.equals(blob)).toBe(true)
  expect(opened()).toBe(2)
})

it('ends both sides within a moment when aborted', async () => {
  const { from, to } = await setUp()
  const abort = new AbortController()
  const closed = Promise.withResolvers<void>()
  from.on(read, ({ response }) => {
    response.socket?.once('close', () => closed.resolve())
    response.writeHead(200, length)
    response.write(blob.subarray(0, 2_000_000))
  })
  const source = clientFor(from).repository('team/app')
  const target = clientFor(to).repository('mirror/app')
  const copied = target.pushBlob(
    descriptor,
    () => source.openBlob(descriptor, { signal: abort.signal }),
    { signal: abort.signal, onBytes: () => abort.abort() },
  )
  expect(await failureOf(copied)).toMatchObject({ code: 'cancelled' })
  await closed.promise
})
