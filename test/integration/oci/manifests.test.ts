import { describe, expect, it } from 'vitest'
import type { Digest } from '../../../shared/model/digest.ts'
import { mediaType } from '../../../shared/model/media-types.ts'
import { type Fault, reply, reset, silence } from '../../support/fault-registry/fault-registry.ts'
import { fail, send } from '../../support/fault-registry/memory-registry.ts'
import { createHash } from 'node:crypto'
import {
  clientFor,
  describeBytes,
  failureOf,
  faultRegistry,
  manifestBytes,
  never as signal,
  encode,
} from './oci-harness.ts'

const bytes = manifestBytes()
const { digest } = describeBytes(bytes)
const manifest = { bytes, mediaType: mediaType.ociManifest, digest }

const setUp = async () => {
  const registry = await faultRegistry()
  registry.addManifest('team/app', bytes, mediaType.ociManifest, '1.0.0')
  const repository = clientFor(registry).repository('team/app')
  return { registry, repository }
}

const headWith =
  (headers: Record<string, string>): Fault =>
  ({ response }) =>
    void response.writeHead(200, headers).end()

const page = reply(200, '<html>Sign in</html>', { 'content-type': 'text/html; charset=utf-8' })

describe('resolve', () => {
  const expected = { digest, mediaType: mediaType.ociManifest, sizeBytes: bytes.byteLength }
  const whole = {
    'content-type': mediaType.ociManifest,
    'content-length': String(bytes.byteLength),
    'docker-content-digest': digest,
  }
  const without = (name: keyof typeof whole) => {
    const { [name]: _, ...rest } = whole
    return rest
  }

  it('asks by HEAD alone', async () => {
    const { registry, repository } = await setUp()
    expect(await repository.resolve('1.0.0', { signal })).toEqual(expected)
    expect(registry.log()).toEqual(['HEAD /v2/team/app/manifests/1.0.0'])
  })

  it.each<[string, Fault]>([
    ['has no digest', headWith(without('docker-content-digest'))],
    ['has no length', headWith(without('content-length'))],
    ['has a malformed digest', headWith({ ...whole, 'docker-content-digest': 'sha256:BAD' })],
    [
      'has another algorithm',
      headWith({ ...whole, 'docker-content-digest': `md5:${'a'.repeat(32)}` }),
    ],
    ['is refused with 405', reply(405)],
    ['is refused with 404', reply(404)],
    ['is refused with 403', reply(403)],
  ])('asks by GET where HEAD %s', async (_name, fault) => {
    const { registry, repository } = await setUp()
    registry.on(/^HEAD/, fault)
    expect(await repository.resolve('1.0.0', { signal })).toEqual(expected)
  })

  it('refuses a HEAD that names another digest than asked for', async () => {
    const { registry, repository } = await setUp()
    const other = `sha256:${'0'.repeat(64)}`
    registry.on(/^HEAD/, headWith({ ...whole, 'docker-content-digest': other }))
    expect(await failureOf(repository.resolve(digest, { signal }))).toMatchObject({
      code: 'integrity',
      reason: 'digest-mismatch',
      details: { promisedDigest: digest, receivedDigest: other },
    })
  })

  it('names the tag that is not there', async () => {
    const { repository } = await setUp()
    expect(await failureOf(repository.resolve('9.9.9', { signal }))).toMatchObject({
      code: 'not-found',
      reason: 'manifest',
      params: { reference: '9.9.9', repository: 'team/app' },
      details: { exchange: { status: 404, method: 'GET' } },
    })
  })
})

