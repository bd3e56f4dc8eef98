import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'
import { raw, reply, reset, silence } from '../../support/fault-registry/fault-registry.ts'
import { send } from '../../support/fault-registry/memory-registry.ts'
import { createTestClock } from '../../support/fault-registry/test-clock.ts'
import {
  clientFor,
  collect,
  describeBytes,
  failureOf,
  faultRegistry,
  never as signal,
  sink,
} from './oci-harness.ts'

const setUp = async () => {
  const registry = await faultRegistry()
  const clock = createTestClock()
  registry.addManifest('team/app', Buffer.from('{}'), 'x', '1.0.0')
  const quiet: Array<number | undefined> = []
  const client = clientFor(registry, { clock, onQuiet: untilMs => void quiet.push(untilMs) })
  const list = () => collect(client.repository('team/app').tags({ signal }))
  /** Waits that are not the watch of an exchange. */
  const waits = () => clock.sleeps.filter(ms => ms !== 5_000)
  return { registry, clock, client, list, waits, quiet }
}
const tags = /tags\/list/

/** Enough for whoever would not wait. */
const aFewRoundTrips = async (origin: string) => {
  for (let trip = 0; trip < 5; trip++) await (await fetch(`${origin}/v2/`)).text()
}

describe('passing failures', () => {
  it.each([500, 502, 503, 504, 408, 425, 429])('tries again after %i', async status => {
    const { registry, clock, list, waits } = await setUp()
    registry.on(tags, reply(status), 3)
    const listed = list()
    await clock.advanceUntil(listed, 100)
    expect(await listed).toEqual(['1.0.0'])
    expect(waits().map(ms => 2 ** Math.round(Math.log2(ms / 250)))).toEqual([1, 2, 4])
  })

  it('stops after four tries with the last status', async () => {
    const { registry, clock, list } = await setUp()
    registry.on(tags, reply(503, { errors: [{ code: 'UNAVAILABLE' }] }))
    const failed = failureOf(list())
    await clock.advanceUntil(failed, 100)
    expect(await failed).toMatchObject({
      code: 'unreachable',
      reason: 'server-error',
      params: { status: 503 },
    })
    expect(registry.log(tags)).toHaveLength(4)
  })

  it.each([400, 401, 403, 404, 409, 413, 416, 501])('does not try again after %i', async status => {
    const { registry, list } = await setUp()
    registry.on(tags, reply(status))
    await failureOf(list())
    expect(registry.log(tags)).toHaveLength(1)
  })

  it('tries again after a reset, and after an idle connection was closed under it', async () => {
    const { registry, clock, list } = await setUp()
    await list()
    registry.on(tags, reset(), 2)
    const listed = list()
    await clock.advanceUntil(listed, 100)
    expect(await listed).toEqual(['1.0.0'])
  })
})

