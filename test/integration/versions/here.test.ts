import { expect, it, onTestFinished } from 'vitest'
import { parseDigest } from '../../../shared/model/digest.ts'
import { addRegistry, startApp } from '../../support/app-rig.ts'
import { putChart } from '../../support/chart-version.ts'
import { startFaultRegistry } from '../../support/fault-registry/fault-registry.ts'

it('tells which versions can be read with no registry to ask, and asks none for it', async () => {
  const registry = await startFaultRegistry()
  const repository = 'team/demo'
  const whole = putChart(registry, { repository, tag: '1.0.0' })
  const listed = putChart(registry, { repository, tag: '2.0.0' })
  const rig = await startApp()
  const { id: registryId } = await addRegistry(rig, registry.host)
  await rig.call('charts.read', {
    source: { from: 'registry', registryId, repository, reference: '1.0.0' },
  })
  // Manifest and config are saved with the list; the archive is not.
  await rig.call('versions.details', { registryId, repository, tags: ['2.0.0'] })
  const asked = registry.requests.length
  await registry.stop()
  onTestFinished(() => expect(registry.requests.length).toBe(asked))
  const unknown = parseDigest(`sha256:${'0'.repeat(64)}`)
  const digests = [listed.digest, whole.digest, unknown].flatMap(one => one ?? [])
  const answer = await rig.call('versions.here', { registryId, digests })
  expect(answer.digests).toEqual([whole.digest])
})
