import { randomUUID } from 'node:crypto'
import { unlink } from 'node:fs/promises'
import path from 'node:path'
import { AppError, isAppError } from '../../../../shared/errors.ts'
import type { Input, Output } from '../../../../shared/ipc/contract.ts'
import type { Registry } from '../../../../shared/ipc/schemas/registries.ts'
import { parseDigest, shortDigest } from '../../../../shared/model/digest.ts'
import { tagToVersion } from '../../../../shared/model/tag.ts'
import type { ChartReader } from '../../parser/chart-reader.ts'
import { type AtomicFile, createAtomicFile } from '../../files/atomic-file.ts'
import type { Descriptor } from '../../oci/base/content.ts'
import { receiveBlob } from '../../oci/blobs/receive-blob.ts'
import type { Clock } from '../../ports.ts'
import type { Asked, Operation, Outline, Ready } from '../engine/operation.ts'
import type { RetryOf } from '../engine/retry.ts'
import type { JobContext, Outcome } from '../engine/transfer-engine.ts'
import { namesOf } from '../pull/pull-plan.ts'
import {
  chooseTarget,
  type PathReservations,
  provenancePath,
  type Replace,
} from '../pull/pull-target.ts'
import { type CachedRepository, pullSource, type PullSources } from '../pull/resolve-pull.ts'
import type { ChartVersion } from '../../helm/chart-version.ts'
import { resolveChart } from '../pull/resolve-chart.ts'
import { safeFileName } from '../user-files/file-name.ts'
import type { Folders } from '../user-files/folders.ts'
import type { Spool } from '../user-files/spool.ts'

type Request = Input<'pull.start'>
type Answer = Output<'pull.start'>
type PullOutcome = Extract<Outcome, { fileName: string }>

type Plan = {
  readonly chart: ChartVersion
  readonly provenance: Descriptor | undefined
  readonly repository: string
  readonly tag: string | undefined
  readonly source: CachedRepository
  readonly archivePath: string
  /** As shown to the user; undefined for the spool of a browser download. */
  readonly folder: string | undefined
  /** What may be written over; `nothing-to-do` where the very files are there. */
  readonly replace: Replace | 'nothing-to-do'
}

type Deps = PullSources & {
  readonly reader: ChartReader
  readonly folders: Folders
  readonly spool: Spool
  readonly clock: Clock
}

export type PullOperation = Operation<Request, Answer, Plan, RetryOf<'pull'>>

/** Streams both layers under temporary names, verifies, names them, then looks at what was saved. */
export const createPullOperation = (deps: Deps): PullOperation => {
  const { registries, folders, spool, reader, clock } = deps
  const reservations: PathReservations = { taken: new Set() }

  const askIn = async (
    folder: string,
    request: Request,
    outline: Outline,
    signal: AbortSignal,
  ): Promise<Asked<Answer, Plan>> => {
    const { repository, tag, destination } = request
    const source = pullSource(deps, request)
    const chart = await resolveChart(source, request.digest, signal)
    // Signatures are not kept on this machine.
    const provenance = request.keepProvenance && !request.fromCache ? chart.provenance : undefined
    const names = namesOf(chart, repository, tag)
    const isSpool = destination.kind === 'browser'
    const choice = await chooseTarget(
      folder,
      safeFileName(names.name, names.version, '.tgz'),
      { chart: chart.archive, provenance },
      request.onExisting,
      reservations,
    )
    const shown = isSpool ? undefined : folders.shown(destination.folderId)
    const common = { chart, provenance, repository, tag, source, folder: shown }
    const readyAt = (archivePath: string, settled: Ready<Plan>['settled']) => ({
      ...outlineOfChart(outline, chart, provenance, names),
      retry: { ...keptOf(request), ...(isSpool && { spoolFolder: folder }) },
      key: `pull ${archivePath}`,
      settled,
    })
    if (choice.result !== 'free') {
      const { fileName } = choice
      const archivePath = path.join(folder, fileName)
      const known = readyAt(archivePath, () => {})
      return choice.result === 'same'
        ? {
            instead: { result: 'already-there', fileName },
            alone: { ...known, plan: { ...common, archivePath, replace: 'nothing-to-do' } },
          }
        : {
            instead: { result: 'needs-decision', decision: 'exists', fileName },
            alone: {
              ...known,
              plan: { refuses: new AppError('conflict', 'target-exists', { fileName }) },
            },
          }
    }
    const { archivePath, replace } = choice
    const release = reserve(reservations, archivePath)
    const settled = async () => {
      release()
      if (isSpool) await spool.leave(folder)
    }
    const plan = { ...common, archivePath, replace }
    return { ready: { ...readyAt(archivePath, settled), plan } }
  }

  return {
    steps: ['download', 'verify', 'save'],
    plan: request => {
      const outline = outlineOf(request, registries.get(request.registryId))
      const ask = async (signal: AbortSignal) => {
        const { destination } = request
        const folder =
          destination.kind === 'browser' ? await spool.folder() : folders.path(destination.folderId)
        try {
          return await askIn(folder, request, outline, signal)
        } catch (error) {
          await spool.leave(folder)
          throw error
        }
      }
      return { outline, ask }
    },
    run: async (plan, context) => {
      if (plan.replace !== 'nothing-to-do')
        return pull(plan, plan.replace, { reader, clock, context })
      const blobs = [plan.chart.archive, ...(plan.provenance ? [plan.provenance] : [])]
      for (const { digest } of blobs) context.blob(digest, { state: 'already-there' })
      const contents = await inspect(plan, plan.archivePath, reader, context.signal)
      return { ...savedOf(plan), ...contents, tookMs: 0 }
    },
    // The user is asked by Retry: the folder may be on a volume that is gone, the browser no longer there.
    resume: () => undefined,
    retry: (kept, { registryId, repository }) => {
      const digest = parseDigest(kept.digest)
      if (digest === undefined) throw new AppError('not-found', 'transfer')
      const { destination, keepProvenance, onExisting, tag, fromCache } = kept
      return {
        registryId,
        repository,
        digest,
        destination,
        keepProvenance,
        onExisting,
        ...(tag !== undefined && { tag }),
        ...(fromCache && { fromCache }),
      }
    },
  }
}

