import { lstat } from 'node:fs/promises'
import path from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { AppError } from '../../../shared/errors.ts'
import type { Input, Output } from '../../../shared/ipc/contract.ts'
import type { Capability } from '../../../shared/ipc/schemas/capabilities.ts'
import type { Check, Review } from '../../../shared/ipc/schemas/transfers.ts'
import type { ChartReader } from '../parser/chart-reader.ts'
import { placesIn } from '../folders/data-folder.ts'
import type { RepositoryClient } from '../oci/types.ts'
import type { Clock, Desktop, Logger } from '../ports.ts'
import type { RegistryDirectory } from '../registries/types.ts'
import { removeStaleParts } from '../files/atomic-file.ts'
import { createDownloads, type Downloads } from '../files/downloads.ts'
import { createDrafts, type Drafts } from './user-files/drafts.ts'
import type { FileGrants } from '../files/file-grants.ts'
import { createFolders, type Folders } from './user-files/folders.ts'
import { knownRefusals } from './push/known-refusals.ts'
import { createOperations } from './operations/operations.ts'
import { resolvePull } from './pull/resolve-pull.ts'
import { reviewPush } from './push/push-review.ts'
import { resumeOperations, retryOperation, startOperation } from './engine/start-operation.ts'
import { createSpool, type Spool } from './user-files/spool.ts'
import { createTransferEngine, type TransferEngine } from './engine/transfer-engine.ts'
import { createTransferJournal } from './engine/transfer-journal.ts'

export type TransfersDeps = {
  readonly registries: RegistryDirectory
  readonly reader: ChartReader
  /** Files that a window handed over. */
  readonly grants: FileGrants
  readonly database: DatabaseSync
  /** What was learnt of a registry. */
  readonly capabilities: (registryId: string) => readonly Capability[]
  readonly dataDir: string
  /** What lies on this machine of any repository. */
  readonly cached: Pick<RepositoryClient, 'manifest' | 'openBlob'>
  readonly desktop: Desktop | undefined
  readonly clock: Clock
  readonly logger: Logger
  /** A push has ended there: repositories and versions have to be asked for again. */
  readonly pushed: (place: { registryId: string; repository: string }) => void
}

export type Pushes = {
  review(
    input: Input<'push.review'>,
    context: { signal: AbortSignal; progress: (check: Check) => void },
  ): Promise<Review>
  start(input: Input<'push.start'>, signal: AbortSignal): Promise<Output<'push.start'>>
}

export type Pulls = {
  resolve(input: Input<'pull.resolve'>, signal: AbortSignal): Promise<Output<'pull.resolve'>>
  start(input: Input<'pull.start'>, signal: AbortSignal): Promise<Output<'pull.start'>>
}

/** Everything that moves bytes between the user's files and registries. Owned by the core: windows only watch. */
export type Transfers = {
  readonly downloads: Downloads
  readonly drafts: Drafts
  readonly folders: Folders
  readonly pushes: Pushes
  readonly pulls: Pulls
  readonly engine: TransferEngine
  tickets(transferId: string): Promise<Output<'transfers.tickets'>>
  retry(transferId: string, signal: AbortSignal): Promise<Output<'transfers.retry'>>
  clear(transferId?: string): Promise<void>
  /** Deletes files of a registry that wait for the browser. */
  forgetSpooled(registryId: string): Promise<void>
  /** The file a finished pull saved, for the file manager. Desktop host only. */
  savedPath(transferId: string): string
  close(): Promise<void>
}

