import { expect, it, describe, onTestFinished } from 'vitest'
import { mediaType } from '../../../shared/model/media-types.ts'
import { addRegistry, startApp, type AppRig } from '../../support/app-rig.ts'
import { putChart, putManifest } from '../../support/chart-version.ts'
import {
  type FaultRegistry,
  reply,
  startFaultRegistry,
} from '../../support/fault-registry/fault-registry.ts'

const repository = 'team/demo'

const open = async (path = '') => {
  const registry = await startFaultRegistry()
  onTestFinished(() => registry.stop())
  const chart = putChart(registry, { repository, tag: '1.0.0' })
  const rig = await startApp()
  const { id: registryId } = await addRegistry(rig, `${registry.host}${path}`)
  return { registry, rig, registryId, chart }
}

const names = async (rig: AppRig, registryId: string) => {
  const { items, end } = await rig.stream('repositories.list', { registryId })
  return { names: items.flatMap(page => page.repositories.map(({ name }) => name)), items, end }
}

const stateOf = async (rig: AppRig, registryId: string) =>
  (await rig.call('registries.list', {})).registries.find(({ id }) => id === registryId)?.state

const noCatalog = (registry: FaultRegistry) =>
  registry.on(/_catalog/, ({ response }) => {
    response
      .writeHead(404, { 'content-type': 'application/json' })
      .end('{"errors":[{"code":"UNSUPPORTED"}]}')
  })

describe('the built-in registry', () => {
  it('is opened, listed and read at the first start', async () => {
    const rig = await startApp({ withSamples: true })
    const { registry } = await rig.call('registries.openLocal', {})
    expect(registry).toMatchObject({ kind: 'local', host: rig.app.localRegistry.address })
    const listed = await names(rig, registry.id)
    expect(listed.names.length).toBeGreaterThanOrEqual(6)
    const [sample = ''] = listed.names
    const { items } = await rig.stream('versions.list', {
      registryId: registry.id,
      repository: sample,
    })
    const tags = items.flatMap(page => page.tags)
    const details = await rig.stream('versions.details', {
      registryId: registry.id,
      repository: sample,
      tags,
    })
    expect(details.items.map(item => 'details' in item && item.details.kind)).toEqual(
      tags.map(() => 'chart'),
    )
    const again = await names(rig, registry.id)
    const counted = again.items
      .flatMap(page => page.repositories)
      .find(({ name }) => name === sample)
    expect(counted?.tagCount).toBe(tags.length)
  })

  it('is there again after a restart, with the password shown before', async () => {
    const first = await startApp()
    await first.call('registries.openLocal', {})
    await first.app.close()
    const second = await startApp({ dataDir: first.dataDir })
    const { registries } = await second.call('registries.list', {})
    expect(registries).toMatchObject([{ id: 'local', host: second.app.localRegistry.address }])
    const info = await second.call('app.info', {})
    expect(info.localRegistry).toMatchObject({ running: true, address: registries[0]?.host })
  })
})

