import path from 'node:path'
import type { Input, Output } from '../../../shared/ipc/contract.ts'
import { isDigest, parseDigest } from '../../../shared/model/digest.ts'
import { AppError } from '../../../shared/errors.ts'
import type { ChartReader } from '../chart/types.ts'
import type { RepositoryClient } from '../oci/types.ts'
import type { Clock } from '../ports.ts'
import type { RegistryDirectory } from '../registries/types.ts'
import { safeFileName } from './file-name.ts'
import type { Folders } from './folders.ts'
import { createPullJob } from './pull-job.ts'
import { namesOf, planPull } from './pull-plan.ts'
import { chooseTarget, type PathReservations, type TargetChoice } from './pull-target.ts'
import { resolveChart } from './resolve-chart.ts'
import type { Spool } from './spool.ts'
import type { TransferEngine } from './transfer-engine.ts'

type StartInput = Input<'pull.start'>
type Source = Pick<StartInput, 'registryId' | 'repository' | 'fromCache'>
type CachedRepository = Pick<RepositoryClient, 'manifest' | 'pullBlob'>

export type Pulls = {
  resolve(input: Input<'pull.resolve'>, signal: AbortSignal): Promise<Output<'pull.resolve'>>
  start(input: StartInput, signal: AbortSignal): Promise<Output<'pull.start'>>
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

  const start: Pulls['start'] = async (input, signal) => {
    const { registryId, repository, tag, destination } = input
    const registry = registries.get(registryId)
    const client = sourceOf(input)
    const chart = await resolveChart(client, input.digest, signal)
    // Signatures are not kept on this machine.
    const keepProvenance = input.keepProvenance && !input.fromCache
    const names = namesOf(chart, repository, tag)
    const isSpool = destination.kind === 'browser'
    const folder = isSpool ? await spool.folder() : folders.path(destination.folderId)
    const fileName = safeFileName(names.name, names.version, '.tgz')
    const choice = await chooseTarget(
      folder,
      fileName,
      { chart: chart.chart, provenance: keepProvenance ? chart.provenance : undefined },
      input.onExisting,
      reservations,
    )
    if (choice.result !== 'free') return refusal(choice)
    const release = reserve(reservations, choice.archivePath)
    try {
      const transferId = engine.start(
        createPullJob({
          chart,
          registry,
          repository,
          tag,
          title: `${names.name} ${names.version}`,
          client,
          archivePath: choice.archivePath,
          replace: choice.replace,
          keepProvenance,
          folder: isSpool ? undefined : folders.shown(destination.folderId),
          reader,
          clock,
          retry: { ...retryOf(input), ...(isSpool && { spoolFolder: folder }) },
          settled: release,
        }),
      )
      return { result: 'started', transferId }
    } catch (error) {
      release()
      throw error
    }
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

const refusal = (choice: Exclude<TargetChoice, { result: 'free' }>): Output<'pull.start'> =>
  choice.result === 'same'
    ? { result: 'already-there', fileName: choice.fileName }
    : { result: 'needs-decision', decision: 'exists', fileName: choice.fileName }

const reserve = ({ taken }: PathReservations, archivePath: string) => {
  if (taken.has(archivePath)) {
    throw new AppError('conflict', 'target-exists', { fileName: path.basename(archivePath) })
  }
  taken.add(archivePath)
  return () => void taken.delete(archivePath)
}
