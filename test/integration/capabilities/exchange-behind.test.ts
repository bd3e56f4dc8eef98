import { expect, it, onTestFinished } from 'vitest'
import { addRegistry, startApp } from '../../support/app-rig.ts'
import { putChart } from '../../support/chart-version.ts'
import { startFaultRegistry } from '../../support/fault-registry/fault-registry.ts'

it('keeps the request behind what a probe or a listing showed', async () => {
  const registry = await startFaultRegistry()
  onTestFinished(() => registry.stop())
  putChart(registry, { repository: 'team/demo', tag: '1.0.0' })
  putChart(registry, { repository: 'team/demo', tag: '1.1.0' })
  const rig = await startApp()
  const { id: registryId } = await addRegistry(rig, registry.host)
  await rig.stream('repositories.list', { registryId })
  const { page } = await rig.call('capabilities.test', { registryId })
  const behind = Object.fromEntries(
    page.capabilities.map(({ name, exchange }) => [
      name,
      exchange && new URL(exchange.url).pathname,
    ]),
  )
  expect(behind).toMatchObject({
    'repository-listing': '/v2/_catalog',
    'tag-paging': '/v2/team/demo/tags/list',
    'delete-by-digest': undefined,
  })
})
