import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  digestOf,
  errorCodes,
  jsonOf,
  ociIndex,
  ociManifest,
  type Rig,
  startRegistry,
} from '../../support/local-registry/registry-rig.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRegistry()
})
afterAll(() => rig[Symbol.asyncDispose]())

const url = (repository: string, reference: string) => `/v2/${repository}/manifests/${reference}`

const expectManifest = async (reference: string, text: string, digest: string) => {
  for (const method of ['HEAD', 'GET']) {
    const answer = await rig.call(method, url('team/app', reference))
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe(ociManifest)
    expect(answer.headers['docker-content-digest']).toBe(digest)
    expect(answer.headers['content-length']).toBe(String(Buffer.byteLength(text)))
    expect(answer.body.toString()).toBe(method === 'GET' ? text : '')
  }
}

describe('a manifest', () => {
  it('is pushed by tag and read by tag and digest, byte for byte', async () => {
    const { answer, text, digest } = await rig.pushImage('team/app', '1.0.0_b1')
    expect(answer.status).toBe(201)
    expect(answer.headers.location).toBe(url('team/app', digest))
    expect(answer.headers['docker-content-digest']).toBe(digest)
    await expectManifest('1.0.0_b1', text, digest)
    await expectManifest(digest, text, digest)
  })

  it.each(['sha256', 'sha512'] as const)('is pushed by %s', async algorithm => {
    const { manifest, text } = await rig.pushImage('team/app', 'source')
    const digest = digestOf(text, algorithm)
    const answer = await rig.putManifest('team/app', digest, manifest)
    expect(answer.status).toBe(201)
    expect(answer.headers['docker-content-digest']).toBe(digest)
    await expectManifest(digest, text, digest)
  })

  it('gets the tags named beside its digest', async () => {
    const { manifest, digest } = await rig.pushImage('team/app', 'source')
    const reference = `${digest}?tag=2.0&tag=2&tag=latest`
    const answer = await rig.putManifest('team/app', reference, manifest)
    expect(answer.headers['oci-tag']).toBe('2.0, 2, latest')
    for (const tag of ['2.0', '2', 'latest']) {
      const head = await rig.call('HEAD', url('team/app', tag))
      expect(head.headers['docker-content-digest']).toBe(digest)
    }
  })

  it('leaves the old one readable by digest when its tag moves', async () => {
    const first = await rig.pushImage('team/app', 'moving')
    const second = await rig.pushImage('team/app', 'moving')
    await expectManifest('moving', second.text, second.digest)
    await expectManifest(first.digest, first.text, first.digest)
  })

  it('may have no layers, unknown fields, embedded data, and layers that lie elsewhere', async () => {
    const config = await rig.pushBlob('team/app', '{}')
    const elsewhere = {
      mediaType: 'application/vnd.oci.image.layer.nondistributable.v1.tar+gzip',
      digest: digestOf('not pushed'),
      size: 10,
      urls: ['https://layers.example.com/x'],
    }
    const common = { schemaVersion: 2, mediaType: ociManifest, config }
    for (const manifest of [
      { ...common, layers: [] },
      { ...common, layers: [elsewhere] },
      { ...common, layers: [], 'org.example.field': { nested: [1, 2] } },
      { ...common, config: { ...config, data: 'e30=' }, layers: [] },
    ]) {
      const answer = await rig.putManifest('team/app', 'odd', manifest)
      expect(answer.status).toBe(201)
      const text = JSON.stringify(manifest)
      await expectManifest('odd', text, digestOf(text))
    }
  })

  it('may be as large as 4 MiB, and not a byte larger', async () => {
    const config = await rig.pushBlob('team/app', '{}')
    const make = (size: number) => {
      const manifest = { schemaVersion: 2, mediaType: ociManifest, config, layers: [], pad: '' }
      return { ...manifest, pad: 'x'.repeat(size - JSON.stringify(manifest).length) }
    }
    const limit = 4 * 1024 * 1024
    expect((await rig.putManifest('team/app', 'large', make(limit))).status).toBe(201)
    const answer = await rig.putManifest('team/app', 'larger', make(limit + 1))
    expect(answer.status).toBe(413)
    expect((await rig.call('HEAD', url('team/app', 'larger'))).status).toBe(404)
  })

  it('is refused without what it needs', async () => {
    const config = await rig.pushBlob('team/app', '{}')
    const layers = [{ ...config, digest: digestOf('never pushed') }]
    const manifest = { schemaVersion: 2, mediaType: ociManifest, config, layers }
    const answer = await rig.putManifest('team/app', 'broken', manifest)
    expect(answer.status).toBe(400)
    expect(errorCodes(answer)).toEqual(['MANIFEST_BLOB_UNKNOWN'])
    expect((await rig.call('HEAD', url('team/app', 'broken'))).status).toBe(404)
  })

  it('is refused when its blob is in another repository only', async () => {
    const { manifest } = await rig.pushImage('team/app', 'here')
    const answer = await rig.putManifest('team/elsewhere', 'here', manifest)
    expect(errorCodes(answer)).toEqual(['MANIFEST_BLOB_UNKNOWN'])
  })

  it.each([
    ['not JSON', '{', ociManifest, 400],
    ['a list', '[]', ociManifest, 400],
    ['schema version 1', '{"schemaVersion":1}', ociManifest, 400],
    ['no config', '{"schemaVersion":2,"layers":[]}', ociManifest, 400],
    [
      'another type than it says',
      `{"schemaVersion":2,"mediaType":"${ociIndex}"}`,
      ociManifest,
      400,
    ],
    ['a web page', '{"schemaVersion":2}', 'text/html', 415],
  ])('is refused when it is %s', async (_, body, type, status) => {
    const headers = { 'Content-Type': type }
    const answer = await rig.call('PUT', url('team/app', 'bad'), { body, headers })
    expect(answer.status).toBe(status)
    expect(errorCodes(answer)).toEqual(['MANIFEST_INVALID'])
  })

  it('is refused under another digest, a broken one, and what is no tag', async () => {
    const { manifest } = await rig.pushImage('team/app', 'fine')
    for (const reference of [digestOf('other'), 'sha256:baddigeststring']) {
      const answer = await rig.putManifest('team/app', reference, manifest)
      expect(answer.status).toBe(400)
      expect(errorCodes(answer)).toEqual(['DIGEST_INVALID'])
    }
    expect((await rig.putManifest('team/app', '.hidden', manifest)).status).toBe(400)
    expect((await rig.call('GET', url('team/app', 'sha256:baddigeststring'))).status).toBe(400)
  })

  it('that is not there is 404, in a repository that is there or not', async () => {
    for (const repository of ['team/app', 'team/none']) {
      for (const reference of ['missing', digestOf('missing')]) {
        expect((await rig.call('GET', url(repository, reference))).status).toBe(404)
      }
    }
  })
})