describe('repositories', () => {
  it('lie below the path of the registry, once each', async () => {
    const { registry, rig, registryId } = await open('/team')
    putChart(registry, { repository: 'teams/other', tag: '1.0.0' })
    registry.on(/_catalog/, ({ response }) => {
      const repositories = ['team/demo', 'teams/other', 'team/demo', 'team', 7, 'UPPER']
      response.end(JSON.stringify({ repositories }))
    })
    const listed = await names(rig, registryId)
    expect(listed.names).toEqual(['team/demo', 'team'])
    expect(listed.end).toMatchObject({
      total: 2,
      skippedNames: 2,
      strategy: 'catalog',
      saved: false,
    })
    expect(await stateOf(rig, registryId)).toMatchObject({ status: 'connected' })
  })

  it('that the user kept come behind those listed', async () => {
    const { registry, rig, registryId } = await open()
    registry.on(/_catalog/, ({ response }) => void response.end('{"repositories":["other"]}'))
    await rig.call('repositories.keep', { registryId, repositories: [repository, 'gone', 'other'] })
    const { items } = await names(rig, registryId)
    expect(items.flatMap(page => page.repositories)).toEqual([
      { name: 'other', kept: false },
      { name: 'gone', kept: true, missing: true },
      { name: repository, kept: true, tagCount: 1 },
    ])
    await rig.call('repositories.forget', { registryId, repository: 'gone' })
    const kept = await rig.call('repositories.kept', { registryId })
    expect(kept.repositories).toEqual(['other', repository])
  })

  it('cannot be kept outside the path', async () => {
    const { rig, registryId } = await open('/team')
    const keeping = rig.call('repositories.keep', { registryId, repositories: ['other/demo'] })
    await expect(keeping).rejects.toMatchObject({ reason: 'outside-path' })
    expect((await rig.call('repositories.kept', { registryId })).repositories).toEqual([])
  })

  it('that are not listed are typed: no catalog is an error without any, and a note with some', async () => {
    const { registry, rig, registryId } = await open()
    noCatalog(registry)
    await expect(names(rig, registryId)).rejects.toMatchObject({
      code: 'unsupported',
      reason: 'no-catalog',
    })
    await rig.call('repositories.keep', { registryId, repositories: [repository] })
    expect((await names(rig, registryId)).end).toMatchObject({ strategy: 'kept', total: 1 })
    // Everything else works, and the dot still says what does not.
    await rig.stream('versions.list', { registryId, repository })
    expect(await stateOf(rig, registryId)).toMatchObject({ status: 'limited', limit: 'no-catalog' })
  })

  it('listed before are shown with their age when the registry is gone', async () => {
    const { registry, rig, registryId } = await open()
    const before = await names(rig, registryId)
    await registry.stop()
    const after = await names(rig, registryId)
    expect(after.names).toEqual(before.names)
    expect(after.end).toEqual({ ...before.end, saved: true })
    expect(await stateOf(rig, registryId)).toMatchObject({ status: 'offline' })
  })

  it('listed before are shown, and why, when the registry answers with errors', async () => {
    const { registry, rig, registryId } = await open()
    const before = await names(rig, registryId)
    await rig.stream('versions.list', { registryId, repository })
    registry.on(/./, ({ response }) => void response.writeHead(500).end())
    expect((await names(rig, registryId)).end).toEqual({
      ...before.end,
      saved: true,
      problem: 'server-error',
    })
    expect(await stateOf(rig, registryId)).toMatchObject({ status: 'server-error' })
    const tags = await rig.stream('versions.list', { registryId, repository })
    expect(tags.end).toMatchObject({ saved: true, problem: 'server-error' })
  })

  it('never listed fail when the registry is gone', async () => {
    const { registry, rig, registryId } = await open()
    await registry.stop()
    await rig.call('registries.list', {})
    await rig.call('registries.signOut', { registryId })
    await expect(names(rig, registryId)).rejects.toMatchObject({ code: 'unreachable' })
  })
})