export const createTransfers = async (deps: TransfersDeps): Promise<Transfers> => {
  const { clock, database, dataDir, grants, logger, reader, registries } = deps
  const downloads = createDownloads(clock)
  const drafts = createDrafts({ reader, grants, clock, logger })
  const folders = createFolders(database, deps.desktop)
  const journal = createTransferJournal(database, logger)
  const engine = createTransferEngine({ journal, clock, logger })
  const spool = createSpool(placesIn(dataDir).pulls)
  await spool.start()
  // Nobody waits for it: a folder may lie on a network share that is gone.
  for (const folder of folders.paths()) void removeStaleParts(folder, clock.now())
  const operations = createOperations({
    drafts,
    registries,
    reader,
    folders,
    spool,
    pushed: deps.pushed,
    cached: deps.cached,
    clock,
  })
  resumeOperations(engine, operations)
  const pushes: Pushes = {
    review: ({ draftId, target }, context) => {
      const registry = registries.get(target.registryId)
      return reviewPush({
        draft: drafts.get(draftId),
        target,
        registry,
        refusals: knownRefusals(registry, deps.capabilities(registry.id), clock.now()),
        repositoryClient: name => registries.client(registry.id).repository(name),
        ...context,
      })
    },
    start: (input, signal) =>
      startOperation(engine, operations.push, input, { signal, decides: true }),
  }
  const pulls: Pulls = {
    resolve: (input, signal) =>
      resolvePull({ registries, cached: deps.cached, clock }, input, signal),
    start: (input, signal) =>
      startOperation(engine, operations.pull, input, { signal, decides: true }),
  }
  return {
    downloads,
    drafts,
    folders,
    pushes,
    pulls,
    engine,
    tickets: transferId => issueTickets(engine, downloads, transferId),
    retry: (transferId, signal) => retryOperation(engine, operations, transferId, signal),
    clear: transferId => clear(engine, spool, transferId),
    forgetSpooled: registryId => forgetSpooled(engine, spool, registryId),
    savedPath: transferId => savedPath(engine, folders, transferId),
    close: async () => {
      await engine.close()
      await drafts.close()
      await spool.close()
    },
  }
}

const pullOf = (engine: TransferEngine, transferId: string) => {
  const transfer = engine.get(transferId)
  const retry = engine.retryOf(transferId)
  if (transfer.kind !== 'pull' || transfer.state !== 'done' || retry.kind !== 'pull') {
    throw new AppError('not-found', 'transfer')
  }
  return { outcome: transfer.outcome, retry }
}

const issueTickets = async (engine: TransferEngine, downloads: Downloads, transferId: string) => {
  const { outcome, retry } = pullOf(engine, transferId)
  const { spoolFolder } = retry
  if (spoolFolder === undefined) throw new AppError('unsupported', 'not-available-here')
  const names = [outcome.fileName, outcome.provenanceFileName].filter(name => name !== undefined)
  const tickets = names.map(async fileName => {
    const filePath = path.join(spoolFolder, fileName)
    const stat = await lstat(filePath).catch(cause => {
      throw new AppError('not-found', 'file', { fileName }, { cause })
    })
    const ticket = downloads.issue({ path: filePath, fileName, sizeBytes: stat.size })
    return { url: `/download/${ticket}`, fileName, sizeBytes: stat.size }
  })
  return { tickets: await Promise.all(tickets) }
}

const savedPath = (engine: TransferEngine, folders: Folders, transferId: string): string => {
  const { outcome, retry } = pullOf(engine, transferId)
  if (retry.destination.kind !== 'folder') throw new AppError('unsupported', 'not-available-here')
  return path.join(folders.path(retry.destination.folderId), outcome.fileName)
}

const clear = async (engine: TransferEngine, spool: Spool, transferId?: string) => {
  const ids = engine.list().map(transfer => transfer.id)
  const folders = new Map(ids.map(id => [id, spoolFolderOf(engine, id)]))
  for (const gone of engine.clear(transferId)) {
    const folder = folders.get(gone.id)
    if (folder !== undefined) await spool.remove(folder)
  }
}

const forgetSpooled = async (engine: TransferEngine, spool: Spool, registryId: string) => {
  for (const transfer of engine.list()) {
    const folder = transfer.registryId === registryId && spoolFolderOf(engine, transfer.id)
    if (folder) await spool.remove(folder)
  }
}

const spoolFolderOf = (engine: TransferEngine, transferId: string): string | undefined => {
  const spec = engine.retryOf(transferId)
  return spec.kind === 'pull' ? spec.spoolFolder : undefined
}
