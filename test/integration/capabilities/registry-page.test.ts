import { expect, it, onTestFinished, vi } from 'vitest'
import { mediaType } from '../../../shared/model/media-types.ts'
import { addRegistry, startApp } from '../../support/app-rig.ts'
import { putChart } from '../../support/chart-version.ts'
import { startFaultRegistry } from '../../support/fault-registry/fault-registry.ts'

const repository = 'team/demo'

const open = async () => {
  const registry = await startFaultRegistry()
  onTestFinished(() => registry.stop())
  const { manifest } = putChart(registry, { repository, tag: '1.0.0' })
  registry.addManifest(repository, manifest, mediaType.ociManifest, 'stable')
  const rig = await startApp()
  const { id: registryId } = await addRegistry(rig, registry.host)
  const page = async () => (await rig.call('capabilities.read', { registryId })).page
  const capability = async (name: string) =>
    (await page()).capabilities.find(one => one.name === name)
  const listTags = () => rig.stream('versions.list', { registryId, repository })
  return { registry, rig, registryId, page, capability, listTags }
}

it('asks nothing for the page, and shows what nobody tried', async () => {
  const { registry, page } = await open()
  const before = registry.log().length
  const { capabilities, checkedAtMs, sharedDigests } = await page()
  expect(registry.log()).toHaveLength(before)
  expect(capabilities).toHaveLength(11)
  expect(new Set(capabilities.map(({ state }) => state))).toEqual(new Set(['unknown']))
  expect(checkedAtMs).toBeUndefined()
  expect(sharedDigests).toEqual([])
})

it('probes on request, changes nothing there, and keeps what it found', async () => {
  const { registry, rig, registryId, listTags, page } = await open()
  await rig.stream('repositories.list', { registryId })
  await listTags()
  const before = registry.log().length
  const tested = await rig.call('capabilities.test', { registryId })
  const methods = registry
    .log()
    .slice(before)
    .map(line => line.split(' ')[0])
  expect(new Set(methods)).toEqual(new Set(['GET', 'HEAD']))
  const values = Object.fromEntries(
    tested.page.capabilities.map(({ name, value }) => [name, value]),
  )
  expect(values).toMatchObject({
    'repository-listing': 'catalog',
    'tag-paging': 'link-header',
    referrers: 'unknown',
    'rate-limit': 'none-said',
    'delete-by-digest': 'unknown',
  })
  expect(tested.page.repositoryCount).toBe(1)
  expect(tested.page.checkedAtMs).toBeGreaterThan(0)
  expect((await page()).capabilities).toEqual(tested.page.capabilities)
})

it('learns from what is done, with the exchange as proof, and tells the windows', async () => {
  const { registry, rig, registryId, listTags, capability } = await open()
  const changed: string[] = []
  const watching = new AbortController()
  onTestFinished(() => watching.abort())
  const watch = rig.call(
    'app.watch',
    {},
    { onProgress: item => void changed.push(item.changed), signal: watching.signal },
  )
  watch.catch(() => undefined)
  registry.on(/tags\/list/, ({ response, pass }) => {
    response.setHeader('ratelimit-remaining', '76;w=21600')
    response.setHeader('ratelimit-limit', '100;w=21600')
    pass()
  })
  await listTags()
  const learnt = await capability('rate-limit')
  expect(learnt).toMatchObject({
    value: 'remaining-in-window',
    params: { remaining: 76, limit: 100, seconds: 21600 },
    foundBy: 'header',
  })
  expect(learnt?.exchange?.url).toBe(`${registry.origin}/v2/team/demo/tags/list`)
  await vi.waitFor(() => expect(changed).toContain('registry-page'), { timeout: 10_000 })
  const { page } = await rig.call('capabilities.read', { registryId })
  expect(page.exchanges[0]?.url).toContain('/tags/list')
})

it('names the tags that one digest takes with it', async () => {
  const { rig, registryId, page } = await open()
  const tags = ['1.0.0', 'stable']
  await rig.stream('versions.details', { registryId, repository, tags })
  expect((await page()).sharedDigests).toMatchObject([{ repository, tags }])
})

it('forgets all of it with the sign-in', async () => {
  const { rig, registryId, page } = await open()
  await rig.call('capabilities.test', { registryId })
  await rig.call('registries.signOut', { registryId })
  expect((await page()).capabilities.every(({ state }) => state === 'unknown')).toBe(true)
  expect((await page()).exchanges).toEqual([])
})
