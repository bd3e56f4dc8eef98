import { describe, expect, it, onTestFinished } from 'vitest'
import type { Digest } from '../../../shared/model/digest.ts'
import { mediaType } from '../../../shared/model/media-types.ts'
import {
  hasDockerRegistry,
  startDockerRegistry,
} from '../../support/docker-registry/docker-registry.ts'
import { type Fault, reply } from '../../support/fault-registry/fault-registry.ts'
import { fail, sha256 } from '../../support/fault-registry/memory-registry.ts'
import { startRegistry } from '../../support/local-registry/registry-rig.ts'
import { clientFor, encode, failureOf, faultRegistry, never as signal } from './oci-harness.ts'

// Who refers to a manifest: by the API of the registry, else by the index under its tag.

const subject = sha256(encode('a chart')) as Digest
const tag = subject.replace(':', '-')
const signature = 'application/vnd.example.signature'

const entry = (name: string, artifactType?: string) => ({
  mediaType: mediaType.ociManifest,
  digest: sha256(encode(name)),
  size: name.length,
  ...(artifactType !== undefined && { artifactType }),
})
const indexOf = (...manifests: object[]) => ({
  schemaVersion: 2,
  mediaType: mediaType.ociIndex,
  manifests,
})
const indexType = { 'content-type': mediaType.ociIndex }
const answers = (index: object, more: Record<string, string> = {}): Fault =>
  reply(200, index, { ...indexType, ...more })

const setUp = async () => {
  const registry = await faultRegistry()
  const repository = clientFor(registry).repository('team/app')
  const list = (artifactType?: string) =>
    repository.referrers(subject, { signal, ...(artifactType !== undefined && { artifactType }) })
  const digests = async (artifactType?: string) =>
    (await list(artifactType)).manifests.map(({ digest }) => digest)
  const keepIndex = (...manifests: object[]) =>
    registry.addManifest(
      'team/app',
      encode(JSON.stringify(indexOf(...manifests))),
      mediaType.ociIndex,
      tag,
    )
  return { registry, list, digests, keepIndex }
}
const api = /^GET \/v2\/team\/app\/referrers\/sha256:[0-9a-f]{64}$/

describe('a registry with the API', () => {
  it('lists page after page', async () => {
    const { registry, list } = await setUp()
    const next = { link: `</v2/team/app/referrers/${subject}?page=2>; rel="next"` }
    registry.on(/page=2/, answers(indexOf(entry('b'))))
    registry.on(api, answers(indexOf(entry('a')), next))
    expect(await list()).toMatchObject({
      via: 'api',
      manifests: [entry('a'), entry('b')].map(({ digest }) => ({ digest })),
    })
    expect(registry.log(/manifests/)).toEqual([])
  })

  it.each([
    ['filters by itself', { 'oci-filters-applied': 'artifactType' }, ['sign', 'other', 'unsaid']],
    ['does not filter', {}, ['sign', 'unsaid']],
  ] as const)('that %s is asked for one kind', async (_what, headers, expected) => {
    const { registry, digests } = await setUp()
    const all = [entry('sign', signature), entry('other', 'text/x'), entry('unsaid')]
    registry.on(/\?artifactType=application%2Fvnd/, answers(indexOf(...all), headers))
    expect(await digests(signature)).toEqual(expected.map(name => sha256(encode(name))))
  })

  it('has none, which is no failure, and no tag is looked for', async () => {
    const { registry, list } = await setUp()
    registry.on(api, answers(indexOf()))
    expect(await list()).toEqual({ via: 'api', manifests: [] })
    expect(registry.requests).toHaveLength(1)
  })

  it('says that the repository is missing, or that it cannot now: no tag is looked for', async () => {
    const { registry, list } = await setUp()
    registry.on(api, ({ response }) => fail(response, 404, 'NAME_UNKNOWN'))
    expect(await failureOf(list())).toMatchObject({ code: 'not-found' })
    registry.on(api, ({ response }) => fail(response, 403, 'DENIED'))
    expect(await failureOf(list())).toMatchObject({ code: 'forbidden' })
    expect(registry.log(/manifests/)).toEqual([])
  })
})

