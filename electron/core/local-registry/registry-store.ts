import path from 'node:path'
import type { Digest } from '../../../shared/model/digest.ts'
import { removeFiles } from '../folders/own-files.ts'
import type { Logger } from '../ports.ts'
import { type BlobsStore, createBlobsStore } from './blobs-store.ts'
import { createFolder } from '../files/durable-files.ts'
import type { Checkpoint } from './checkpoint.ts'
import { type Ledger, openLedger, readLedger, rewriteLedger } from './ledger.ts'
import type { LedgerEntry } from './ledger-entry.ts'
import { nameOfPart, topFiles } from './registry-folder.ts'
import { createState, type State } from './state.ts'

/** State, ledger and bytes as one: what a request has been told is done survives a crash. */
export type RegistryStore = {
  readonly blobs: BlobsStore
  /** The data folder held no registry before. */
  readonly isNew: boolean
  /** For reading. Ask anew after every wait. */
  state(): State
  /**
   * Applies the entries at once, so that the next reader sees them, and resolves when they are durable.
   * Bytes that nobody holds any longer are removed after that, never before.
   */
  commit(entries: readonly LedgerEntry[]): Promise<void>
  close(): Promise<void>
}

export type RegistryStoreOptions = {
  readonly dataDir: string
  readonly logger: Logger
  readonly reached: Checkpoint
}

// Below this many lines a rewrite gains nothing.
const smallLedgerLines = 1_000

export const openRegistryStore = async (options: RegistryStoreOptions): Promise<RegistryStore> => {
  const { dataDir, logger, reached } = options
  const file = path.join(dataDir, 'ledger.jsonl')
  await createFolder(dataDir)
  const { state: first, isNew } = await loadState(file, options)
  let state = first
  const blobs = createBlobsStore(path.join(dataDir, 'blobs'), reached)
  const ledger: Ledger = await openLedger(file, reached)
  await removeFiles(dataDir, name => topFiles.some(file => file === nameOfPart(name)))
  await removeStrays(blobs, state)

  const removeFreed = (freed: readonly Digest[]) =>
    Promise.all(
      [...new Set(freed)].map(digest => blobs.removeUnless(digest, () => state.isHeld(digest))),
    )

  /** Memory is ahead of a disk that refused: go back to what the disk says. */
  const recover = async () => {
    const { entries } = await readLedger(file)
    const reloaded = createState()
    for (const entry of entries) reloaded.apply(entry)
    state = reloaded
  }

  return {
    blobs,
    isNew,
    state: () => state,
    async commit(entries) {
      const freed = entries.flatMap(entry => state.apply(entry))
      try {
        await ledger.append(entries)
      } catch (error) {
        logger.log('error', 'local-registry.ledger-failed', { message: String(error) })
        await recover()
        throw error
      }
      await removeFreed(freed)
    },
    close: () => ledger.close(),
  }
}

const loadState = async (file: string, { logger, reached }: RegistryStoreOptions) => {
  const { entries, damagedLines } = await readLedger(file)
  const state = createState()
  for (const entry of entries) state.apply(entry)
  const isNew = entries.length === 0 && damagedLines === 0
  const shortest = state.entries()
  if (damagedLines > 0) logger.log('warn', 'local-registry.ledger-damaged', { damagedLines })
  const isWasteful = entries.length > smallLedgerLines && entries.length > 2 * shortest.length
  if (damagedLines > 0 || isWasteful) {
    await rewriteLedger(file, shortest, { keepDamaged: damagedLines > 0, reached })
  }
  return { state, isNew }
}

const removeStrays = async (blobs: BlobsStore, state: State) => {
  for await (const digest of blobs.list()) {
    if (!state.isHeld(digest)) await blobs.removeUnless(digest, () => false)
  }
}