describe('Retry-After', () => {
  it('is obeyed in seconds and as a date', async () => {
    const { registry, clock, list, waits } = await setUp()
    registry.on(tags, reply(429, '', { 'retry-after': '2' }), 1)
    await clock.advanceUntil(list(), 100)
    expect(waits()[0]).toBe(2_000)
    const date = new Date(Math.ceil(clock.now() / 1000) * 1000 + 7_000).toUTCString()
    registry.on(tags, reply(503, '', { 'retry-after': date }), 1)
    await clock.advanceUntil(list(), 100)
    expect(waits().at(-1)).toBeGreaterThan(6_000)
    expect(waits().at(-1)).toBeLessThanOrEqual(8_000)
  })

  it('above a minute ends the tries and says when', async () => {
    const { registry, list } = await setUp()
    registry.on(tags, reply(429, 'too many', { 'retry-after': '86400' }))
    expect(await failureOf(list())).toMatchObject({
      code: 'rate-limited',
      reason: 'try-later',
      details: { retryAfterMs: 86_400_000, exchange: { body: 'too many' } },
    })
    expect(registry.log(tags)).toHaveLength(1)
  })

  it('above a minute ends what others ask too, with what is left of it', async () => {
    const { registry, clock, list, quiet } = await setUp()
    const startMs = clock.now()
    registry.on(tags, reply(429, 'too many', { 'retry-after': '600' }), 1)
    await failureOf(list())
    expect(quiet).toEqual([startMs + 600_000])
    clock.advance(400_000)
    expect(await failureOf(list())).toMatchObject({
      code: 'rate-limited',
      details: { retryAfterMs: 200_000 },
    })
    expect(registry.log(tags)).toHaveLength(1)
    clock.advance(150_000)
    const listed = list()
    await clock.advanceUntil(listed, 1_000)
    expect(await listed).toEqual(['1.0.0'])
    expect(quiet).toEqual([startMs + 600_000, undefined])
  })

  it('of a day is not believed for longer than an hour', async () => {
    const { registry, clock, list } = await setUp()
    registry.on(tags, reply(429, '', { 'retry-after': '86400' }), 1)
    await failureOf(list())
    clock.advance(59 * 60_000 - 1)
    expect(await failureOf(list())).toMatchObject({ code: 'rate-limited' })
    clock.advance(60_001)
    expect(await list()).toEqual(['1.0.0'])
  })

  it.each(['-1', 'abc', '', '1e9'])('of “%s” is no Retry-After', async value => {
    const { registry, clock, list, waits } = await setUp()
    registry.on(tags, reply(429, '', { 'retry-after': value }), 1)
    await clock.advanceUntil(list(), 100)
    expect(waits()[0]).toBeLessThan(400)
  })

  it('is obeyed by what must not be sent twice, before it is sent', async () => {
    const { registry, clock, client, list } = await setUp()
    registry.on(tags, reply(429, '', { 'retry-after': '30' }), 1)
    const first = list()
    await clock.sleeping(30_000)
    const other = client.repository('team/app').deleteManifest('1.0.0', { signal })
    await aFewRoundTrips(registry.origin)
    expect(registry.log(/DELETE/)).toEqual([])
    await clock.advanceUntil(Promise.all([first, other]), 1_000)
    expect(registry.log(/DELETE/)).toHaveLength(1)
  })

  it.each([
    ['429', 429, { 'retry-after': '30' }],
    ['503', 503, { 'retry-after': '30' }],
  ])('of %s holds back everybody, and nobody rushes in at the end', async (_, status, headers) => {
    const { registry, clock, list, waits } = await setUp()
    registry.on(tags, reply(status, '', headers), 1)
    const first = list()
    await clock.sleeping(30_000)
    const others = Promise.all(Array.from({ length: 5 }, list))
    await aFewRoundTrips(registry.origin)
    expect(registry.log(tags)).toHaveLength(1)
    await clock.advanceUntil(Promise.all([first, others]), 1_000)
    expect(registry.log(tags)).toHaveLength(7)
    expect(waits()[0]).toBe(30_000)
    // One after the other, at intervals that differ.
    const gaps = waits().slice(1)
    expect(gaps).toHaveLength(5)
    gaps.forEach((ms, index) => {
      expect(ms - 30_000).toBeGreaterThanOrEqual(50 * (index + 1))
      expect(ms - 30_000).toBeLessThanOrEqual(150 * (index + 1))
    })
  })

  it('without a time holds back everybody too, for a backoff', async () => {
    const { registry, clock, list, waits, quiet } = await setUp()
    registry.on(tags, reply(429), 1)
    const first = list()
    await expect.poll(() => waits().length).toBe(1)
    const other = list()
    await aFewRoundTrips(registry.origin)
    expect(registry.log(tags)).toHaveLength(1)
    await clock.advanceUntil(Promise.all([first, other]), 50)
    expect(Math.max(...waits())).toBeLessThan(700)
    expect(quiet).toEqual([])
  })

  it('tells until when everybody waits, and that it is over', async () => {
    const { registry, clock, list, quiet } = await setUp()
    const startMs = clock.now()
    registry.on(tags, reply(429, '', { 'retry-after': '30' }), 1)
    await clock.advanceUntil(list(), 100)
    expect(quiet).toHaveLength(2)
    const [untilMs = 0, over] = quiet
    expect(untilMs - startMs).toBeGreaterThanOrEqual(30_000)
    expect(untilMs - startMs).toBeLessThan(32_000)
    expect(over).toBeUndefined()
  })

  it('is not ended by the answer to what was asked before', async () => {
    const { registry, clock, client, list } = await setUp()
    let answer = () => {}
    registry.on(/HEAD/, ({ pass }) => void (answer = pass), 1)
    const slow = client
      .repository('team/app')
      .hasBlob(describeBytes(Buffer.from('x')).digest, { signal })
    await expect.poll(() => registry.log(/HEAD/)).toHaveLength(1)
    registry.on(tags, reply(429, '', { 'retry-after': '30' }), 1)
    const first = list()
    await clock.sleeping(30_000)
    answer()
    expect(await slow).toBe(false)
    const other = list()
    await aFewRoundTrips(registry.origin)
    expect(registry.log(tags)).toHaveLength(1)
    await clock.advanceUntil(Promise.all([first, other]), 1_000)
  })

  describe('of a host that a registry sends us to', () => {
    const blob = Buffer.from('a blob')
    const { digest } = describeBytes(blob)
    const away = async (...waits: readonly string[]) => {
      const { registry, ...rest } = await setUp()
      const left = [...waits]
      const storage = await sink(response => {
        const wait = left.shift()
        return wait === undefined
          ? send(response, 200, blob.toString())
          : send(response, 429, 'too many', { 'retry-after': wait })
      })
      registry.on(/blobs/, reply(307, '', { location: `${storage.origin}/blob` }))
      const read = () =>
        rest.client
          .repository('team/app')
          .readBlob({ mediaType: '', digest, sizeBytes: 6 }, { signal, limitBytes: 9 })
      return { ...rest, registry, storage, read }
    }

    it('holds back all who are sent there, and is told to be over', async () => {
      const { registry, storage, read, clock, quiet } = await away('30')
      const first = read()
      await clock.sleeping(30_000)
      const second = read()
      await aFewRoundTrips(registry.origin)
      expect(storage.requests).toHaveLength(1)
      await clock.advanceUntil(Promise.all([first, second]), 1_000)
      expect(await second).toEqual(blob)
      expect(quiet.at(-1)).toBeUndefined()
    })

    it('is told on when a shorter one of the registry itself is over', async () => {
      const { registry, read, list, clock, quiet } = await away('300')
      expect(await failureOf(read())).toMatchObject({ code: 'rate-limited' })
      const [untilMs] = quiet
      registry.on(tags, reply(429, '', { 'retry-after': '30' }), 1)
      await clock.advanceUntil(list(), 1_000)
      expect(untilMs).toEqual(expect.any(Number))
      expect(new Set(quiet)).toEqual(new Set([untilMs]))
    })

    it('ends after an hour, however often it was asked for meanwhile', async () => {
      const { storage, read, clock } = await away('86400')
      for (let minutes = 0; minutes < 60; minutes += 10) {
        expect(await failureOf(read())).toMatchObject({ code: 'rate-limited' })
        clock.advance(10 * 60_000)
      }
      expect(await read()).toEqual(blob)
      expect(storage.requests).toHaveLength(2)
    })

    it('is none of the registry’s, whose own is over once somebody else answers for it', async () => {
      const { registry, read, clock, quiet } = await away()
      registry.on(/blobs/, reply(429, '', { 'retry-after': '30' }), 1)
      const reading = read()
      await clock.advanceUntil(reading, 1_000)
      expect(await reading).toEqual(blob)
      expect(quiet).toEqual([expect.any(Number), undefined])
    })
  })

  it('ends at once for who cancels', async () => {
    const { registry, clock, client, list } = await setUp()
    registry.on(tags, reply(429, '', { 'retry-after': '30' }), 1)
    const first = list()
    await clock.sleeping(30_000)
    const stop = new AbortController()
    const waiting = failureOf(collect(client.repository('team/app').tags({ signal: stop.signal })))
    stop.abort()
    expect(await waiting).toMatchObject({ code: 'cancelled' })
    await clock.advanceUntil(first, 1_000)
    expect(registry.log(tags)).toHaveLength(2)
  })
})

