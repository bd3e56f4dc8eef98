import { expect, it, onTestFinished, vi } from 'vitest'
import { addRegistry, startApp } from '../../support/app-rig.ts'
import { putChart } from '../../support/chart-version.ts'
import { startFaultRegistry } from '../../support/fault-registry/fault-registry.ts'

it('tells what a registry says in Warning headers, each text once', async () => {
  const registry = await startFaultRegistry()
  onTestFinished(() => registry.stop())
  putChart(registry, { repository: 'team/demo', tag: '1.0.0' })
  registry.on(/./, ({ response, pass }) => {
    response.setHeader('warning', ['299 - "Moves to \\"new.example\\" in May"', '110 - "Stale"'])
    pass()
  })
  const rig = await startApp()
  const told: string[] = []
  const hangUp = new AbortController()
  onTestFinished(() => hangUp.abort())
  rig
    .call(
      'app.watch',
      {},
      {
        signal: hangUp.signal,
        onProgress: change => void (change.changed === 'registry-says' && told.push(change.text)),
      },
    )
    .catch(() => undefined)
  const { id: registryId } = await addRegistry(rig, registry.host)
  await rig.stream('repositories.list', { registryId })
  await rig.stream('versions.list', { registryId, repository: 'team/demo' })
  await vi.waitFor(() => expect(told).toEqual(['Moves to "new.example" in May']))
  const { page } = await rig.call('capabilities.read', { registryId })
  expect(page.warnings).toEqual(['Moves to "new.example" in May'])
})