describe('manifest', () => {
  const answer =
    (body: Uint8Array | string, headers: Record<string, string>): Fault =>
    ({ response }) =>
      void response.writeHead(200, headers).end(body)
  const ociType = { 'content-type': mediaType.ociManifest }

  it('refuses other bytes under a digest, however equal in meaning', async () => {
    const { registry, repository } = await setUp()
    const reindented = JSON.stringify(JSON.parse(bytes.toString()), null, 2)
    registry.on(/^GET/, answer(reindented, ociType))
    expect(await failureOf(repository.manifest(digest, { signal }))).toMatchObject({
      code: 'integrity',
      reason: 'digest-mismatch',
      details: { promisedDigest: digest },
    })
  })

  it('refuses a header that names another digest than the body has', async () => {
    const { registry, repository } = await setUp()
    const lie = { ...ociType, 'docker-content-digest': `sha256:${'0'.repeat(64)}` }
    registry.on(/^GET/, answer(bytes, lie))
    expect(await failureOf(repository.manifest('1.0.0', { signal }))).toMatchObject({
      reason: 'digest-mismatch',
    })
  })

  it.each([`md5:${'a'.repeat(32)}`, 'sha256:BAD', ''])(
    'goes by the body where the header says “%s”',
    async header => {
      const { registry, repository } = await setUp()
      registry.on(/^GET/, answer(bytes, { ...ociType, 'docker-content-digest': header }))
      expect((await repository.manifest('1.0.0', { signal })).digest).toBe(digest)
    },
  )

  it('verifies sha512 by sha512', async () => {
    const { registry, repository } = await setUp()
    const hex = createHash('sha512').update(bytes).digest('hex')
    const sha512 = `sha512:${hex}` as Digest
    registry.on(/^GET/, answer(bytes, ociType))
    expect((await repository.manifest(sha512, { signal })).digest).toBe(sha512)
    const wrong = `sha512:${'0'.repeat(128)}`
    expect(await failureOf(repository.manifest(wrong, { signal }))).toMatchObject({
      reason: 'digest-mismatch',
    })
  })

  it('refuses a body that calls itself another thing', async () => {
    const { registry, repository } = await setUp()
    const index = JSON.stringify({ schemaVersion: 2, mediaType: mediaType.ociIndex, manifests: [] })
    registry.on(/^GET/, answer(index, ociType))
    expect(await failureOf(repository.manifest('1.0.0', { signal }))).toMatchObject({
      reason: 'media-type-mismatch',
      params: { answered: mediaType.ociManifest, stated: mediaType.ociIndex },
    })
  })

  it.each([`${mediaType.ociManifest}; charset=utf-8`, 'text/plain', 'application/json'])(
    'reads a manifest sent as %s',
    async type => {
      const { registry, repository } = await setUp()
      registry.on(/^GET/, answer(bytes, { 'content-type': type }))
      expect(await repository.manifest('1.0.0', { signal })).toMatchObject({
        mediaType: mediaType.ociManifest,
      })
    },
  )

  it.each<[string, Fault, object]>([
    [
      '4 MiB and a byte',
      answer(`"${'a'.repeat(4 * 1024 * 1024)}"`, ociType),
      { code: 'too-large' },
    ],
    [
      'gzip',
      answer(bytes, { ...ociType, 'content-encoding': 'gzip' }),
      { reason: 'content-encoding' },
    ],
    ['HTML', answer('<html>', { 'content-type': 'text/html' }), { reason: 'web-page-instead' }],
    [
      'layers and manifests',
      answer('{"layers":[],"manifests":[]}', ociType),
      { reason: 'ambiguous-manifest' },
    ],
  ])('refuses %s', async (_name, fault, failure) => {
    const { registry, repository } = await setUp()
    registry.on(/^GET/, fault)
    expect(await failureOf(repository.manifest('1.0.0', { signal }))).toMatchObject(failure)
  })

  it('reads 4 MB', async () => {
    const { registry, repository } = await setUp()
    const large = manifestBytes('a'.repeat(4_000_000))
    const largeDigest = registry.addManifest('team/app', large, mediaType.ociManifest, 'large')
    expect((await repository.manifest('large', { signal })).digest).toBe(largeDigest)
  })
})