describe('a registry without it', () => {
  it.each<[string, Fault]>([
    ['404', reply(404, '404 page not found', { 'content-type': 'text/plain' })],
    ['a redirect to a page', reply(303, '', { location: 'https://example.test/packages' })],
    ['a page', reply(200, '<html>', { 'content-type': 'text/html' })],
    ['405', reply(405)],
  ])('that answers %s is asked for the tag, and not for the API again', async (_what, fault) => {
    const { registry, list, keepIndex } = await setUp()
    registry.on(api, fault)
    expect(await list()).toEqual({ via: 'tag', manifests: [] })
    keepIndex(entry('a', signature))
    expect(await list()).toMatchObject({ via: 'tag', manifests: [{ artifactType: signature }] })
    expect(registry.log(/referrers/)).toHaveLength(1)
  })

  it('is asked again where it only says that it knows no such manifest', async () => {
    const { registry, list, keepIndex } = await setUp()
    registry.on(api, ({ response }) => fail(response, 404, 'MANIFEST_UNKNOWN'), 1)
    keepIndex(entry('a'))
    expect(await list()).toMatchObject({ via: 'tag', manifests: [{}] })
    registry.on(api, answers(indexOf(entry('b'))))
    expect(await list()).toMatchObject({ via: 'api' })
  })

  it('may keep entries that do not say what they are, as GHCR does', async () => {
    const { registry, digests, keepIndex } = await setUp()
    registry.on(/referrers/, reply(404))
    keepIndex(
      entry('sign', signature),
      entry('other', 'text/x'),
      entry('ghcr', 'application/vnd.oci.empty.v1+json'),
    )
    expect(await digests(signature)).toEqual(['sign', 'ghcr'].map(name => sha256(encode(name))))
  })

  it('has a manifest under the tag that is no index: that is nothing of ours', async () => {
    const { registry, list } = await setUp()
    registry.on(api, reply(404))
    const manifest = { schemaVersion: 2, config: entry('c'), layers: [] }
    registry.addManifest('team/app', encode(JSON.stringify(manifest)), mediaType.ociManifest, tag)
    expect(await list()).toEqual({ via: 'tag', manifests: [] })
  })
})

it('the local registry lists them by its API', async () => {
  const registry = await startRegistry()
  onTestFinished(() => registry[Symbol.asyncDispose]())
  const { digest } = await registry.pushImage('team/app', '1.0.0')
  const config = await registry.pushBlob('team/app', '{}')
  const referring = {
    schemaVersion: 2,
    mediaType: mediaType.ociManifest,
    artifactType: signature,
    config,
    layers: [config],
    subject: { mediaType: mediaType.ociManifest, digest, size: 1 },
  }
  const text = JSON.stringify(referring)
  await registry.putManifest('team/app', sha256(encode(text)), referring)
  const repository = clientFor({ host: `127.0.0.1:${registry.port}` }).repository('team/app')
  expect(await repository.referrers(digest, { signal })).toMatchObject({
    via: 'api',
    manifests: [{ artifactType: signature, digest: sha256(encode(text)) }],
  })
})

it.skipIf(!hasDockerRegistry())('docker-registry keeps them under a tag', async () => {
  const registry = await startDockerRegistry({ auth: 'none' })
  onTestFinished(() => registry.stop())
  const repository = clientFor(registry).repository('team/app')
  const push = async (reference: string, manifest: object) => {
    const bytes = encode(JSON.stringify(manifest))
    const digest = sha256(bytes) as Digest
    const type = 'manifests' in manifest ? mediaType.ociIndex : mediaType.ociManifest
    const target = reference === '' ? digest : reference
    await repository.pushManifest(target, { bytes, digest, mediaType: type }, { signal })
    return { mediaType: type, digest, size: bytes.byteLength }
  }
  const config = { mediaType: 'application/json', digest: sha256(encode('{}')), size: 2 }
  const bytes = async function* () {
    yield encode('{}')
  }
  const blob = { mediaType: config.mediaType, digest: config.digest as Digest, sizeBytes: 2 }
  await repository.pushBlob(blob, bytes, { signal })
  const manifest = { schemaVersion: 2, mediaType: mediaType.ociManifest, config, layers: [] }
  const chart = await push('1.0.0', manifest)
  expect(await repository.referrers(chart.digest, { signal })).toEqual({
    via: 'tag',
    manifests: [],
  })
  const referring = await push('', { ...manifest, artifactType: signature, subject: chart })
  await push(chart.digest.replace(':', '-'), indexOf({ ...referring, artifactType: signature }))
  expect(await repository.referrers(chart.digest, { signal })).toMatchObject({
    via: 'tag',
    manifests: [{ digest: referring.digest, artifactType: signature }],
  })
})
