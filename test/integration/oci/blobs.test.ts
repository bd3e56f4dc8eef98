import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { receiveBlob } from '../../../electron/core/oci/blobs/receive-blob.ts'
import {
  type Fault,
  raw,
  reply,
  reset,
  silence,
} from '../../support/fault-registry/fault-registry.ts'
import { mediaType } from '../../../shared/model/media-types.ts'
import { createTestClock } from '../../support/fault-registry/test-clock.ts'
import {
  clientFor,
  describeBytes,
  encode,
  failureOf,
  faultRegistry,
  memorySink,
  never as signal,
  sink as foreignSink,
} from './oci-harness.ts'

const blob = randomBytes(2_500_000)
const descriptor = describeBytes(blob)
const blobPath = new RegExp(`^GET /v2/team/app/blobs/${descriptor.digest}$`)
const changed = Buffer.from(blob)
changed[2_000_000] = (changed[2_000_000] ?? 0) ^ 1

const setUp = async (size = blob) => {
  const registry = await faultRegistry()
  registry.addBlob(size)
  const repository = clientFor(registry).repository('team/app')
  const received = memorySink()
  const pull = (options: { onBytes?: (bytes: number) => void } = {}) =>
    receiveBlob(repository, descriptor, received.receive, { signal, ...options })
  return { registry, repository, received, pull }
}

const head = (length: number | undefined, ...more: string[]) =>
  [
    'HTTP/1.1 200 OK',
    ...(length === undefined ? [] : [`Content-Length: ${length}`]),
    ...more,
    '',
    '',
  ].join('\r\n')

