import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  type Fault,
  type FaultRegistry,
  reply,
  reset,
} from '../../support/fault-registry/fault-registry.ts'
import type { RecordedRequest } from '../../support/fault-registry/http-server.ts'
import { fail, send } from '../../support/fault-registry/memory-registry.ts'
import { createTestClock } from '../../support/fault-registry/test-clock.ts'
import { guardByBearer } from './bearer-guard.ts'
import {
  clientFor,
  describeBytes,
  failureOf,
  faultRegistry,
  never as signal,
  newCanary,
  sink,
} from './oci-harness.ts'

const mib = 1024 * 1024
const patch = /^PATCH .*uploads/
const put = /^PUT .*uploads/

const sourceOf = (bytes: Uint8Array) =>
  async function* () {
    for (let at = 0; at < bytes.byteLength; at += 65_536) yield bytes.subarray(at, at + 65_536)
  }

const setUp = async (sizeBytes = 5 * mib, options: Parameters<typeof clientFor>[1] = {}) => {
  const registry = await faultRegistry()
  const repository = clientFor(registry, options).repository('team/app')
  const blob = randomBytes(sizeBytes)
  const descriptor = describeBytes(blob)
  const told: number[] = []
  const push = (bytes: Uint8Array = blob, until = signal) =>
    repository.pushBlob(describeBytes(bytes), sourceOf(bytes), {
      signal: until,
      onBytes: count => told.push(count),
    })
  const isStored = () => registry.blobs.get(descriptor.digest)?.equals(blob) ?? false
  const methods = () => registry.log(/uploads/).map(line => line.split(' ')[0])
  return { registry, blob, descriptor, push, isStored, told, methods }
}

/** What nginx does with `client_max_body_size`. */
const limitBodies = (registry: FaultRegistry, limitBytes: number) =>
  registry.on(/^(PUT|PATCH)/, ({ request, response, pass }) => {
    if (request.body.byteLength <= limitBytes) return pass()
    response.writeHead(413, { 'content-type': 'text/html' })
    response.end('<html>413 Request Entity Too Large</html>')
  })

const rangesOf = (registry: FaultRegistry) =>
  registry.requests
    .filter(({ method }) => method === 'PATCH')
    .map(({ headers }) => String(headers['content-range']))

const sessionOf = ({ path }: RecordedRequest) => /uploads\/([\w-]+)/.exec(path)?.[1] ?? ''

/** The registry keeps this much of the body, and the line breaks. */
const breakAfter =
  (registry: FaultRegistry, bytes: number): Fault =>
  exchange => {
    const id = sessionOf(exchange.request)
    const kept = [
      registry.uploads.get(id) ?? Buffer.alloc(0),
      exchange.request.body.subarray(0, bytes),
    ]
    registry.uploads.set(id, Buffer.concat(kept))
    return reset()(exchange)
  }