describe('a registry that cannot be reached', () => {
  it('says that nothing listens there', async () => {
    const server = createServer()
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const host = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
    await new Promise(resolve => server.close(resolve))
    expect(await failureOf(clientFor({ host }).ping({ signal }))).toMatchObject({
      code: 'unreachable',
      reason: 'connection-refused',
      params: { host },
    })
  })

  it('says that there is no such name', async () => {
    const client = clientFor(
      { host: 'registry.example' },
      {
        lookup: (_name, _options, callback) =>
          callback(Object.assign(new Error('no'), { code: 'ENOTFOUND' }), ''),
      },
    )
    expect(await failureOf(client.ping({ signal }))).toMatchObject({
      code: 'unreachable',
      reason: 'name-not-found',
      params: { host: 'registry.example' },
    })
  })

  it.each([
    ['says nothing', ''],
    ['stops in its headers', 'HTTP/1.1 200 OK\r\nContent-Le'],
    ['sends 1xx and no answer', 'HTTP/1.1 103 Early Hints\r\n\r\n'],
  ])('gives up on one that %s', async (_name, start) => {
    const { registry, clock, list } = await setUp()
    registry.on(tags, exchange => {
      exchange.response.socket?.write(start)
      return silence(exchange)
    })
    const failed = failureOf(list())
    await clock.advanceUntil(failed, 6_000)
    expect(await failed).toMatchObject({ code: 'unreachable', reason: 'timed-out' })
    // Four tries of half a minute each would be two minutes of somebody's time.
    expect(registry.log(tags).length).toBeLessThan(4)
  })

  it('gives up on a page that never ends within a minute', async () => {
    const { registry, clock, list } = await setUp()
    registry.on(tags, async ({ response }) => {
      response.writeHead(200)
      while (!response.destroyed) {
        await new Promise<void>(resolve => response.write(' '.repeat(9_000), () => resolve()))
        clock.advance(2_000)
        await new Promise(resolve => setImmediate(resolve))
      }
    })
    const failed = failureOf(list())
    await clock.advanceUntil(failed, 1_000)
    expect(await failed).toMatchObject({ code: 'unreachable', reason: 'timed-out' })
  })
})