const outlineOf = (request: Request, { host }: Registry): Outline => {
  const { registryId, repository, tag } = request
  const digest = parseDigest(request.digest)
  return {
    transfer: {
      kind: 'pull',
      registryId,
      host,
      repository,
      title: titleOf(
        repository,
        tag === undefined ? shortDigest(request.digest) : tagToVersion(tag),
      ),
      ...(digest && { digest }),
      ...(tag !== undefined && { tag }),
    },
    blobs: [],
    retry: keptOf(request),
    // Where it goes is not known yet: that decides whether two would write the same.
    key: randomUUID(),
    lanes: [{ registryId, way: 'down' }],
  }
}

const outlineOfChart = (
  { transfer, lanes }: Outline,
  { digest, archive }: ChartVersion,
  provenance: Descriptor | undefined,
  { name, version }: { readonly name: string; readonly version: string },
): Pick<Outline, 'transfer' | 'lanes' | 'blobs'> => ({
  transfer: { ...transfer, digest, title: titleOf(name, version) },
  lanes,
  blobs: [
    { digest: archive.digest, role: 'chart', sizeBytes: archive.sizeBytes },
    ...(provenance
      ? [
          {
            digest: provenance.digest,
            role: 'provenance' as const,
            sizeBytes: provenance.sizeBytes,
          },
        ]
      : []),
  ],
})

const keptOf = ({
  digest,
  tag,
  destination,
  keepProvenance,
  onExisting,
  fromCache,
}: Request): RetryOf<'pull'> => ({
  kind: 'pull',
  digest,
  destination,
  keepProvenance,
  onExisting,
  ...(tag !== undefined && { tag }),
  ...(fromCache && { fromCache }),
})

const titleOf = (name: string, version: string) => `${name.split('/').at(-1) ?? name} ${version}`

const reserve = ({ taken }: PathReservations, archivePath: string) => {
  if (taken.has(archivePath)) {
    throw new AppError('conflict', 'target-exists', { fileName: path.basename(archivePath) })
  }
  taken.add(archivePath)
  return () => void taken.delete(archivePath)
}

type With = { readonly reader: ChartReader; readonly clock: Clock; readonly context: JobContext }

const pull = async (
  plan: Plan,
  replace: Replace,
  { reader, clock, context }: With,
): Promise<PullOutcome> => {
  const { chart, archivePath, provenance } = plan
  const startedMs = clock.monotonicMs()
  const files: AtomicFile[] = []
  const fetchTo = async (blob: Descriptor, targetPath: string) => {
    const file = await createAtomicFile(targetPath, blob.sizeBytes, { clock })
    files.push(file)
    context.blob(blob.digest, { state: 'moving' })
    const sink = Object.assign(file.write, { restart: file.restart })
    await receiveBlob(plan.source, blob, sink, {
      signal: context.signal,
      onBytes: sentBytes => context.blob(blob.digest, { sentBytes }),
    })
    context.blob(blob.digest, { state: 'done' })
    return file
  }
  try {
    context.step('download')
    const archive = await fetchTo(chart.archive, archivePath)
    const signature = provenance && (await fetchTo(provenance, provenancePath(archivePath)))
    context.step('verify')
    const contents = await inspect(plan, archive.temporaryPath, reader, context.signal)
    context.step('save')
    context.signal.throwIfAborted()
    // The .prov first: a crash between the two leaves a signature without its archive, never the reverse.
    await signature?.commit({ replace: replace.provenance })
    await archive.commit({ replace: replace.archive }).catch(async error => {
      if (signature && !replace.provenance) await unlink(provenancePath(archivePath))
      throw error
    })
    const tookMs = clock.monotonicMs() - startedMs
    return { ...savedOf(plan), ...contents, tookMs }
  } finally {
    await Promise.all(files.map(file => file.discard()))
  }
}

const savedOf = ({
  chart,
  archivePath,
  folder,
  provenance,
}: Plan): Pick<PullOutcome, 'fileName' | 'sizeBytes' | 'folder' | 'provenanceFileName'> => ({
  fileName: path.basename(archivePath),
  sizeBytes: chart.archive.sizeBytes,
  ...(folder !== undefined && { folder }),
  ...(provenance && { provenanceFileName: `${path.basename(archivePath)}.prov` }),
})

/** An archive that helm will not load is saved all the same, and named as such (docs/threats.md, "Bombs"). */
const inspect = async (
  { repository, tag }: Plan,
  archivePath: string,
  reader: ChartReader,
  signal: AbortSignal,
): Promise<Pick<PullOutcome, 'helmLoads' | 'refusingHelm' | 'contents' | 'name' | 'version'>> => {
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