describe('a blob that is received', () => {
  it('delivers the bytes in order and tells how far it is', async () => {
    const { received, pull } = await setUp()
    const told: number[] = []
    await pull({ onBytes: bytes => told.push(bytes) })
    expect(received.bytes().equals(blob)).toBe(true)
    expect(told.at(-1)).toBe(blob.byteLength)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
  })

  it('finds the changed byte in a large blob', async () => {
    const large = randomBytes(20_000_000)
    const registry = await faultRegistry()
    registry.addBlob(large)
    const repository = clientFor(registry).repository('team/app')
    const received = memorySink()
    await receiveBlob(repository, describeBytes(large), received.receive, { signal })
    expect(received.bytes().equals(large)).toBe(true)
    const other = Buffer.from(large)
    other[19_999_999] = (other[19_999_999] ?? 0) ^ 1
    registry.on(/blobs\/sha256/, reply(200, undefined, {}), 0)
    registry.on(/^GET .*blobs\/sha256/, ({ response }) => void response.end(other))
    expect(
      await failureOf(
        receiveBlob(repository, describeBytes(large), memorySink().receive, { signal }),
      ),
    ).toMatchObject({ code: 'integrity', reason: 'digest-mismatch' })
  })

  it('refuses wrong bytes of the right size, with both digests', async () => {
    const { registry, pull } = await setUp()
    registry.on(blobPath, ({ response }) => void response.end(changed))
    expect(await failureOf(pull())).toMatchObject({
      code: 'integrity',
      reason: 'digest-mismatch',
      details: {
        promisedDigest: descriptor.digest,
        receivedDigest: describeBytes(changed).digest,
      },
    })
    expect(registry.log(blobPath)).toHaveLength(1)
  })

  it('refuses one byte too many and closes the connection', async () => {
    const { registry, pull, received } = await setUp()
    const closed = new Promise<void>(resolve => {
      registry.on(blobPath, ({ response }) => {
        response.socket?.once('close', resolve)
        response.write(blob)
        response.write(randomBytes(50_000))
      })
    })
    expect(await failureOf(pull())).toMatchObject({
      code: 'integrity',
      reason: 'size-mismatch',
      details: { promisedSizeBytes: blob.byteLength },
    })
    expect(received.bytes().byteLength).toBeLessThanOrEqual(blob.byteLength)
    await closed
  })

  const short: ReadonlyArray<readonly [string, Fault]> = [
    ['a length that is too large', raw(head(blob.byteLength + 9), blob)],
    ['a length that is too small', raw(head(1_000), blob.subarray(0, 1_000))],
    [
      'a cut chunk',
      raw(head(undefined, 'Transfer-Encoding: chunked'), 'fffff\r\n', blob.subarray(0, 9)),
    ],
    ['a connection that ends, without a length', raw(head(undefined), blob.subarray(0, 1_000_000))],
    ['a reset before the headers', reset()],
    ['a reset in the headers', reset('HTTP/1.1 200 OK\r\nContent-Le')],
    ['a reset at 63 %', reset(head(blob.byteLength), blob.subarray(0, 1_575_000))],
    ['a reset before the last byte', reset(head(blob.byteLength), blob.subarray(0, -1))],
  ]

  it.each(short)('goes on after %s', async (_name, fault) => {
    const { registry, pull, received } = await setUp()
    registry.on(blobPath, fault, 1)
    await pull()
    expect(received.bytes().equals(blob)).toBe(true)
  })

  it.each(short)(
    'never calls %s a success',
    async (_name, fault) => {
      const { registry, pull } = await setUp()
      registry.on(blobPath, fault)
      const failure = await failureOf(pull())
      expect(failure).toMatchObject({ code: expect.stringMatching(/^(?:unreachable|integrity)$/) })
    },
    30_000,
  )

  it('goes on where the connection was cut, with a range', async () => {
    const { registry, pull, received } = await setUp()
    registry.on(blobPath, reset(head(blob.byteLength), blob.subarray(0, 1_575_000)), 1)
    await pull()
    expect(received.restarts()).toBe(0)
    const ranges = registry.requests.map(({ headers }) => headers.range)
    expect(ranges).toEqual([undefined, expect.stringMatching(/^bytes=\d+-$/)])
    expect(received.bytes().equals(blob)).toBe(true)
  })

  const cutHalf = reset(head(blob.byteLength), blob.subarray(0, 1_575_000))
  it.each<[string, Fault]>([
    [
      '206 from another place',
      ({ response }) => {
        const range = `bytes 5-${blob.byteLength - 1}/${blob.byteLength}`
        response.writeHead(206, { 'content-range': range }).end(blob.subarray(5))
      },
    ],
    ['206 without saying from where', ({ response }) => void response.writeHead(206).end(blob)],
    ['the whole', ({ response }) => void response.writeHead(200).end(blob)],
    ['416', reply(416)],
  ])(
    'asks for the whole once when a range is answered by %s, and takes what it has not',
    async (_name, fault) => {
      const { registry, pull, received } = await setUp()
      registry.on(blobPath, fault, 1)
      registry.on(blobPath, cutHalf, 1)
      await pull()
      expect(received.restarts()).toBe(0)
      expect(received.bytes().equals(blob)).toBe(true)
    },
  )

  it('starts over once when the halves do not fit, then refuses', async () => {
    const { registry, pull, received } = await setUp()
    registry.on(blobPath, ({ request, response }) => {
      const from = Number(/\d+/.exec(request.headers.range ?? '0')?.[0])
      if (from === 0) return cutHalf({ request, response, call: 1, pass: () => undefined })
      const range = `bytes ${from}-${blob.byteLength - 1}/${blob.byteLength}`
      return void response.writeHead(206, { 'content-range': range }).end(changed.subarray(from))
    })
    expect(await failureOf(pull())).toMatchObject({ reason: 'digest-mismatch' })
    expect(received.restarts()).toBe(1)
  })

  it('gives up when three tries bring nothing', async () => {
    const { registry, pull } = await setUp()
    registry.on(blobPath, reset(head(blob.byteLength)))
    expect(await failureOf(pull())).toMatchObject({ code: 'unreachable', reason: 'cut-off' })
    expect(registry.log(blobPath)).toHaveLength(3)
  })

  it('refuses content that was encoded on the way', async () => {
    const { registry, pull } = await setUp()
    registry.on(
      blobPath,
      ({ response }) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(blob),
    )
    expect(await failureOf(pull())).toMatchObject({
      code: 'unsupported',
      reason: 'content-encoding',
      params: { encoding: 'gzip' },
    })
  })

  it('gives up on a body that stands still', async () => {
    const registry = await faultRegistry()
    const clock = createTestClock()
    registry.on(blobPath, ({ response }) => {
      response.writeHead(200, { 'content-length': blob.byteLength })
      response.write(blob.subarray(0, 1_500_000))
    })
    const repository = clientFor(registry, { clock }).repository('team/app')
    const written = Promise.withResolvers<void>()
    const pulled = receiveBlob(repository, descriptor, () => written.resolve(), { signal })
    const failed = failureOf(pulled)
    await written.promise
    registry.on(blobPath, silence)
    await clock.advanceUntil(failed, 31_000)
    expect(await failed).toMatchObject({ code: 'unreachable', reason: 'timed-out' })
  })

  it('refuses a body that crawls', async () => {
    const { registry } = await setUp()
    const clock = createTestClock()
    const repository = clientFor(registry, { clock }).repository('team/app')
    const crawl: Fault = async ({ response }) => {
      response.writeHead(200, { 'content-length': blob.byteLength })
      for (let second = 0; second < 200 && !response.destroyed; second++) {
        await new Promise<void>(resolve => response.write('x', () => resolve()))
        await new Promise(resolve => setImmediate(resolve))
        clock.advance(1_000)
      }
    }
    registry.on(/^GET .*blobs/, crawl)
    const failed = failureOf(receiveBlob(repository, descriptor, () => undefined, { signal }))
    expect(await failed).toMatchObject({ code: 'unreachable', reason: 'timed-out' })
  })

  it('passes on what its sink throws and ends', async () => {
    const { repository } = await setUp()
    const full = new Error('no space')
    const pulled = receiveBlob(
      repository,
      descriptor,
      () => {
        throw full
      },
      { signal },
    )
    expect(await failureOf(pulled)).toBe(full)
  })

  it('ends within a moment when aborted', async () => {
    const { registry, repository } = await setUp()
    registry.on(blobPath, ({ response }) => {
      response.writeHead(200, { 'content-length': blob.byteLength })
      response.write(blob.subarray(0, 1_500_000))
    })
    const abort = new AbortController()
    const pulled = receiveBlob(repository, descriptor, () => abort.abort(), {
      signal: abort.signal,
    })
    expect(await failureOf(pulled)).toMatchObject({ code: 'cancelled' })
  })
})