describe('answers that are no HTTP', () => {
  const head = 'HTTP/1.1 200 OK\r\n'
  const body = '{"tags":["9.9.9"]}'
  const length = `Content-Length: ${body.length}\r\n`
  it.each([
    ['17 KiB of headers', `${head}X: ${'a'.repeat(17 * 1024)}\r\n${length}\r\n${body}`],
    [
      '200 headers',
      `${head}${Array.from({ length: 200 }, (_, n) => `X-${n}: 1\r\n`).join('')}${length}\r\n${body}`,
    ],
    ['a bare line feed in a header', `${head}X: a\n b: c\r\n${length}\r\n${body}`],
    ['two lengths', `${head}Content-Length: 2\r\n${length}\r\n${body}`],
    ['a length and chunks', `${head}${length}Transfer-Encoding: chunked\r\n\r\n${body}`],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ])('refuses %s', async (_name, answer) => {
    const { registry, clock, list } = await setUp()
    registry.on(tags, raw(answer))
    const failed = failureOf(list())
    await clock.advanceUntil(failed, 100)
    expect(await failed).toMatchObject({ code: expect.stringMatching(/unsupported|unreachable/) })
  })

  it.each([
    ['a bare line feed in a header', `${head}X: a\n b: c\r\n${length}\r\n${body}`],
    ['a chunk without a size', `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n`],
    ['no HTTP', 'SSH-2.0-OpenSSH_9.2\r\n'],
  ])('says of %s that it cannot be read, and does not ask again', async (_name, answer) => {
    const { registry, clock, list } = await setUp()
    registry.on(tags, raw(answer))
    const failed = failureOf(list())
    await clock.advanceUntil(failed, 100)
    expect(await failed).toMatchObject({ code: 'unsupported', reason: 'malformed-answer' })
    expect(registry.log(tags)).toHaveLength(1)
  })

  it('uses no second answer that came with the first', async () => {
    const { registry, clock, list } = await setUp()
    const smuggled = `${head}Content-Length: 21\r\n\r\n{"tags":["smuggled"]}`
    registry.on(tags, raw(`${head}${length}\r\n${body}${smuggled}`), 1)
    const both = Promise.all([list(), list()])
    await clock.advanceUntil(both, 100)
    expect((await both).flat()).not.toContain('smuggled')
  })

  it('are given up on when they are announced for ever', async () => {
    const { registry, clock, list } = await setUp()
    registry.on(tags, async ({ response: { socket } }) => {
      const announce = (done: () => void) => socket?.write('HTTP/1.1 102 Processing\r\n\r\n', done)
      while (socket && !socket.destroyed) {
        await new Promise<void>(resolve => announce(resolve))
        // Leaves the client time to hang up.
        await new Promise(resolve => setImmediate(resolve))
      }
    })
    const failed = failureOf(list())
    await clock.advanceUntil(failed, 5_000)
    expect(await failed).toMatchObject({ code: expect.stringMatching(/unreachable|unsupported/) })
  })

  it('works with HTTP/1.0', async () => {
    const { registry, list } = await setUp()
    registry.on(tags, raw(`HTTP/1.0 200 OK\r\n${length}\r\n${body}`))
    expect(await list()).toEqual(['9.9.9'])
  })
})