describe('a registry that takes no large bodies', () => {
  it('gets the blob in pieces, and the next one too', async () => {
    const { registry, push, isStored, told, methods } = await setUp(3.5 * mib)
    limitBodies(registry, mib)
    await push()
    expect(isStored()).toBe(true)
    expect(told.at(-1)).toBe(3.5 * mib)
    expect(rangesOf(registry)).toEqual([
      '0-1048575',
      '1048576-2097151',
      '2097152-3145727',
      '3145728-3670015',
    ])
    const before = methods().length
    const other = randomBytes(2 * mib)
    await push(other)
    expect(registry.blobs.get(describeBytes(other).digest)?.equals(other)).toBe(true)
    expect(methods().slice(before)).toEqual(['POST', 'PATCH', 'PATCH', 'PUT'])
    expect(registry.requests.at(-1)?.headers['content-length']).toBe('0')
  })

  it.each([
    { limit: 2 * mib, tried: [16 * mib, 4 * mib, mib] },
    { limit: mib / 2, tried: [16 * mib, 4 * mib, mib, mib / 4] },
  ])('finds the size that goes through: $tried', async ({ limit, tried }) => {
    const { registry, push, isStored } = await setUp(20 * mib)
    limitBodies(registry, limit)
    await push()
    expect(isStored()).toBe(true)
    const first = rangesOf(registry).filter(range => range.startsWith('0-'))
    expect(first).toEqual(tried.map(size => `0-${size - 1}`))
  })

  it('and hangs up on them gets the blob in pieces too', async () => {
    const { registry, push, isStored } = await setUp(3 * mib)
    registry.on(/^(PUT|PATCH)/, exchange =>
      exchange.request.body.byteLength > 300_000 ? reset()(exchange) : exchange.pass(),
    )
    await push()
    expect(isStored()).toBe(true)
  })

  it('says so when it takes not even small ones, and leaves no upload behind', async () => {
    const { registry, push, isStored } = await setUp(mib)
    limitBodies(registry, 1_000)
    expect(await failureOf(push())).toMatchObject({ code: 'too-large', params: { status: 413 } })
    expect(isStored()).toBe(false)
    expect(registry.uploads.size).toBe(0)
  })

  it.each([
    [5 * mib, 6 * mib, [5 * mib, 5 * mib, 2 * mib]],
    [2 * mib, 3 * mib, undefined],
  ])('whose pieces are %i at least gets such or none', async (least, limit, lengths) => {
    const { registry, push, isStored } = await setUp(12 * mib)
    registry.on(/^POST/, ({ request, response }) => {
      const id = `session-${registry.requests.indexOf(request)}`
      registry.uploads.set(id, Buffer.alloc(0))
      const location = `/v2/team/app/blobs/uploads/${id}`
      send(response, 202, undefined, { location, 'oci-chunk-min-length': String(least) })
    })
    limitBodies(registry, limit)
    const pushed = push()
    if (!lengths) return expect(await failureOf(pushed)).toMatchObject({ code: 'too-large' })
    await pushed
    expect(isStored()).toBe(true)
    const patches = registry.requests.filter(({ method }) => method === 'PATCH')
    expect(patches.map(({ body }) => body.byteLength)).toEqual(lengths)
  })

  it('and knows no pieces says that it is too large', async () => {
    const { registry, push } = await setUp()
    limitBodies(registry, mib)
    registry.on(patch, ({ response }) => fail(response, 405, 'UNSUPPORTED'))
    expect(await failureOf(push())).toMatchObject({ code: 'too-large', params: { status: 413 } })
    expect(registry.log(put)).toHaveLength(1)
  })
})