describe('redirects of blobs', () => {
  it.each([301, 302, 303, 307, 308])(
    'follows %i to another host without the sign-in',
    async status => {
      const { registry } = await setUp()
      const elsewhere = await foreignSink(response => void response.end(blob))
      const challenge = { 'www-authenticate': 'Basic realm="r"' }
      registry.on(/\/v2\/$/, reply(401, '', challenge), 1)
      registry.on(
        blobPath,
        reply(status, '', { location: `${elsewhere.origin}/store?sig=a%2Bb+c#f` }),
      )
      const signIn = { username: 'canary', password: 'pw-canary-1' }
      const received = memorySink()
      await receiveBlob(
        clientFor(registry, { signIn }).repository('team/app'),
        descriptor,
        received.receive,
        { signal },
      )
      expect(received.bytes().equals(blob)).toBe(true)
      expect(registry.requests.at(-1)?.headers.authorization).toMatch(/^Basic /)
      const [leaked] = elsewhere.requests
      expect(leaked?.path).toBe('/store?sig=a%2Bb+c')
      expect(leaked?.headers).not.toHaveProperty('authorization')
      expect(leaked?.headers).not.toHaveProperty('cookie')
    },
  )

  it('follows relative ones and drops userinfo', async () => {
    const { registry, pull, received } = await setUp()
    registry.on(blobPath, reply(307, '', { location: '/other' }))
    const userinfo = `http://user:secret@${registry.host}/last`
    registry.on(/\/other/, reply(307, '', { location: userinfo }))
    registry.on(/\/last/, ({ response }) => void response.end(blob))
    await pull()
    expect(received.bytes().equals(blob)).toBe(true)
    expect(registry.requests.at(-1)?.headers).not.toHaveProperty('authorization')
  })

  it.each([5, 6])('follows five and no more: %i', async hops => {
    const { registry, pull } = await setUp()
    registry.on(/hop/, ({ request, response }) => {
      const hop = Number(/\d+/.exec(request.path)?.[0])
      if (hop === hops) return void response.end(blob)
      return void response.writeHead(302, { location: `/hop${hop + 1}` }).end()
    })
    registry.on(blobPath, reply(302, '', { location: '/hop1' }))
    const done = pull()
    if (hops === 5) return done
    expect(await failureOf(done)).toMatchObject({ reason: 'too-many-redirects' })
  })

  it.each([
    'file:///etc/passwd',
    'data:text/plain,hello',
    'ftp://example.com/x',
    'http://169.254.169.254/latest/meta-data',
    'http://10.0.0.1/',
    'http://[::1]/',
    'http://0.0.0.0/',
    'http://2130706434/',
    'http://[bad',
  ])('refuses to follow to %s', async location => {
    const { registry, pull } = await setUp()
    registry.on(blobPath, reply(302, '', { location }))
    expect(await failureOf(pull())).toMatchObject({
      code: 'unsupported',
      reason: 'unsafe-redirect',
    })
  })

  it('does not follow to a name that resolves into our network from outside it', async () => {
    const { registry } = await setUp()
    registry.on(blobPath, reply(302, '', { location: 'http://metadata.example/' }))
    const client = clientFor(registry, {
      lookup: (_name, options, callback) => {
        const address = '169.254.169.254'
        if (options.all) callback(null, [{ address, family: 4 }])
        else callback(null, address, 4)
      },
    })
    const pulled = receiveBlob(client.repository('team/app'), descriptor, () => undefined, {
      signal,
    })
    expect(await failureOf(pulled)).toMatchObject({ code: 'unsupported', reason: 'unsafe-address' })
  })

  it.each(['Basic realm="give"', 'Bearer realm="http://HOST/token",service="give"'])(
    'never answers %s of another host',
    async challenge => {
      const { registry } = await setUp()
      const elsewhere = await foreignSink(response => {
        const realm = challenge.replace('HOST', response.req.headers.host ?? '')
        response.writeHead(401, { 'www-authenticate': realm }).end()
      })
      registry.on(/\/v2\/$/, reply(401, '', { 'www-authenticate': 'Basic realm="r"' }), 1)
      registry.on(blobPath, reply(307, '', { location: `${elsewhere.origin}/blob` }))
      const client = clientFor(registry, {
        signIn: { username: 'canary', password: 'pw-canary-2' },
      })
      const pulled = receiveBlob(client.repository('team/app'), descriptor, () => undefined, {
        signal,
      })
      expect(await failureOf(pulled)).toMatchObject({ code: 'forbidden', reason: 'denied' })
      expect(elsewhere.requests).toHaveLength(1)
      expect(elsewhere.requests[0]?.headers).not.toHaveProperty('authorization')
    },
  )
})