describe('an index', () => {
  it('holds manifests and other indexes, or nothing', async () => {
    const image = await rig.pushImage('team/index', 'child')
    const child = { mediaType: ociManifest, digest: image.digest, size: image.text.length }
    const index = { schemaVersion: 2, mediaType: ociIndex, manifests: [child] }
    expect((await rig.putManifest('team/index', 'list', index)).status).toBe(201)
    const text = JSON.stringify(index)
    const inner = { mediaType: ociIndex, digest: digestOf(text), size: text.length }
    for (const manifests of [[inner], []]) {
      const answer = await rig.putManifest('team/index', 'outer', { ...index, manifests })
      expect(answer.status).toBe(201)
      const got = await rig.call('GET', url('team/index', 'outer'))
      expect(got.headers['content-type']).toBe(ociIndex)
      expect(jsonOf(got)).toEqual({ ...index, manifests })
    }
  })

  it('is refused when a manifest of it is not here', async () => {
    const manifests = [{ mediaType: ociManifest, digest: digestOf('x'), size: 1 }]
    const index = { schemaVersion: 2, mediaType: ociIndex, manifests }
    const answer = await rig.putManifest('team/index', 'sparse', index)
    expect(errorCodes(answer)).toEqual(['MANIFEST_BLOB_UNKNOWN'])
  })
})

describe('referrers', () => {
  const list = (subject: string, query = '') =>
    rig.call('GET', `/v2/team/refs/referrers/${subject}${query}`)
  const empty = { schemaVersion: 2, mediaType: ociIndex, manifests: [] }

  it('are an empty index where there are none, even in no repository', async () => {
    const answer = await list(digestOf('nobody'))
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe(ociIndex)
    expect(jsonOf(answer)).toEqual(empty)
    expect((await list('sha256:short')).status).toBe(400)
  })

  it('are listed with type and annotations, filtered, before and after the subject exists', async () => {
    const subject = { mediaType: ociManifest, digest: digestOf('subject to come'), size: 1 }
    const annotations = { 'org.example.kind': 'test' }
    const signature = { artifactType: 'application/vnd.example.signature', subject, annotations }
    const signed = await rig.pushImage('team/refs', 'signature', signature)
    expect(signed.answer.headers['oci-subject']).toBe(subject.digest)
    const plain = await rig.pushImage('team/refs', 'plain', { subject })
    const index = { schemaVersion: 2, mediaType: ociIndex, manifests: [], subject }
    await rig.putManifest('team/refs', 'index', index)
    const indexText = JSON.stringify(index)

    const expected = [
      {
        mediaType: ociManifest,
        digest: signed.digest,
        size: signed.text.length,
        artifactType: 'application/vnd.example.signature',
        annotations,
      },
      {
        mediaType: ociManifest,
        digest: plain.digest,
        size: plain.text.length,
        artifactType: 'application/octet-stream',
      },
      { mediaType: ociIndex, digest: digestOf(indexText), size: indexText.length },
    ]
    const all = await list(subject.digest)
    expect(jsonOf(all)).toEqual({ ...empty, manifests: expected })
    expect(all.headers['oci-filters-applied']).toBeUndefined()

    const filtered = await list(subject.digest, `?artifactType=${signature.artifactType}`)
    expect(filtered.headers['oci-filters-applied']).toBe('artifactType')
    expect(jsonOf(filtered)).toEqual({ ...empty, manifests: expected.slice(0, 1) })

    await rig.call('DELETE', url('team/refs', signed.digest))
    expect(jsonOf(await list(subject.digest))).toEqual({ ...empty, manifests: expected.slice(1) })
  })
})
