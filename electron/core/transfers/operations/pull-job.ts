import { unlink } from 'node:fs/promises'
import path from 'node:path'
import { isAppError } from '../../../../shared/errors.ts'
import type { Registry } from '../../../../shared/ipc/schemas/registries.ts'
import type { Transfer } from '../../../../shared/ipc/schemas/transfers.ts'
import { tagToVersion } from '../../../../shared/model/tag.ts'
import type { ChartReader } from '../../parser/chart-reader.ts'
import { receiveBlob } from '../../oci/blobs/receive-blob.ts'
import type { RepositoryClient } from '../../oci/types.ts'
import type { Descriptor } from '../../oci/base/content.ts'
import type { Clock } from '../../ports.ts'
import { type AtomicFile, createAtomicFile } from '../../files/atomic-file.ts'
import { provenancePath, type Replace } from '../pull/pull-target.ts'
import type { ResolvedChart } from '../pull/resolve-chart.ts'
import { alreadyThere } from './other-endings.ts'
import type { JobContext, JobSpec } from '../engine/transfer-engine.ts'
import type { Retry } from '../engine/transfer-journal.ts'

type Outcome = NonNullable<Transfer['outcome']>

type Options = {
  readonly chart: ResolvedChart
  readonly registry: Registry
  readonly repository: string
  readonly tag: string | undefined
  /** Name and version. */
  readonly title: string
  readonly client: Pick<RepositoryClient, 'openBlob'>
  readonly archivePath: string
  readonly keepProvenance: boolean
  readonly replace: Replace
  /** As shown to the user; undefined for the spool of a browser download. */
  readonly folder: string | undefined
  readonly reader: ChartReader
  readonly clock: Clock
  readonly retry: Retry
  readonly settled: () => void
}

export const pullSteps = ['download', 'verify', 'save'] as const

export type PullJob = JobSpec & {
  /** Instead of `run` where the very files are there: looks at the archive that was saved. */
  readonly look: JobSpec['run']
}

/** Streams both layers under temporary names, verifies, names them, then looks at what was saved. */
export const createPullJob = (options: Options): PullJob => {
  const { chart, registry, repository, tag, title, archivePath, retry, settled } = options
  const provenance = options.keepProvenance ? chart.provenance : undefined
  const blobs: JobSpec['blobs'] = [
    { digest: chart.chart.digest, role: 'chart', sizeBytes: chart.chart.sizeBytes },
    ...(provenance
      ? [
          {
            digest: provenance.digest,
            role: 'provenance' as const,
            sizeBytes: provenance.sizeBytes,
          },
        ]
      : []),
  ]
  return {
    transfer: {
      kind: 'pull',
      registryId: registry.id,
      host: registry.host,
      repository,
      digest: chart.digest,
      title,
      ...(tag !== undefined && { tag }),
    },
    steps: pullSteps,
    blobs,
    retry,
    key: `pull ${archivePath}`,
    settled,
    run: async context => ({ outcome: await pull(options, provenance, context) }),
    look: alreadyThere({ blobs }, async ({ signal }) => ({
      outcome: {
        ...outcomeOf(options, provenance),
        ...(await inspect(options, archivePath, signal)),
        tookMs: 0,
      },
    })),
  }
}

const pull = async (
  options: Options,
  provenance: Descriptor | undefined,
  context: JobContext,
): Promise<Outcome> => {
  const { chart, archivePath, clock, replace } = options
  const startedMs = clock.monotonicMs()
  const files: AtomicFile[] = []
  const fetchTo = async (blob: Descriptor, targetPath: string) => {
    const file = await createAtomicFile(targetPath, blob.sizeBytes, { clock })
    files.push(file)
    context.blob(blob.digest, { state: 'moving' })
    const sink = Object.assign(file.write, { restart: file.restart })
    await receiveBlob(options.client, blob, sink, {
      signal: context.signal,
      onBytes: sentBytes => context.blob(blob.digest, { sentBytes }),
    })
    context.blob(blob.digest, { state: 'done' })
    return file
  }
  try {
    context.step('download')
    const archive = await fetchTo(chart.chart, archivePath)
    const signature = provenance && (await fetchTo(provenance, provenancePath(archivePath)))
    context.step('verify')
    const contents = await inspect(options, archive.temporaryPath, context.signal)
    context.step('save')
    context.signal.throwIfAborted()
    // The .prov first: a crash between the two leaves a signature without its archive, never the reverse.
    await signature?.commit({ replace: replace.provenance })
    await archive.commit({ replace: replace.archive }).catch(async error => {
      if (signature && !replace.provenance) await unlink(provenancePath(archivePath))
      throw error
    })
    const tookMs = clock.monotonicMs() - startedMs
    return { ...outcomeOf(options, provenance), ...contents, tookMs }
  } finally {
    await Promise.all(files.map(file => file.discard()))
  }
}

const outcomeOf = (
  { chart, archivePath, folder }: Options,
  provenance: Descriptor | undefined,
): Pick<Outcome, 'fileName' | 'sizeBytes' | 'folder' | 'provenanceFileName'> => ({
  fileName: path.basename(archivePath),
  sizeBytes: chart.chart.sizeBytes,
  ...(folder !== undefined && { folder }),
  ...(provenance && { provenanceFileName: `${path.basename(archivePath)}.prov` }),
})

/** An archive that helm will not load is saved all the same, and named as such (docs/threats.md, "Bombs"). */
const inspect = async (
  { reader, repository, tag }: Options,
  archivePath: string,
  signal: AbortSignal,
): Promise<Pick<Outcome, 'helmLoads' | 'refusingHelm' | 'contents' | 'name' | 'version'>> => {
  try {
    const { metadata, loadedBy } = await reader.inspect(archivePath, { signal })
    const { name, version } = metadata
    const same = name === repository.split('/').at(-1) && version === tagToVersion(tag ?? '')
    const contents = tag === undefined ? 'no-tag' : same ? 'same-as-tag' : 'differs'
    const refusing = (['3', '4'] as const).filter(major => !loadedBy.includes(major))
    return {
      helmLoads: loadedBy.length > 0,
      ...(refusing.length === 1 && { refusingHelm: refusing[0] }),
      contents,
      name,
      version,
    }
  } catch (error) {
    signal.throwIfAborted()
    if (!isAppError(error)) throw error
    return { helmLoads: false, contents: 'unreadable' }
  }
}
