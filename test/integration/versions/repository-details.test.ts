import { expect, it } from 'vitest'
import type { Progress } from '../../../shared/ipc/contract.ts'
import { addRegistry, startApp } from '../../support/app-rig.ts'
import { putChart, putManifest } from '../../support/chart-version.ts'
import {
  type FaultRegistry,
  reply,
  startFaultRegistry,
} from '../../support/fault-registry/fault-registry.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

type Item = Progress<'repositories.details'>

const putRedis = (registry: FaultRegistry) => {
  for (const tag of ['1.0.0', '1.10.0', '1.9.0', '2.0.0-rc.1', 'latest'])
    putChart(registry, {
      repository: 'team/redis',
      tag,
      config: { apiVersion: 'v2', name: 'redis', version: tag, description: `It is ${tag}` },
    })
}

const open = async (registry: FaultRegistry, dataDir = temporaryFolder()) => {
  const rig = await startApp({ dataDir })
  const known = (await rig.call('registries.list', {})).registries
  const { id: registryId } =
    known.find(({ host }) => host === registry.host) ?? (await addRegistry(rig, registry.host))
  const ask = async (...repositories: string[]) =>
    (await rig.stream('repositories.details', { registryId, repositories })).items
  return { rig, registryId, ask, dataDir }
}

const namesOf = (items: readonly Item[]) =>
  items.map(item => {
    if ('failed' in item) return `${item.failed.repository} ${item.failed.code}`
    const { repository, tagCount, latest } = 'saved' in item ? item.saved : item.details
    return [repository, tagCount, latest?.kind, latest?.tag, latest?.description]
      .filter(part => part !== undefined)
      .join(' ')
  })

it('tells count, newest release and kind of each, saved first, with two requests where it is known', async () => {
  const registry = await startFaultRegistry()
  putRedis(registry)
  putManifest(registry, 'team/app', 'v3', {
    schemaVersion: 2,
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: registry.addBlob(Buffer.from('{}')),
      size: 2,
    },
    layers: [],
  })
  const first = await open(registry)
  const items = await first.ask('team/redis', 'team/app', 'team/gone')
  expect(namesOf(items).toSorted()).toEqual([
    'team/app 1 image v3',
    'team/gone not-found',
    'team/redis 5 chart 1.10.0 It is 1.10.0',
  ])
  await first.rig.app.close()

  // In the next run what was learnt is told before anything is asked; then the tags, and whether the newest moved.
  const before = registry.requests.length
  const second = await open(registry, first.dataDir)
  const [saved, ...rest] = await second.ask('team/redis')
  expect(saved).toMatchObject({ saved: { tagCount: 5, latest: { tag: '1.10.0' } } })
  expect(namesOf(rest)).toEqual(['team/redis 5 chart 1.10.0 It is 1.10.0'])
  const asked = registry.requests.slice(before).map(({ method, path }) => `${method} ${path}`)
  expect(asked.filter(line => line.includes('team/redis'))).toEqual([
    expect.stringMatching(/^GET .*tags\/list/),
    expect.stringMatching(/^HEAD .*manifests\/1\.10\.0$/),
  ])
})

it('stops at the first that says the registry limits us, and tells how long', async () => {
  const registry = await startFaultRegistry()
  const repositories = Array.from({ length: 30 }, (_, at) => `team/demo-${at}`)
  for (const repository of repositories) putChart(registry, { repository, tag: '1.0.0' })
  registry.on(/tags\/list/, reply(429, { errors: [] }, { 'retry-after': '300' }))
  const { ask } = await open(registry)
  const items = await ask(...repositories)
  expect(items.length).toBeLessThanOrEqual(3)
  expect(items[0]).toMatchObject({ failed: { code: 'rate-limited', reason: 'try-later' } })
  expect(registry.log(/tags\/list/).length).toBeLessThanOrEqual(3)
})

it('goes on past one that is not for this sign-in, and the registry stays connected', async () => {
  const registry = await startFaultRegistry()
  const repositories = ['a/one', 'a/two', 'b/secret', 'c/three', 'c/four']
  for (const repository of repositories) putChart(registry, { repository, tag: '1.0.0' })
  registry.on(
    /b\/secret/,
    reply(401, { errors: [] }, { 'www-authenticate': 'Basic realm="elsewhere"' }),
  )
  const { rig, ask } = await open(registry)
  const items = await ask(...repositories)
  expect(namesOf(items).filter(line => line.startsWith('b/'))).toEqual(['b/secret unauthorized'])
  expect(items).toHaveLength(5)
  const { registries } = await rig.call('registries.list', {})
  expect(registries.find(({ host }) => host === registry.host)?.state.status).toBe('connected')
})

it('ends at once where the sign-in opens nothing', async () => {
  const registry = await startFaultRegistry()
  const repositories = Array.from({ length: 30 }, (_, at) => `team/demo-${at}`)
  for (const repository of repositories) putChart(registry, { repository, tag: '1.0.0' })
  const { ask } = await open(registry)
  registry.on(/./, reply(401, { errors: [] }, { 'www-authenticate': 'Basic realm="all"' }))
  await expect(ask(...repositories)).rejects.toMatchObject({ code: 'unauthorized' })
  expect(registry.log(/tags\/list/).length).toBeLessThan(12)
})