describe('versions', () => {
  const list = (rig: AppRig, registryId: string) =>
    rig.stream('versions.list', { registryId, repository })

  it('hide and count what is no version', async () => {
    const { registry, rig, registryId } = await open()
    const referrer = `sha256-${'a'.repeat(64)}`
    putChart(registry, { repository, tag: referrer })
    putChart(registry, { repository, tag: `${referrer}.sig` })
    registry.on(
      /tags\/list/,
      ({ response }) => {
        const tags = ['1.0.0', referrer, `${referrer}.sig`, '1.0.0', 'no tag!', null]
        response.end(JSON.stringify({ name: repository, tags }))
      },
      1,
    )
    const { items, end } = await list(rig, registryId)
    expect(items).toEqual([{ tags: ['1.0.0'] }])
    expect(end).toMatchObject({ total: 1, hidden: 2, skipped: 2, truncated: false })
  })

  it('listed before are shown with their age when the registry is gone', async () => {
    const { registry, rig, registryId } = await open()
    const before = await list(rig, registryId)
    await registry.stop()
    const after = await list(rig, registryId)
    expect(after).toEqual({ items: before.items, end: { ...before.end, saved: true } })
  })

  it('of a repository that is listed and then not found are none, and that is told', async () => {
    const { registry, rig, registryId } = await open()
    await names(rig, registryId)
    registry.on(/tags\/list/, ({ response }) => {
      response
        .writeHead(404, { 'content-type': 'application/json' })
        .end('{"errors":[{"code":"NAME_UNKNOWN"}]}')
    })
    const { items, end } = await list(rig, registryId)
    expect(items).toEqual([])
    expect(end).toMatchObject({ total: 0, saved: false, notFound: true })
    const again = await names(rig, registryId)
    expect(again.items.flatMap(page => page.repositories)).toMatchObject([{ tagCount: 0 }])
  })

  it('of a repository whose list is null are none', async () => {
    const { registry, rig, registryId } = await open()
    registry.on(/tags\/list/, ({ response }) => void response.end('{"name":"x","tags":null}'))
    expect((await list(rig, registryId)).end).toMatchObject({ total: 0 })
  })

  it('of a repository that is not there fail', async () => {
    const { rig, registryId } = await open()
    const listing = rig.stream('versions.list', { registryId, repository: 'team/none' })
    await expect(listing).rejects.toMatchObject({ code: 'not-found', reason: 'repository' })
  })
})

