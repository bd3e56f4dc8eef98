import { readFile, writeFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { parseDigest } from '../../../shared/model/digest.ts'
import { addRegistry, startApp } from '../../support/app-rig.ts'
import { pullArchive } from '../../support/app-transfers.ts'
import { putChart } from '../../support/chart-version.ts'
import { startFaultRegistry } from '../../support/fault-registry/fault-registry.ts'
import { readFilesBelow } from '../../support/files-below.ts'
import { outcomeOfPull } from '../../support/how-it-ended.ts'

const repository = 'team/demo'

/** A version that was read while its registry answered, which it does no more. */
const readAndGone = async () => {
  const registry = await startFaultRegistry()
  const chart = putChart(registry, { repository, tag: '1.0.0', withProvenance: true })
  const listed = putChart(registry, { repository, tag: '2.0.0' })
  const rig = await startApp()
  const { id: registryId } = await addRegistry(rig, registry.host)
  await rig.call('versions.details', { registryId, repository, tags: ['1.0.0', '2.0.0'] })
  await rig.call('charts.read', {
    source: { from: 'registry', registryId, repository, reference: '1.0.0' },
  })
  await registry.stop()
  const digestOf = (text: string) => parseDigest(text) ?? Promise.reject(new Error(text))
  return {
    rig,
    chart,
    place: { registryId, repository },
    digest: await digestOf(chart.digest),
    listedDigest: await digestOf(listed.digest),
  }
}

it('pulls what lies on this machine while the registry is away, checked by its digest', async () => {
  const { rig, chart, place, digest } = await readAndGone()
  const plan = await rig.call('pull.resolve', {
    ...place,
    reference: '1.0.0',
    shownDigest: digest,
    fromCache: true,
  })
  expect(plan).toMatchObject({ digest, tag: '1.0.0', fromCache: 'without-provenance' })
  expect(plan.provenance).toBeUndefined()
  const pulled = await pullArchive(rig, { ...place, digest, tag: '1.0.0', fromCache: true })
  expect(pulled.transfer).toMatchObject({
    state: 'done',
    outcome: { fileName: 'demo-1.0.0.tgz', contents: 'same-as-tag', helmLoads: true },
  })
  expect(outcomeOfPull(pulled.transfer).provenanceFileName).toBeUndefined()
  expect(await readFile(pulled.file ?? '')).toEqual(chart.archive)
})

it('says so where it is not on this machine, or no longer whole', async () => {
  const { rig, chart, place, digest, listedDigest } = await readAndGone()
  const gone = { code: 'not-found', reason: 'not-on-this-machine' }
  const ask = { ...place, reference: '1.0.0', fromCache: true } as const
  // A tag is the registry's to resolve.
  await expect(rig.call('pull.resolve', ask)).rejects.toMatchObject(gone)
  const listed = await pullArchive(rig, {
    ...place,
    digest: listedDigest,
    tag: '2.0.0',
    fromCache: true,
  })
  expect(listed.transfer).toMatchObject({ state: 'failed', error: gone })
  const files = await readFilesBelow(rig.dataDir)
  const kept = files.filter(({ bytes }) => bytes.equals(chart.archive))
  expect(kept).toHaveLength(1)
  for (const { file, bytes } of kept) await writeFile(file, Buffer.alloc(bytes.byteLength))
  const damaged = await pullArchive(rig, { ...place, digest, tag: '1.0.0', fromCache: true })
  expect(damaged.transfer).toMatchObject({ state: 'failed', error: gone })
})