describe('pushManifest', () => {
  const put = /^PUT .*manifests/
  const other = Buffer.from(
    manifestBytes('somebody else')
      .toString()
      .replace(describeBytes(encode('{}')).digest, describeBytes(encode('{"a":1}')).digest),
  )
  const setUpEmpty = async () => {
    const registry = await faultRegistry()
    const repository = clientFor(registry).repository('team/app')
    const push = () => repository.pushManifest('1.0.0', manifest, { signal })
    return { registry, repository, push }
  }

  it('puts once and asks nothing more when the answer fits', async () => {
    const { registry, push } = await setUpEmpty()
    await push()
    expect(registry.log()).toEqual(['PUT /v2/team/app/manifests/1.0.0'])
    expect(registry.requests[0]?.headers['content-type']).toBe(mediaType.ociManifest)
  })

  it('refuses to call it pushed when the registry stored something else', async () => {
    const { registry, push } = await setUpEmpty()
    registry.on(put, ({ response }) => {
      registry.addManifest('team/app', other, mediaType.ociManifest, '1.0.0')
      send(response, 201, '', { 'docker-content-digest': describeBytes(other).digest })
    })
    expect(await failureOf(push())).toMatchObject({
      code: 'integrity',
      reason: 'stored-other-digest',
      details: { promisedDigest: digest, receivedDigest: describeBytes(other).digest },
    })
  })

  it.each([
    ['annotations.note', (text: string) => text.replace('"note":""', '"note":"?"')],
    ['annotations.note', (text: string) => text.replace('"note":""', '')],
    ['mediaType', (text: string) => text.replace('{', `{"mediaType":"${mediaType.ociManifest}",`)],
    ['white space', (text: string) => text.replace('{', '{ ')],
  ])('names %s where the registry changed it', async (member, change) => {
    const { registry, push } = await setUpEmpty()
    registry.on(put, ({ response }) => {
      const changed = Buffer.from(change(bytes.toString()))
      registry.addManifest('team/app', changed, mediaType.ociManifest, '1.0.0')
      send(response, 201, '', { 'docker-content-digest': describeBytes(changed).digest })
    })
    expect(await failureOf(push())).toMatchObject({
      code: 'integrity',
      reason: 'stored-changed',
      params: { host: registry.host, reference: '1.0.0', member },
    })
  })

  it('sends a manifest once that the registry does not know how to take', async () => {
    const { registry, push } = await setUpEmpty()
    const errors = [{ code: 'UNSUPPORTED', message: 'Schema version is not supported' }]
    registry.on(put, reply(501, { errors }))
    expect(await failureOf(push())).toMatchObject({
      code: 'unsupported',
      reason: 'manifest-refused',
      params: { context: 'type' },
    })
    expect(registry.log()).toEqual(['PUT /v2/team/app/manifests/1.0.0'])
  })

  it('looks again where what was taken is not to be seen yet', async () => {
    const { registry, push } = await setUpEmpty()
    registry.on(put, ({ response }) => {
      registry.addManifest('team/app', bytes, mediaType.ociManifest, '1.0.0')
      send(response, 200, '')
    })
    registry.on(/^GET .*manifests/, reply(404, ''), 2)
    await push()
    expect(registry.log(/^GET/)).toHaveLength(3)
  })

  it('believes the bytes more than a wrong digest in the answer', async () => {
    const { registry, push } = await setUpEmpty()
    registry.on(put, ({ response }) => {
      registry.addManifest('team/app', bytes, mediaType.ociManifest, '1.0.0')
      send(response, 201, '', { 'docker-content-digest': describeBytes(other).digest })
    })
    await push()
    expect(registry.log(/^GET/)).toHaveLength(1)
  })

  it('believes no 200 of a page that says it to everything, and that of a registry after a look', async () => {
    const { registry, push } = await setUpEmpty()
    registry.on(put, page, 1)
    expect(await failureOf(push())).toMatchObject({ code: 'not-found' })
    registry.on(put, ({ response }) => {
      registry.addManifest('team/app', bytes, mediaType.ociManifest, '1.0.0')
      send(response, 200)
    })
    await push()
  })

  it('counts a manifest as pushed whose answer was lost, and puts it once', async () => {
    const { registry, push } = await setUpEmpty()
    registry.on(put, async exchange => {
      registry.addManifest('team/app', bytes, mediaType.ociManifest, '1.0.0')
      await reset()(exchange)
    })
    await push()
    expect(registry.log(put)).toHaveLength(1)
    expect(registry.log(/^HEAD/)).toHaveLength(1)
  })

  it('puts again only after it has seen that nothing is there', async () => {
    const { registry, push } = await setUpEmpty()
    registry.on(put, reply(503), 1)
    await push()
    expect(registry.log(/^(?:PUT|HEAD)/).map(line => line.split(' ')[0])).toEqual([
      'PUT',
      'HEAD',
      'PUT',
    ])
  })

  it.each([
    [400, 'MANIFEST_BLOB_UNKNOWN', 'conflict', 'missing-blob'],
    [404, 'BLOB_UNKNOWN', 'conflict', 'missing-blob'],
    [409, 'TAG_IMMUTABLE', 'conflict', 'tag-immutable'],
    [412, 'PRECONDITION', 'conflict', 'tag-immutable'],
    [400, 'MANIFEST_INVALID', 'unsupported', 'manifest-refused'],
    [415, '', 'unsupported', 'manifest-refused'],
    [403, 'DENIED', 'forbidden', 'denied'],
    [413, '', 'too-large', 'refused-by-registry'],
  ])('says what %i %s means, and does not repeat', async (status, code, errorCode, reason) => {
    const { registry, push } = await setUpEmpty()
    registry.on(put, ({ response }) => fail(response, status, code))
    expect(await failureOf(push())).toMatchObject({ code: errorCode, reason })
    expect(registry.log(put)).toHaveLength(1)
  })

  it('tells an abort after the manifest arrived as pushed', async () => {
    const { registry, repository } = await setUpEmpty()
    const abort = new AbortController()
    registry.on(put, exchange => {
      registry.addManifest('team/app', bytes, mediaType.ociManifest, '1.0.0')
      abort.abort()
      return silence(exchange)
    })
    await repository.pushManifest('1.0.0', manifest, { signal: abort.signal })
  })

  it('tells an abort before the manifest arrived as cancelled', async () => {
    const { registry, repository } = await setUpEmpty()
    const abort = new AbortController()
    registry.on(put, exchange => {
      abort.abort()
      return silence(exchange)
    })
    const pushed = repository.pushManifest('1.0.0', manifest, { signal: abort.signal })
    expect(await failureOf(pushed)).toMatchObject({ code: 'cancelled' })
  })
})

describe('deleteManifest', () => {
  it('is not done by a page that says 200 to everything', async () => {
    const { registry, repository } = await setUp()
    registry.on(/^DELETE/, page)
    expect(await failureOf(repository.deleteManifest(digest, { signal }))).toMatchObject({
      reason: 'not-a-registry',
    })
  })

  it.each([
    [202, undefined],
    [200, undefined],
    [404, 'manifest'],
    [405, 'delete-disabled'],
    [400, 'delete-disabled'],
  ])('reads %i', async (status, reason) => {
    const { registry, repository } = await setUp()
    registry.on(/^DELETE/, reply(status, '{}'))
    const done = repository.deleteManifest(digest, { signal })
    if (reason === undefined) return done
    expect(await failureOf(done)).toMatchObject({ reason })
  })
})