describe('an upload that breaks off', () => {
  it('goes on where the registry is, in the same session', async () => {
    const { registry, push, isStored, methods } = await setUp()
    registry.on(put, breakAfter(registry, 1_000_000), 1)
    await push()
    expect(isStored()).toBe(true)
    expect(methods()).toEqual(['POST', 'PUT', 'GET', 'PATCH', 'PATCH', 'PUT'])
    expect(rangesOf(registry)[0]).toMatch(/^1000000-/)
  })

  it('goes on at the place that the registry names', async () => {
    const { registry, push, isStored, methods } = await setUp()
    registry.on(put, breakAfter(registry, 1_000_000), 1)
    registry.on(/^GET .*uploads/, ({ request, response }) =>
      send(response, 204, undefined, { location: `${request.path}?_state=1`, range: '0-999999' }),
    )
    registry.on(patch, ({ request, response, call, pass }) =>
      call > 1 || request.path.endsWith('?_state=1')
        ? pass()
        : fail(response, 404, 'BLOB_UPLOAD_INVALID'),
    )
    await push()
    expect(isStored()).toBe(true)
    expect(methods()).toEqual(['POST', 'PUT', 'GET', 'PATCH', 'PATCH', 'PUT'])
  })

  it('starts over in pieces where the registry does not know how far it is', async () => {
    const { registry, push, isStored, methods } = await setUp()
    registry.on(put, reset(), 1)
    registry.on(/^GET .*uploads/, ({ response }) => fail(response, 404, 'BLOB_UPLOAD_UNKNOWN'))
    await push()
    expect(isStored()).toBe(true)
    expect(methods()).toEqual(['POST', 'PUT', 'GET', 'DELETE', 'POST', 'PATCH', 'PATCH', 'PUT'])
  })

  it('starts over as a whole where the registry knows no pieces', async () => {
    const { registry, push, isStored } = await setUp()
    registry.on(put, reset(), 1)
    registry.on(patch, ({ response }) => fail(response, 405, 'UNSUPPORTED'))
    await push()
    expect(isStored()).toBe(true)
    expect(registry.log(put)).toHaveLength(2)
  })

  it.each([
    ['has the piece whose answer was lost', 4 * mib],
    ['has a part of the piece', 1_234_567],
    ['has nothing of it', 0],
  ])('in pieces goes on when the registry %s', async (_, keptBytes) => {
    const { registry, push, isStored } = await setUp(9 * mib)
    limitBodies(registry, 4 * mib)
    registry.on(patch, breakAfter(registry, keptBytes), 1)
    await push()
    expect(isStored()).toBe(true)
    expect(registry.log(/^POST/)).toHaveLength(2)
  })

  it('goes on when a piece is out of order, or was taken in part', async () => {
    const { registry, push, isStored } = await setUp(9 * mib)
    limitBodies(registry, 4 * mib)
    registry.on(
      patch,
      ({ request, response }) => {
        registry.uploads.set(sessionOf(request), request.body.subarray(0, 1_000))
        send(response, 202, undefined, { location: request.path, range: '0-999' })
      },
      1,
    )
    registry.on(patch, reply(416), 1)
    await push()
    expect(isStored()).toBe(true)
    expect(rangesOf(registry)).toContain(`1000-${1_000 + 4 * mib - 1}`)
    expect(registry.log(/^POST/)).toHaveLength(2)
    expect(registry.log(/^GET .*uploads/)).toHaveLength(1)
  })

  it.each([
    ['as a whole', put],
    ['in pieces', patch],
  ])('%s is cancelled at the registry by who stops while it is asked', async (_, broken) => {
    const stop = new AbortController()
    const { registry, push } = await setUp(5 * mib)
    limitBodies(registry, broken === patch ? 4 * mib : Infinity)
    registry.on(broken, reset(), 1)
    registry.on(/^GET .*uploads/, () => stop.abort())
    expect(await failureOf(push(undefined, stop.signal))).toMatchObject({ code: 'cancelled' })
    expect(registry.uploads.size).toBe(0)
  })

  it('ends when it never gets further', async () => {
    const { registry, push, isStored } = await setUp(5 * mib)
    limitBodies(registry, 4 * mib)
    registry.on(patch, reset())
    expect(await failureOf(push())).toMatchObject({ code: 'unreachable' })
    expect(isStored()).toBe(false)
    expect(registry.log(patch).length).toBeLessThanOrEqual(9)
    expect(registry.uploads.size).toBe(0)
  })

  // Both registries turn honest in the end, so that a client that goes on and on succeeds.
  it('ends when the registry loses again and again what it took', async () => {
    const { registry, push } = await setUp(9 * mib)
    limitBodies(registry, 4 * mib)
    registry.on(patch, ({ request, response, call, pass }) => {
      if (call % 2 === 1 || call > 40) return pass()
      registry.uploads.set(sessionOf(request), Buffer.alloc(0))
      return send(response, 416)
    })
    expect(await failureOf(push())).toMatchObject({ params: { status: 416 } })
    expect(registry.uploads.size).toBe(0)
  })

  it('ends when the registry takes but a few bytes of each piece', async () => {
    const { registry, push } = await setUp(9 * mib)
    limitBodies(registry, 4 * mib)
    registry.on(patch, ({ request, response, call, pass }) => {
      if (call > 40) return pass()
      const before = registry.uploads.get(sessionOf(request)) ?? Buffer.alloc(0)
      const kept = Buffer.concat([before, request.body.subarray(0, 10)])
      registry.uploads.set(sessionOf(request), kept)
      return send(response, 202, undefined, { range: `0-${kept.byteLength - 1}` })
    })
    expect(await failureOf(push())).toMatchObject({ reason: 'malformed-answer' })
    expect(registry.uploads.size).toBe(0)
  })

  it('ends where the registry says to have more than there is', async () => {
    const { registry, push } = await setUp()
    limitBodies(registry, 4 * mib)
    registry.on(patch, reset(), 1)
    registry.on(/^GET .*uploads/, reply(204, undefined, { range: `0-${5 * mib + 9}` }))
    registry.on(put, ({ request, response }) =>
      send(response, request.body.byteLength > 0 ? 413 : 201),
    )
    expect(await failureOf(push())).toMatchObject({ reason: 'malformed-answer' })
  })

  it('is not called a success for bytes that the registry only says to have', async () => {
    const { registry, push, isStored } = await setUp()
    registry.on(put, reset(), 1)
    const claim = { range: `0-${5 * mib - 2}`, location: '/v2/team/app/blobs/uploads/lost' }
    registry.on(/^GET .*uploads/, reply(204, undefined, claim))
    registry.on(/uploads\/lost/, ({ response }) => fail(response, 400, 'DIGEST_INVALID'))
    await push().catch(() => undefined)
    expect(isStored()).toBe(true)
  })
})

