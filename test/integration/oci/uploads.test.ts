import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { fail, send } from '../../support/fault-registry/memory-registry.ts'
import { reply, reset, silence } from '../../support/fault-registry/fault-registry.ts'
import {
  clientFor,
  describeBytes,
  failureOf,
  faultRegistry,
  never as signal,
  newCanary,
  sink,
} from './oci-harness.ts'

const blob = randomBytes(300_000)
const descriptor = describeBytes(blob)
const digestText = encodeURIComponent(descriptor.digest)
const post = /^POST .*uploads\/$/
const put = /^PUT .*uploads/

const setUp = async () => {
  const registry = await faultRegistry()
  const repository = clientFor(registry).repository('team/app')
  let opened = 0
  const source = async function* () {
    opened++
    for (let at = 0; at < blob.byteLength; at += 65_536) yield blob.subarray(at, at + 65_536)
  }
  const push = (options: { onBytes?: (bytes: number) => void } = {}) =>
    repository.pushBlob(descriptor, source, { signal, ...options })
  return { registry, repository, source, push, opened: () => opened }
}

describe('pushBlob', () => {
  it('sends POST, then one PUT of the whole, and tells how far it is', async () => {
    const { registry, push } = await setUp()
    const told: number[] = []
    await push({ onBytes: bytes => told.push(bytes) })
    expect(registry.blobs.get(descriptor.digest)?.equals(blob)).toBe(true)
    expect(registry.log().map(line => line.split(' ')[0])).toEqual(['POST', 'PUT'])
    expect(registry.requests[1]?.headers).toMatchObject({
      'content-length': String(blob.byteLength),
      'content-type': 'application/octet-stream',
    })
    expect(told.at(-1)).toBe(blob.byteLength)
  })

  it.each([
    ['/v2/team/app/blobs/uploads/1?_state=a%2Bb+c%2f%3D&x', '?_state=a%2Bb+c%2f%3D&x&digest='],
    ['1', '/v2/team/app/blobs/uploads/1?digest='],
    ['//HOST/upload', '/upload?digest='],
    ['http://HOST/upload?a=b#f', '/upload?a=b&digest='],
  ])('takes the location %s byte for byte', async (location, expected) => {
    const { registry, push } = await setUp()
    registry.on(post, reply(202, '', { location: location.replace('HOST', registry.host) }))
    registry.on(/^PUT/, reply(201))
    await push()
    const path = registry.log(/^PUT/)[0] ?? ''
    expect(path.endsWith(`${expected}${digestText}`)).toBe(true)
  })

  it('refuses an answer without a location', async () => {
    const { registry, push } = await setUp()
    registry.on(post, reply(202))
    expect(await failureOf(push())).toMatchObject({ reason: 'malformed-answer' })
  })

  it('sends nothing to another host or port', async () => {
    const { registry } = await setUp()
    const elsewhere = await sink()
    registry.on(/\/v2\/$/, reply(401, '', { 'www-authenticate': 'Basic realm="r"' }), 1)
    registry.on(post, reply(202, '', { location: `${elsewhere.origin}/upload` }))
    const client = clientFor(registry, { signIn: newCanary() })
    const source = async function* () {
      yield blob
    }
    const pushed = client.repository('team/app').pushBlob(descriptor, source, { signal })
    expect(await failureOf(pushed)).toMatchObject({
      code: 'unsupported',
      reason: 'unsafe-upload-location',
      params: { target: elsewhere.origin },
    })
    expect(elsewhere.requests).toHaveLength(0)
  })

  it('believes 201 on POST after a look', async () => {
    const { registry, push } = await setUp()
    registry.on(post, reply(201))
    registry.addBlob(blob)
    await push()
    expect(registry.log().at(-1)).toBe(`HEAD /v2/team/app/blobs/${descriptor.digest}`)
  })

  it('does not take a page that says 200 to everything for the blob', async () => {
    const { registry, repository } = await setUp()
    registry.on(/^HEAD/, reply(200, '<html>', { 'content-type': 'text/html' }))
    expect(await repository.hasBlob(descriptor.digest, { signal })).toBe(false)
  })

  it.each([405, 501])('takes a refused HEAD (%i) for a blob that is not there', async status => {
    const { registry, repository, push } = await setUp()
    registry.on(/^HEAD/, reply(status))
    expect(await repository.hasBlob(descriptor.digest, { signal })).toBe(false)
    await push()
  })

  it('does not believe 201 on POST for what is not there', async () => {
    const { registry, push } = await setUp()
    registry.on(post, reply(201))
    expect(await failureOf(push())).toMatchObject({ code: 'unexpected' })
  })

  it('renews the token and starts over when it ended on the way', async () => {
    const { registry, opened, source } = await setUp()
    let tokens = 0
    registry.on(/\/token/, ({ response }) => send(response, 200, { token: `token-${++tokens}` }))
    const realm = `Bearer realm="${registry.origin}/token",service="s"`
    registry.on(/v2/, ({ request, response, pass }) => {
      const isGood = request.headers.authorization === `Bearer token-${Math.max(tokens, 1)}`
      const isEnding = request.method === 'PUT' && tokens === 1
      if (isGood && !isEnding) return pass()
      return send(response, 401, '', { 'www-authenticate': realm })
    })
    const client = clientFor(registry)
    await client.repository('team/app').pushBlob(descriptor, source, { signal })
    expect(registry.blobs.get(descriptor.digest)?.equals(blob)).toBe(true)
    expect(opened()).toBe(2)
    expect(tokens).toBe(2)
    // Another session each time: the first one's bytes were half taken.
    expect(new Set(registry.log(put)).size).toBe(2)
  })

  it('starts over when the session is lost, twice at most', async () => {
    const { registry, push } = await setUp()
    registry.on(put, ({ response }) => fail(response, 404, 'BLOB_UPLOAD_UNKNOWN'), 2)
    await push()
    expect(registry.log(put)).toHaveLength(3)
    registry.on(put, ({ response }) => fail(response, 404, 'BLOB_UPLOAD_UNKNOWN'))
    expect(await failureOf(push())).toMatchObject({ params: { status: 404 } })
    expect(registry.log(put)).toHaveLength(6)
  })

  it('counts a blob as sent whose answer was lost', async () => {
    const { registry, push, opened } = await setUp()
    registry.on(put, async exchange => {
      registry.addBlob(exchange.request.body)
      await reset()(exchange)
    })
    await push()
    expect(opened()).toBe(1)
    expect(registry.log().at(-1)).toMatch(/^HEAD /)
  })

  it.each([
    [400, 'DIGEST_INVALID', 'integrity', 'digest-mismatch'],
    [400, 'SIZE_INVALID', 'integrity', 'size-mismatch'],
    [403, 'DENIED', 'forbidden', 'denied'],
    [507, '', 'disk-full', 'registry-full'],
  ])('says what %i %s means and cancels the upload', async (status, code, errorCode, reason) => {
    const { registry, push } = await setUp()
    registry.on(put, ({ response }) => fail(response, status, code))
    registry.on(/^DELETE/, reply(405))
    expect(await failureOf(push())).toMatchObject({ code: errorCode, reason })
    expect(registry.log(put)).toHaveLength(1)
    expect(registry.log(/^DELETE .*uploads/)).toHaveLength(1)
  })

  it('names the repository that has to be created first', async () => {
    const { registry, push } = await setUp()
    registry.on(post, ({ response }) => fail(response, 404, 'NAME_UNKNOWN'))
    expect(await failureOf(push())).toMatchObject({
      code: 'not-found',
      reason: 'repository-for-push',
      params: { repository: 'team/app' },
    })
  })

  it('follows one redirect of its PUT within the registry, none elsewhere', async () => {
    const { registry, push } = await setUp()
    const elsewhere = await sink()
    registry.on(put, reply(307, '', { location: '/moved' }), 1)
    registry.on(/^PUT \/moved/, ({ request, response }) => {
      registry.addBlob(request.body)
      send(response, 201)
    })
    await push()
    expect(registry.blobs.get(descriptor.digest)?.equals(blob)).toBe(true)
    registry.on(put, reply(307, '', { location: `${elsewhere.origin}/moved` }))
    expect(await failureOf(push())).toMatchObject({ reason: 'unsafe-redirect' })
    expect(elsewhere.requests).toHaveLength(0)
  })

  it.each([
    ['shorter', blob.subarray(1)],
    ['longer', Buffer.concat([blob, blob])],
  ])('refuses a source that became %s', async (_name, bytes) => {
    const { repository } = await setUp()
    const source = async function* () {
      yield bytes
    }
    expect(await failureOf(repository.pushBlob(descriptor, source, { signal }))).toMatchObject({
      code: 'integrity',
      reason: 'source-changed',
    })
  })

  it('cancels the upload at the registry when aborted, within a moment', async () => {
    const { registry, repository, source } = await setUp()
    const abort = new AbortController()
    const deleted = new Promise<void>(resolve => {
      registry.on(/^DELETE .*uploads/, ({ response }) => {
        send(response, 204)
        resolve()
      })
    })
    registry.on(put, exchange => {
      abort.abort()
      return silence(exchange)
    })
    const pushed = repository.pushBlob(descriptor, source, { signal: abort.signal })
    expect(await failureOf(pushed)).toMatchObject({ code: 'cancelled' })
    await deleted
  })
})