describe('details', () => {
  const details = async (rig: AppRig, registryId: string, tags: string[]) =>
    (await rig.stream('versions.details', { registryId, repository, tags })).items

  it('say what manifest and config hold', async () => {
    const { registry, rig, registryId } = await open()
    const created = '2026-01-02T03:04:05Z'
    const { digest, archive } = putChart(registry, {
      repository,
      tag: '1.1.0_b1',
      withProvenance: true,
      annotations: { 'org.opencontainers.image.created': created },
      config: {
        name: 'demo',
        version: '1.1.0+b1',
        appVersion: '2',
        description: 'd',
        deprecated: true,
      },
    })
    expect(await details(rig, registryId, ['1.1.0_b1'])).toEqual([
      {
        details: {
          tag: '1.1.0_b1',
          digest,
          kind: 'chart',
          name: 'demo',
          version: '1.1.0+b1',
          appVersion: '2',
          description: 'd',
          deprecated: true,
          createdAt: created,
          sizeBytes: archive.byteLength + 'signed'.length,
          provenance: true,
        },
      },
    ])
  })

  it('tell charts from images, indexes and other artifacts by media type', async () => {
    const { registry, rig, registryId } = await open()
    const chart = putChart(registry, { repository, tag: 'in-index' })
    const empty = registry.addBlob(new TextEncoder().encode('{}'))
    const config = (type: string) => ({ mediaType: type, digest: empty, size: 2 })
    const image = 'application/vnd.oci.image.config.v1+json'
    putManifest(registry, repository, 'image', {
      schemaVersion: 2,
      config: config(image),
      layers: [],
    })
    putManifest(registry, repository, 'other', {
      schemaVersion: 2,
      config: config('a/b'),
      layers: [],
    })
    const child = (digest: string, more = {}) => ({
      mediaType: mediaType.ociManifest,
      digest,
      size: 1,
      ...more,
    })
    const imageDigest = putManifest(registry, repository, undefined, {
      schemaVersion: 2,
      config: config(image),
      layers: [],
    })
    const index = (tag: string, manifests: unknown[]) =>
      putManifest(registry, repository, tag, { schemaVersion: 2, manifests }, mediaType.ociIndex)
    const holding = index('holds-chart', [child(imageDigest), child(chart.digest)])
    index('images-only', [child(imageDigest)])
    const tags = ['1.0.0', 'image', 'other', 'holds-chart', 'images-only']
    const items = await details(rig, registryId, tags)
    const told = items.flatMap(item => ('details' in item ? [item.details] : []))
    expect(Object.fromEntries(told.map(({ tag, kind }) => [tag, kind]))).toEqual({
      '1.0.0': 'chart',
      image: 'image',
      other: 'other',
      'holds-chart': 'chart',
      'images-only': 'index',
    })
    expect(told.find(({ tag }) => tag === 'holds-chart')).toMatchObject({
      digest: holding,
      name: 'demo',
      sizeBytes: chart.archive.byteLength,
    })
  })

  it('look at no more than a few children of a huge index, and not down a deep one', async () => {
    const { registry, rig, registryId, chart } = await open()
    const empty = registry.addBlob(new TextEncoder().encode('{}'))
    const config = { mediaType: 'a/b', digest: empty, size: 2 }
    const child = (digest: string, type: string) => ({ mediaType: type, digest, size: 1 })
    const children = Array.from({ length: 100 }, (_, at) => {
      const annotations = { at: String(at) }
      const body = { schemaVersion: 2, config, layers: [], annotations }
      return child(putManifest(registry, repository, undefined, body), mediaType.ociManifest)
    })
    const index = (tag: string | undefined, manifests: unknown[]) =>
      putManifest(registry, repository, tag, { schemaVersion: 2, manifests }, mediaType.ociIndex)
    index('many', children)
    let below = child(chart.digest, mediaType.ociManifest)
    for (let depth = 0; depth < 9; depth++) {
      below = child(index(undefined, [below]), mediaType.ociIndex)
    }
    index('deep', [below])
    const [many] = await details(rig, registryId, ['many'])
    expect(many).toMatchObject({ details: { kind: 'index' } })
    const asked = registry.log(/manifests/).length
    expect(asked).toBeLessThan(50)
    const [deep] = await details(rig, registryId, ['deep'])
    expect(deep).toMatchObject({ details: { kind: 'index' } })
    expect(registry.log(/manifests/).length - asked).toBeLessThan(6)
  })

  it('ask for nothing by digest twice, and for no blob the second time', async () => {
    const { registry, rig, registryId } = await open()
    const tags = ['1.0.0', '1.0.1', '1.0.2', 'same-as-1.0.2']
    for (const tag of tags.slice(1, 3)) putChart(registry, { repository, tag })
    const same = registry.manifest(repository, '1.0.2')?.bytes ?? Buffer.alloc(0)
    registry.addManifest(repository, same, mediaType.ociManifest, 'same-as-1.0.2')
    await details(rig, registryId, tags)
    expect(registry.log(/manifests/)).toHaveLength(4)
    expect(registry.log(/blobs/)).toHaveLength(3)
    await rig.app.close()

    const next = await startApp({ dataDir: rig.dataDir })
    const again = await details(next, registryId, tags)
    expect(again).toHaveLength(4)
    expect(registry.log(/blobs/)).toHaveLength(3)
    expect(registry.log(/^GET .*manifests/)).toHaveLength(4)
    // Whether the tags have moved, and nothing else.
    expect(registry.log(/^HEAD .*manifests/)).toHaveLength(4)
  })

  it('of a tag that has moved are told at once as they were, then as they are', async () => {
    const { registry, rig, registryId } = await open()
    await details(rig, registryId, ['1.0.0'])
    await rig.app.close()
    const moved = putChart(registry, { repository, tag: '1.0.0', version: '1.0.0-again' })
    const next = await startApp({ dataDir: rig.dataDir })
    const items = await details(next, registryId, ['1.0.0'])
    expect(items.map(item => 'details' in item && item.details.version)).toEqual([
      '1.0.0',
      '1.0.0-again',
    ])
    expect(items[1]).toMatchObject({ details: { digest: moved.digest } })
  })

  it('of one broken version say so and leave the others alone', async () => {
    const { registry, rig, registryId } = await open()
    const config = registry.addBlob(new TextEncoder().encode('[]'))
    putManifest(registry, repository, 'no-object', {
      schemaVersion: 2,
      config: { mediaType: mediaType.helmConfig, digest: config, size: 2 },
      layers: [],
    })
    putManifest(registry, repository, 'two-things', {
      schemaVersion: 2,
      config: { mediaType: mediaType.helmConfig, digest: config, size: 2 },
      layers: [],
      manifests: [],
    })
    const items = await details(rig, registryId, ['gone', 'no-object', 'two-things', '1.0.0'])
    const told = Object.fromEntries(
      items.map(item =>
        'failed' in item ? [item.failed.tag, item.failed.reason] : [item.details.tag, 'told'],
      ),
    )
    expect(told).toEqual({
      gone: 'manifest',
      'no-object': 'malformed-config',
      'two-things': 'ambiguous-manifest',
      '1.0.0': 'told',
    })
  })

  it('keep at most six requests going', async () => {
    const { registry, rig, registryId } = await open()
    const tags = Array.from({ length: 40 }, (_, at) => `2.0.${at}`)
    for (const tag of tags) putChart(registry, { repository, tag })
    let now = 0
    let most = 0
    registry.on(/manifests|blobs/, ({ response, pass }) => {
      most = Math.max(most, ++now)
      response.once('finish', () => now--)
      setImmediate(pass)
    })
    expect(await details(rig, registryId, tags)).toHaveLength(40)
    expect(most).toBeGreaterThan(1)
    expect(most).toBeLessThanOrEqual(6)
  })

  it('stop asking a registry that limits us, and say when to go on', async () => {
    const { registry, rig, registryId } = await open()
    const tags = Array.from({ length: 40 }, (_, at) => `2.0.${at}`)
    registry.on(/manifests/, ({ response }) => {
      response.writeHead(429, { 'retry-after': '300' }).end()
    })
    const items = await details(rig, registryId, tags)
    expect(items[0]).toMatchObject({ failed: { code: 'rate-limited', retryAfterMs: 300_000 } })
    expect(registry.log(/manifests/).length).toBeLessThanOrEqual(6)
    const state = await stateOf(rig, registryId)
    expect(state).toMatchObject({ status: 'limited', limit: 'rate-limited' })
    const leftMs = (state?.limitedUntilMs ?? 0) - Date.now()
    expect(leftMs).toBeGreaterThan(200_000)
    expect(leftMs).toBeLessThanOrEqual(300_000)
  })

  it('count down in the list of registries while they wait, and no longer', async () => {
    const { registry, rig, registryId } = await open()
    const before = await stateOf(rig, registryId)
    registry.on(
      /manifests/,
      ({ response }) => void response.writeHead(429, { 'retry-after': '2' }).end(),
      1,
    )
    const reading = details(rig, registryId, ['1.0.0'])
    await expect
      .poll(async () => (await stateOf(rig, registryId))?.limitedUntilMs, { timeout: 10_000 })
      .toBeGreaterThan(Date.now() - 60_000)
    expect(await reading).toHaveLength(1)
    expect(await stateOf(rig, registryId)).toMatchObject({ status: before?.status })
    expect(await stateOf(rig, registryId)).not.toHaveProperty('limitedUntilMs')
  })

  it('keep the countdown of the first refusal while all else is refused too', async () => {
    const { registry, rig, registryId } = await open()
    registry.on(/./, ({ response }) => {
      response.writeHead(429, { 'retry-after': '600' }).end()
    })
    await expect(rig.call('capabilities.test', { registryId })).rejects.toMatchObject({
      code: 'rate-limited',
    })
    const { limitedUntilMs } = (await stateOf(rig, registryId)) ?? {}
    expect(limitedUntilMs).toBeGreaterThan(Date.now() + 500_000)
    await expect(names(rig, registryId)).rejects.toMatchObject({ code: 'rate-limited' })
    const limited = { status: 'limited', limit: 'rate-limited', limitedUntilMs }
    expect(await stateOf(rig, registryId)).toMatchObject(limited)
    await expect(details(rig, registryId, ['1.0.0'])).resolves.toHaveLength(1)
    expect(await stateOf(rig, registryId)).toMatchObject(limited)
  })

  it('leave a host alone that another saved registry was refused by, and count down for each', async () => {
    const { registry, rig, registryId } = await open('/team')
    const { id: beside } = await addRegistry(rig, `${registry.host}/teams`)
    const { id: unopened } = await addRegistry(rig, `${registry.host}/others`)
    await names(rig, beside)
    const before = await stateOf(rig, beside)
    registry.on(/manifests/, reply(429, 'said to the first alone', { 'retry-after': '600' }))
    await details(rig, registryId, ['1.0.0'])
    const { limitedUntilMs } = (await stateOf(rig, registryId)) ?? {}
    expect(limitedUntilMs).toBeGreaterThan(Date.now() + 500_000)
    const limited = { status: 'limited', limit: 'rate-limited', limitedUntilMs }
    expect(before).not.toMatchObject({ status: 'limited' })
    expect(await stateOf(rig, beside)).toMatchObject(limited)
    const asked = registry.requests.length
    for (const id of [beside, unopened]) {
      const test = rig.call('capabilities.test', { registryId: id })
      await expect(test).rejects.toMatchObject({ code: 'rate-limited' })
      // What a host says to one sign-in may hold it, and is not shown to another.
      await expect(test).rejects.not.toHaveProperty(
        'details.exchange.body',
        'said to the first alone',
      )
      expect(await stateOf(rig, id)).toMatchObject(limited)
    }
    expect(registry.requests).toHaveLength(asked)
  })

  it('go on for all registries of a host once it answers one of them', async () => {
    const { registry, rig, registryId } = await open('/team')
    const { id: beside } = await addRegistry(rig, `${registry.host}/teams`)
    await names(rig, beside)
    const before = await stateOf(rig, beside)
    registry.on(/manifests/, reply(429, '', { 'retry-after': '2' }), 1)
    const reading = details(rig, registryId, ['1.0.0'])
    await expect
      .poll(async () => (await stateOf(rig, beside))?.limitedUntilMs, { timeout: 10_000 })
      .toBeGreaterThan(Date.now() - 60_000)
    expect(await reading).toHaveLength(1)
    expect(await stateOf(rig, beside)).toMatchObject({ status: before?.status })
    expect(await stateOf(rig, beside)).not.toHaveProperty('limitedUntilMs')
  })

  it('log what the registry warns of', async () => {
    const { registry, rig, registryId } = await open()
    registry.on(/manifests/, ({ response, pass }) => {
      response.setHeader('warning', '299 - "this registry moves on Monday"')
      pass()
    })
    await details(rig, registryId, ['1.0.0'])
    expect(rig.logged.join()).toContain('moves on Monday')
  })

  it('end when the window hangs up', async () => {
    const { registry, rig, registryId } = await open()
    const hangUp = new AbortController()
    const asked = Promise.withResolvers<void>()
    const ended = Promise.withResolvers<void>()
    registry.on(/manifests/, ({ response }) => {
      response.once('close', ended.resolve)
      asked.resolve()
    })
    const tags = ['1.0.0', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
    const input = { registryId, repository, tags }
    const call = rig.call('versions.details', input, { signal: hangUp.signal })
    await asked.promise
    hangUp.abort()
    await expect(call).rejects.toMatchObject({ code: 'cancelled' })
    await ended.promise
    expect(registry.log(/manifests/).length).toBeLessThanOrEqual(6)
  })
})