describe('a token that ends between pieces', () => {
  const guarded = async () => {
    const { registry, push, isStored } = await setUp(9 * mib, { signIn: newCanary() })
    limitBodies(registry, 4 * mib)
    guardByBearer(registry)
    limitBodies(registry, 4 * mib)
    return { registry, push, isStored }
  }
  const challengeOf = (registry: FaultRegistry) => ({
    'www-authenticate': `Bearer realm="${registry.origin}/token",service="svc"`,
  })

  it('is renewed once, and the upload goes on', async () => {
    const { registry, push, isStored } = await guarded()
    registry.on(patch, reply(401, '', challengeOf(registry)), 1)
    await push()
    expect(isStored()).toBe(true)
    expect(registry.log(/^POST .*uploads/)).toHaveLength(2)
  })

  it('for ever ends the upload', async () => {
    const { registry, push, isStored } = await guarded()
    registry.on(patch, reply(401, '', challengeOf(registry)))
    expect(await failureOf(push())).toMatchObject({ params: { status: 401 } })
    expect(isStored()).toBe(false)
    expect(registry.log(patch).length).toBeLessThanOrEqual(9)
    expect(registry.log(/\/token/).length).toBeLessThanOrEqual(14)
  })
})

describe('answers to pieces', () => {
  it('of 201 to the last one end the upload, if the blob is there', async () => {
    const { registry, descriptor, push, isStored } = await setUp(5 * mib)
    limitBodies(registry, 4 * mib)
    registry.on(patch, ({ request, response, call, pass }) => {
      if (call !== 2) return pass()
      const before = registry.uploads.get(sessionOf(request)) ?? Buffer.alloc(0)
      registry.addBlob(Buffer.concat([before, request.body]))
      return send(response, 201, undefined, { 'docker-content-digest': descriptor.digest })
    })
    await push()
    expect(isStored()).toBe(true)
    expect(registry.log(put)).toHaveLength(1)
  })

  it('of 201 to the last one are not believed alone', async () => {
    const { registry, push } = await setUp(5 * mib)
    limitBodies(registry, 4 * mib)
    registry.on(patch, reply(201))
    expect(await failureOf(push())).toBeInstanceOf(Error)
  })

  it('name the place of the next one, which is taken byte for byte', async () => {
    const { registry, push } = await setUp(9 * mib)
    limitBodies(registry, 4 * mib)
    registry.on(patch, ({ request, response, call }) =>
      send(response, 202, undefined, {
        location: `${request.path.split('?')[0]}?_state=a%2Bb+${call}%2f%3D`,
      }),
    )
    registry.on(/^PUT .*_state/, reply(201))
    await push()
    const queries = registry.log(/^(PATCH|PUT) .*_state/).map(line => line.split('?')[1])
    expect(queries[0]).toBe('_state=a%2Bb+1%2f%3D')
    expect(queries.at(-1)).toMatch(/^_state=a%2Bb\+\d%2f%3D&digest=sha256%3A/)
  })

  it('name the place where an upload that fails is cancelled', async () => {
    const { registry, push } = await setUp(9 * mib)
    limitBodies(registry, 4 * mib)
    registry.on(patch, ({ request, response }) =>
      send(response, 202, undefined, { location: `${request.path.split('?')[0]}?_state=last` }),
    )
    registry.on(/^PUT .*_state/, reply(400))
    await failureOf(push())
    expect(registry.log(/^DELETE/).at(-1)).toMatch(/\?_state=last$/)
  })

  it('that name another host get it nothing', async () => {
    const { registry, push } = await setUp(9 * mib)
    limitBodies(registry, 4 * mib)
    const other = await sink()
    registry.on(patch, reply(202, '', { location: `${other.origin}/v2/team/app/blobs/uploads/1` }))
    expect(await failureOf(push())).toMatchObject({ reason: 'unsafe-upload-location' })
    expect(other.requests).toEqual([])
  })

  it('to the last PUT that name another digest are believed after a look', async () => {
    const { registry, push, isStored } = await setUp(1_000)
    const wrong = { 'docker-content-digest': describeBytes(Buffer.from('other')).digest }
    registry.on(
      put,
      ({ request, response }) => {
        registry.addBlob(request.body)
        send(response, 201, undefined, wrong)
      },
      1,
    )
    await push()
    expect(isStored()).toBe(true)
    const other = randomBytes(1_000)
    registry.on(put, reply(201, undefined, wrong))
    expect(await failureOf(push(other))).toMatchObject({
      code: 'integrity',
      reason: 'digest-mismatch',
    })
  })
})

