import { createHash } from 'node:crypto'
import { type Digest, parseDigest } from '../../../shared/model/digest.ts'
import { mediaType } from '../../../shared/model/media-types.ts'
import { versionToTag } from '../../../shared/model/tag.ts'
import { bufferSource } from '../archive/byte-source.ts'
import { helmManifest } from '../archive/helm-manifest.ts'
import { inspectSource } from '../archive/inspect-archive.ts'
import { buildSample, listSamples, readSampleRows, type Sample } from './build-sample.ts'
import type { LedgerEntry } from './ledger-entry.ts'
import { readManifestFacts } from './manifest-facts.ts'
import type { RegistryStore } from './registry-store.ts'

export type PackedSample = {
  readonly repository: string
  readonly tag: string
  readonly manifestDigest: Digest
  readonly manifest: Uint8Array
  /** Config and layers. */
  readonly blobs: ReadonlyMap<Digest, Uint8Array>
}

const namespace = 'samples'
const mark = 'samples'

const sha256 = (bytes: Uint8Array): Digest => {
  const digest = parseDigest(`sha256:${createHash('sha256').update(bytes).digest('hex')}`)
  if (!digest) throw new Error('a sha256 is a digest')
  return digest
}

/** The manifest that `helm push` would make of the archive, had it the time `created`, in UTC. */
export const packSample = async (sample: Sample): Promise<PackedSample> => {
  const { archive, provenance } = sample
  // Our own bytes, a few KiB: no process of its own is needed to read them.
  const inspected = await inspectSource(bufferSource(archive), async (_path, parse) => parse())
  const layer = (bytes: Uint8Array) => ({ digest: sha256(bytes), sizeBytes: bytes.length })
  const { config, configDigest, manifest, manifestDigest } = helmManifest({
    inspected,
    created: sample.created.toISOString().replace('.000Z', 'Z'),
    chartLayer: layer(archive),
    provenanceLayer: provenance && layer(provenance),
  })
  const layers = provenance ? [archive, provenance] : [archive]
  return {
    repository: `${namespace}/${sample.name}`,
    tag: versionToTag(sample.version),
    manifestDigest,
    manifest,
    blobs: new Map([
      [configDigest, config],
      ...layers.map(bytes => [sha256(bytes), bytes] as const),
    ]),
  }
}

/** Puts the sample charts into a registry that never had them. Deleted ones do not come back. */
export const seedSamples = async (store: RegistryStore, samplesDir: string): Promise<void> => {
  if (store.state().hasMark(mark)) return
  for (const name of await listSamples(samplesDir)) {
    for (const row of await readSampleRows(samplesDir, name)) {
      await storeSample(store, await packSample(await buildSample(samplesDir, name, row)))
    }
  }
  // Last: after a crash on the way the next start begins again, with the same bytes.
  await store.commit([{ op: 'mark', name: mark }])
}

const storeSample = async (store: RegistryStore, sample: PackedSample) => {
  const { repository, tag, manifest, manifestDigest: digest } = sample
  const entries: LedgerEntry[] = []
  for (const [blob, bytes] of sample.blobs) {
    await store.blobs.write(bytes, blob, () => {})
    entries.push({ op: 'blob', repository, digest: blob, sizeBytes: bytes.length })
  }
  const facts = readManifestFacts(Buffer.from(manifest), mediaType.ociManifest)
  entries.push(
    { op: 'manifest', repository, digest, facts },
    { op: 'tag', repository, tag, digest },
  )
  let durable: Promise<void> | undefined
  await store.blobs.write(manifest, digest, () => {
    durable = store.commit(entries)
  })
  await durable
}
