import type { DatabaseSync } from 'node:sqlite'
import { placesIn } from '../folders/data-folder.ts'
import type { Clock, Logger } from '../ports.ts'
import { type BoundedContentCache, createContentCache } from './bounded-content-cache.ts'
import { createContentFiles } from './content-files.ts'
import { type DataNotice, openDatabase } from './database.ts'
import { createSavedCapabilities, type SavedCapabilities } from './saved-capabilities.ts'
import { createSavedDetails, type SavedDetails } from './saved-details.ts'
import { createSavedListings, type SavedListings } from './saved-listings.ts'
import { createSavedRegistries, type SavedRegistries } from './saved-registries.ts'
import { createSavedStrategies, type SavedStrategies } from './saved-strategies.ts'
import { createSavedSettings, type SavedSettings } from './saved-settings.ts'
import { createSavedTexts, type SavedNotes } from './saved-texts.ts'
import { createSpareWrite } from './spare-write.ts'

/** Everything that outlives a run, secrets apart: `<dataDir>/chartroom.db` and the archives in `<dataDir>/chartroom-cache`. */
export type Store = {
  /** For the journal of transfers, which brings its own table. */
  readonly db: DatabaseSync
  readonly settings: SavedSettings
  readonly notes: SavedNotes
  readonly registries: SavedRegistries
  readonly listings: SavedListings
  readonly details: SavedDetails
  readonly capabilities: SavedCapabilities
  readonly strategies: SavedStrategies
  readonly contents: BoundedContentCache
  readonly notice: DataNotice | undefined
  /** Everything that one registry brought, out of the database file too. The registry itself stays. */
  forgetContents(registryId: string, options: { kept: boolean }): Promise<void>
  /** The same for registries that are gone: a program that was killed had no time for it. */
  forgetRemoved(): Promise<void>
  close(): Promise<void>
}

const oneGiB = 1024 ** 3

export type StoreOptions = {
  readonly dataDir: string
  readonly clock: Pick<Clock, 'now' | 'monotonicMs'>
  readonly logger: Logger
  readonly cacheLimitBytes?: number
}

export const openStore = ({ dataDir, clock, logger, cacheLimitBytes }: StoreOptions): Store => {
  const { db, notice } = openDatabase(dataDir, clock.now)
  if (notice) logger.log('warn', 'data-notice', { kind: notice.kind, file: notice.file })
  const files = createContentFiles(placesIn(dataDir).cache)
  const contents = createContentCache(db, files, {
    monotonicMs: clock.monotonicMs,
    limitBytes: cacheLimitBytes ?? oneGiB,
    logger,
  })
  const spareWrite = createSpareWrite(logger)
  const spare =
    <A extends unknown[]>(save: (...row: A) => void) =>
    (...row: A) =>
      spareWrite(() => save(...row))
  const texts = createSavedTexts(db)
  const listings = createSavedListings(db)
  const details = createSavedDetails(db)
  const capabilities = createSavedCapabilities(db)
  const strategies = createSavedStrategies(db)
  const isFile = db.prepare('SELECT 1 FROM contents WHERE digest = ? AND bytes IS NULL')
  const sweeping = files
    .sweep(digest => isFile.get(digest) !== undefined)
    .catch((error: unknown) => logger.log('warn', 'cache-sweep-failed', { error }))
  const forgetContents: Store['forgetContents'] = async (registryId, options) => {
    listings.forgetRegistry(registryId, options)
    details.forgetRegistry(registryId)
    capabilities.forgetRegistry(registryId)
    strategies.forgetRegistry(registryId, options)
    await contents.forgetRegistry(registryId)
    // The log still holds the old pages; secure_delete has zeroed them in the file itself.
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  }
  return {
    db,
    settings: createSavedSettings(db, texts),
    notes: texts,
    registries: createSavedRegistries(db),
    listings: {
      ...listings,
      saveCatalog: spare(listings.saveCatalog),
      saveTags: spare(listings.saveTags),
    },
    details: { ...details, save: spare(details.save) },
    capabilities: {
      ...capabilities,
      save: spare(capabilities.save),
      saveIdentity: spare(capabilities.saveIdentity),
      saveDoctorSaw: spare(capabilities.saveDoctorSaw),
    },
    strategies: {
      ...strategies,
      save: (registryId, strategy) =>
        strategy.chosenBy === 'user'
          ? strategies.save(registryId, strategy)
          : spareWrite(() => strategies.save(registryId, strategy)),
    },
    contents,
    notice,
    forgetContents,
    forgetRemoved: async () => {
      for (const registryId of removedRegistries(db))
        await forgetContents(registryId, { kept: true })
      await contents.removeOrphans()
    },
    close: async () => {
      await sweeping
      if (db.isOpen) db.close()
      await files.close()
    },
  }
}

const tablesOfRegistries = [
  'kept_repositories',
  'catalogs',
  'tag_lists',
  'tag_digests',
  'version_details',
  'content_origins',
  'capabilities',
  'listing_strategies',
]

const removedRegistries = (db: DatabaseSync): string[] => {
  const known = tablesOfRegistries.map(table => `SELECT registry_id FROM ${table}`).join(' UNION ')
  return db
    .prepare(
      `SELECT registry_id FROM (${known}) WHERE registry_id NOT IN (SELECT id FROM registries)`,
    )
    .all()
    .map(row => String(row.registry_id))
}