describe('a registry that limits what is sent', () => {
  it('gets the blob after the wait it asked for', async () => {
    const clock = createTestClock()
    const { registry, push, isStored } = await setUp(1_000, { clock })
    registry.on(put, reply(429, '', { 'retry-after': '20' }), 1)
    const pushed = push()
    await clock.sleeping(20_000)
    expect(registry.log(put)).toHaveLength(1)
    await clock.advanceUntil(pushed, 1_000)
    await pushed
    expect(isStored()).toBe(true)
  })

  it('gets the manifest after the wait it asked for, and nothing when that is long', async () => {
    const clock = createTestClock()
    const registry = await faultRegistry()
    const repository = clientFor(registry, { clock }).repository('team/app')
    const bytes = Buffer.from('{}')
    const manifest = { bytes, mediaType: 'x/y', digest: describeBytes(bytes).digest }
    registry.on(/^PUT/, reply(429, '', { 'retry-after': '20' }), 1)
    await clock.advanceUntil(repository.pushManifest('1', manifest, { signal }), 100)
    expect(Math.max(...clock.sleeps)).toBeGreaterThan(19_000)
    expect(registry.manifest('team/app', '1')?.bytes.equals(bytes)).toBe(true)
    registry.on(/^PUT/, reply(429, '', { 'retry-after': '600' }))
    const before = registry.log(/^PUT/).length
    expect(await failureOf(repository.pushManifest('2', manifest, { signal }))).toMatchObject({
      code: 'rate-limited',
      details: { retryAfterMs: 600_000 },
    })
    expect(registry.log(/^PUT/)).toHaveLength(before + 1)
  })
})