describe('readBlob', () => {
  const config = Buffer.from('{"name":"demo"}')

  it('gives a small blob and refuses one over the limit without asking', async () => {
    const { registry, repository } = await setUp(config)
    const small = describeBytes(config)
    expect(
      Buffer.from(await repository.readBlob(small, { signal, limitBytes: 100 })).equals(config),
    ).toBe(true)
    const asked = registry.requests.length
    expect(await failureOf(repository.readBlob(small, { signal, limitBytes: 3 }))).toMatchObject({
      code: 'too-large',
      reason: 'blob',
    })
    expect(registry.requests).toHaveLength(asked)
  })

  it.each([
    ['shorter', config.subarray(1), 'size-mismatch'],
    ['longer', Buffer.concat([config, config]), 'size-mismatch'],
    ['other', Buffer.from('{"name":"dema"}'), 'digest-mismatch'],
  ])('refuses %s bytes', async (_name, sent, reason) => {
    const { registry, repository } = await setUp(config)
    registry.on(/^GET .*blobs/, ({ response }) => void response.end(sent))
    expect(
      await failureOf(repository.readBlob(describeBytes(config), { signal, limitBytes: 100 })),
    ).toMatchObject({ code: 'integrity', reason })
  })

  it.each(['sha256:../../x', 'sha256:BAD', `md5:${'a'.repeat(32)}`, `sha256:${'A'.repeat(64)}`])(
    'refuses %s before any request',
    async digest => {
      const { registry, repository } = await setUp()
      const bad = { ...descriptor, digest: digest as typeof descriptor.digest }
      for (const call of [
        repository.readBlob(bad, { signal, limitBytes: 1e9 }),
        receiveBlob(repository, bad, () => undefined, { signal }),
        repository.hasBlob(bad.digest, { signal }),
        repository.manifest(digest, { signal }),
        repository.resolve(digest, { signal }),
      ]) {
        expect(await failureOf(call)).toMatchObject({ reason: 'malformed-digest' })
      }
      expect(registry.requests).toHaveLength(0)
    },
  )
})

describe('a web page instead of a blob', () => {
  const content = encode('{"name":"web","version":"1.0.0"}')
  const page = reply(200, `<!doctype html><title>Sign in</title>${'x'.repeat(90_000)}`, {
    'content-type': 'text/html; charset=utf-8',
  })

  it.each([
    ['config', mediaType.helmConfig],
    ['archive', mediaType.helmChart],
    ['provenance', mediaType.helmProvenance],
  ])('is called one, where the %s was asked for', async (what, type) => {
    const registry = await faultRegistry()
    registry.on(/blobs/, page)
    const repository = clientFor(registry).repository('team/app')
    const descriptor = describeBytes(content, type)
    const { receive } = memorySink()
    const expected = { reason: 'web-page-instead', params: { host: registry.host, context: what } }
    const reading = repository.readBlob(descriptor, { signal, limitBytes: 1_000 })
    expect(await failureOf(reading)).toMatchObject(expected)
    expect(await failureOf(receiveBlob(repository, descriptor, receive, { signal }))).toMatchObject(
      expected,
    )
  })

  it('is none where its bytes are the right ones', async () => {
    const registry = await faultRegistry()
    registry.on(
      /blobs/,
      reply(200, Buffer.from(content).toString(), { 'content-type': 'text/html' }),
    )
    const repository = clientFor(registry).repository('team/app')
    const reading = repository.readBlob(describeBytes(content), { signal, limitBytes: 1_000 })
    expect(await reading).toEqual(Buffer.from(content))
  })
})
