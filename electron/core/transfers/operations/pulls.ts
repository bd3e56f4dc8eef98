import { randomUUID } from 'node:crypto'
import path from 'node:path'
import type { Input, Output } from '../../../../shared/ipc/contract.ts'
import type { Registry } from '../../../../shared/ipc/schemas/registries.ts'
import { isDigest, parseDigest, shortDigest } from '../../../../shared/model/digest.ts'
import { tagToVersion } from '../../../../shared/model/tag.ts'
import { AppError } from '../../../../shared/errors.ts'
import type { ChartReader } from '../../parser/chart-reader.ts'
import type { RepositoryClient } from '../../oci/types.ts'
import type { Clock } from '../../ports.ts'
import type { RegistryDirectory } from '../../registries/types.ts'
import { safeFileName } from '../user-files/file-name.ts'
import type { Folders } from '../user-files/folders.ts'
import { refusing } from './other-endings.ts'
import { createPullJob, pullSteps } from './pull-job.ts'
import { namesOf, planPull } from '../pull/pull-plan.ts'
import { chooseTarget, type PathReservations } from '../pull/pull-target.ts'
import { type ResolvedChart, resolveChart } from '../pull/resolve-chart.ts'
import type { Spool } from '../user-files/spool.ts'
import type { Announced, Prepared, TransferEngine } from '../engine/transfer-engine.ts'

type StartInput = Input<'pull.start'>
type Answer = Output<'pull.start'>
type Source = Pick<StartInput, 'registryId' | 'repository' | 'fromCache'>
type CachedRepository = Pick<RepositoryClient, 'manifest' | 'openBlob'>

export type Pulls = {
  resolve(input: Input<'pull.resolve'>, signal: AbortSignal): Promise<Output<'pull.resolve'>>
  /** `decides`: whether who asks can be asked back; else a question ends the transfer. */
  start(
    input: StartInput,
    signal: AbortSignal,
    options?: { readonly decides?: boolean },
  ): Promise<Answer>
}

type Deps = {
  readonly registries: RegistryDirectory
  readonly reader: ChartReader
  readonly engine: TransferEngine
  readonly folders: Folders
  readonly spool: Spool
  /** What lies on this machine, for pulls that ask no registry. */
  readonly cached: CachedRepository
  readonly clock: Clock
}

export const createPulls = (deps: Deps): Pulls => {
  const { registries, engine, folders, spool, cached, clock, reader } = deps
  const reservations: PathReservations = { taken: new Set() }

  const sourceOf = ({ registryId, repository, fromCache }: Source) =>
    fromCache ? cached : registries.client(registryId).repository(repository)

  const resolve: Pulls['resolve'] = async ({ shownDigest, fromCache, ...location }, signal) => {
    const { reference } = location
    const source = sourceOf({ ...location, fromCache })
    const chart = await resolveChart(source, (fromCache && shownDigest) || reference, signal)
    return planPull(chart, {
      location,
      tag: isDigest(reference) ? undefined : reference,
      shownDigest: shownDigest === undefined ? undefined : parseDigest(shownDigest),
      resolvedAtMs: clock.now(),
      fromCache,
    })
  }

  const start: Pulls['start'] = async (input, signal, { decides = true } = {}) => {
    const { registryId, repository, tag } = input
    const registry = registries.get(registryId)
    const digest = parseDigest(input.digest)
    const announced: Announced = {
      transfer: {
        kind: 'pull',
        registryId,
        host: registry.host,
        repository,
        title: titleOf(
          repository,
          tag === undefined ? shortDigest(input.digest) : tagToVersion(tag),
        ),
        ...(digest && { digest }),
        ...(tag !== undefined && { tag }),
      },
      steps: pullSteps,
      blobs: [],
      retry: retryOf(input),
      // Where it goes is not known yet: that decides whether two would write the same.
      key: randomUUID(),
    }
    const prepare = async (asking: AbortSignal) => {
      const chart = await resolveChart(sourceOf(input), input.digest, asking)
      const folder =
        input.destination.kind === 'browser'
          ? await spool.folder()
          : folders.path(input.destination.folderId)
      try {
        return await prepareIn(folder, chart, registry, input)
      } catch (error) {
        await spool.leave(folder)
        throw error
      }
    }
    return engine.announce(announced, prepare, { signal, decides })
  }

  const prepareIn = async (
    folder: string,
    chart: ResolvedChart,
    registry: Registry,
    input: StartInput,
  ): Promise<Prepared<Answer>> => {
    const { repository, tag, destination } = input
    // Signatures are not kept on this machine.
    const keepProvenance = input.keepProvenance && !input.fromCache
    const names = namesOf(chart, repository, tag)
    const isSpool = destination.kind === 'browser'
    const fileName = safeFileName(names.name, names.version, '.tgz')
    const choice = await chooseTarget(
      folder,
      fileName,
      { chart: chart.chart, provenance: keepProvenance ? chart.provenance : undefined },
      input.onExisting,
      reservations,
    )
    const options = {
      chart,
      registry,
      repository,
      tag,
      title: titleOf(names.name, names.version),
      client: sourceOf(input),
      keepProvenance,
      folder: isSpool ? undefined : folders.shown(destination.folderId),
      reader,
      clock,
      retry: { ...retryOf(input), ...(isSpool && { spoolFolder: folder }) },
    }
    if (choice.result !== 'free') {
      const { fileName } = choice
      const job = createPullJob({
        ...options,
        archivePath: path.join(folder, fileName),
        replace: { archive: false, provenance: false },
        settled: () => {},
      })
      return choice.result === 'same'
        ? { instead: { result: 'already-there', fileName }, alone: { ...job, run: job.look } }
        : {
            instead: { result: 'needs-decision', decision: 'exists', fileName },
            alone: {
              ...job,
              run: refusing(new AppError('conflict', 'target-exists', { fileName })),
            },
          }
    }
    const { archivePath, replace } = choice
    const release = reserve(reservations, archivePath)
    const settled = async () => {
      release()
      if (isSpool) await spool.leave(folder)
    }
    return { job: createPullJob({ ...options, archivePath, replace, settled }) }
  }
  return { resolve, start }
}

const retryOf = ({
  digest,
  tag,
  destination,
  keepProvenance,
  onExisting,
  fromCache,
}: StartInput) => ({
  kind: 'pull' as const,
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