describe('stopping', () => {
  it('ends a wait for the next try at once', async () => {
    const { registry, clock } = await setUp()
    registry.on(tags, reply(429, '', { 'retry-after': '30' }))
    const abort = new AbortController()
    const client = clientFor(registry, { clock })
    const failed = failureOf(collect(client.repository('team/app').tags({ signal: abort.signal })))
    await clock.sleeping(30_000)
    abort.abort()
    expect(await failed).toMatchObject({ code: 'cancelled' })
  })

  it('ends a wait for the way there at once', async () => {
    const { registry, clock } = await setUp()
    const asked = Promise.withResolvers<void>()
    const route = () => {
      asked.resolve()
      return new Promise<never>(() => {})
    }
    const client = clientFor(registry, { clock, route })
    const abort = new AbortController()
    const tagsUntil = (until: AbortSignal) =>
      failureOf(collect(client.repository('team/app').tags({ signal: until })))
    const cancelled = tagsUntil(abort.signal)
    await asked.promise
    abort.abort()
    expect(await cancelled).toMatchObject({ code: 'cancelled' })
    const late = tagsUntil(signal)
    await clock.advanceUntil(late, 6_000)
    expect(await late).toMatchObject({ code: 'unreachable', reason: 'timed-out' })
  })

  it('ends what runs when the client closes', async () => {
    const { registry, clock } = await setUp()
    const client = clientFor(registry, { clock })
    const asked = new Promise<void>(resolve => {
      registry.on(tags, () => resolve())
    })
    const failed = failureOf(collect(client.repository('team/app').tags({ signal })))
    await asked
    await client.close()
    expect(await failed).toMatchObject({ code: 'cancelled' })
  })
})
