import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  buildSample,
  listSamples,
  readSampleRows,
} from '../../../electron/core/local-registry/build-sample.ts'
import { packSample } from '../../../electron/core/local-registry/seed-samples.ts'
import { digestOf, jsonOf, startRegistry } from '../../support/local-registry/registry-rig.ts'

const samplesDir = path.join(import.meta.dirname, '../../../electron/core/local-registry/samples')

const buildAll = async () => {
  const packed = []
  for (const name of await listSamples(samplesDir)) {
    for (const row of await readSampleRows(samplesDir, name)) {
      const sample = await buildSample(samplesDir, name, row)
      packed.push({ sample, packed: await packSample(sample) })
    }
  }
  return packed
}

describe('the sample charts', () => {
  it('are the same bytes every time: archive and manifest have the recorded digests', async () => {
    const recorded: unknown = JSON.parse(
      await readFile(path.join(import.meta.dirname, 'sample-digests.json'), 'utf8'),
    )
    const built = Object.fromEntries(
      (await buildAll()).map(({ sample, packed }) => [
        `${sample.name}-${sample.version}`,
        { archive: digestOf(sample.archive), manifest: packed.manifestDigest },
      ]),
    )
    expect(built).toEqual(recorded)
  })

  it('show what charts can be', async () => {
    const all = (await buildAll()).map(({ sample }) => sample)
    const versions = all.map(({ version }) => version)
    expect(new Set(all.map(({ name }) => name)).size).toBeGreaterThanOrEqual(6)
    expect(all.length).toBeGreaterThanOrEqual(40)
    expect(versions.filter(version => /-(alpha|beta|rc)/.test(version)).length).toBeGreaterThan(5)
    expect(versions.filter(version => version.includes('+')).length).toBeGreaterThan(2)
    expect(all.filter(({ provenance }) => provenance)).toHaveLength(1)
    expect(all.some(({ chartYaml }) => chartYaml.includes('type: library'))).toBe(true)
    expect(all.some(({ chartYaml }) => chartYaml.includes('repository: oci://'))).toBe(true)
  })

  it('come once, and stay away when they were deleted', async () => {
    await using first = await startRegistry({ samplesDir })
    const { repositories } = jsonOf(await first.call('GET', '/v2/_catalog')) as {
      repositories: string[]
    }
    expect(repositories).toEqual((await listSamples(samplesDir)).map(name => `samples/${name}`))
    const postbox = await first.call('GET', '/v2/samples/postbox/manifests/1.4.0')
    const { layers } = jsonOf(postbox) as { layers: { digest: string; mediaType: string }[] }
    expect(layers.map(({ mediaType }) => mediaType).toSorted()).toEqual([
      'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
      'application/vnd.cncf.helm.chart.provenance.v1.prov',
    ])
    for (const { digest } of layers) {
      const { body } = await first.call('GET', `/v2/samples/postbox/blobs/${digest}`)
      expect(digestOf(body)).toBe(digest)
    }
    const digest = String(postbox.headers['docker-content-digest'])
    await first.call('DELETE', `/v2/samples/postbox/manifests/${digest}`)
    await first.stop()

    await using again = await startRegistry({ samplesDir, dataDir: first.dataDir })
    const missing = await again.call('HEAD', '/v2/samples/postbox/manifests/1.4.0')
    expect(missing.status).toBe(404)
    const kept = await again.call('HEAD', '/v2/samples/postbox/manifests/1.3.0')
    expect(kept.status).toBe(200)
  })

  it('do not come without a folder of them', async () => {
    await using rig = await startRegistry()
    expect(jsonOf(await rig.call('GET', '/v2/_catalog'))).toEqual({ repositories: [] })
  })
})
