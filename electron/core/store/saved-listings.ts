import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { z } from 'zod'

export type SavedCatalog = {
  readonly names: readonly string[]
  readonly skipped: number
  readonly truncated: boolean
  readonly listedAtMs: number
}

export type SavedTags = {
  readonly tags: readonly string[]
  readonly hidden: number
  readonly skipped: number
  readonly truncated: boolean
  readonly listedAtMs: number
}

export type KeptRepository = { readonly name: string; readonly missing: boolean }

/** What registries listed last, for a start without a network; and what the user typed and kept. */
export type SavedListings = {
  catalog(registryId: string): SavedCatalog | undefined
  saveCatalog(registryId: string, catalog: SavedCatalog): void
  tags(registryId: string, repository: string): SavedTags | undefined
  saveTags(registryId: string, repository: string, tags: SavedTags): void
  forgetTags(registryId: string, repository: string): void
  /** Repository name → number of tags, where they were listed once. */
  tagCounts(registryId: string): ReadonlyMap<string, number>
  kept(registryId: string): readonly KeptRepository[]
  keep(registryId: string, name: string, missing: boolean): void
  forgetKept(registryId: string, name: string): void
  /** Drops what was listed; `kept` too when the registry itself goes. */
  forgetRegistry(registryId: string, options: { kept: boolean }): void
}

const names = z.array(z.string())
const listingRow = z.object({
  names: z.string().transform(text => names.parse(JSON.parse(text))),
  skipped: z.number(),
  truncated: z.number().transform(flag => flag === 1),
  listed_at_ms: z.number(),
})
const tagsRow = listingRow.extend({ hidden: z.number() })

type Row = Record<string, SQLOutputValue> | undefined

export const createSavedListings = (db: DatabaseSync): SavedListings => {
  const catalog = db.prepare('SELECT * FROM catalogs WHERE registry_id = ?')
  const saveCatalog = db.prepare('INSERT OR REPLACE INTO catalogs VALUES (?, ?, ?, ?, ?)')
  const tags = db.prepare(
    'SELECT *, tags AS names FROM tag_lists WHERE registry_id = ? AND repository = ?',
  )
  const saveTags = db.prepare('INSERT OR REPLACE INTO tag_lists VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const forgetTags = db.prepare('DELETE FROM tag_lists WHERE registry_id = ? AND repository = ?')
  const tagCounts = db.prepare('SELECT repository, tag_count FROM tag_lists WHERE registry_id = ?')
  const kept = db.prepare(
    'SELECT name, missing FROM kept_repositories WHERE registry_id = ? ORDER BY name',
  )
  const keep = db.prepare('INSERT OR REPLACE INTO kept_repositories VALUES (?, ?, ?)')
  const forgetKept = db.prepare('DELETE FROM kept_repositories WHERE registry_id = ? AND name = ?')
  return {
    catalog: registryId => readCatalog(catalog.get(registryId)),
    saveCatalog: (registryId, { names, skipped, truncated, listedAtMs }) =>
      void saveCatalog.run(
        registryId,
        JSON.stringify(names),
        skipped,
        truncated ? 1 : 0,
        listedAtMs,
      ),
    tags: (registryId, repository) => readTags(tags.get(registryId, repository)),
    saveTags: (registryId, repository, { tags, hidden, skipped, truncated, listedAtMs }) =>
      void saveTags.run(
        registryId,
        repository,
        JSON.stringify(tags),
        tags.length,
        hidden,
        skipped,
        truncated ? 1 : 0,
        listedAtMs,
      ),
    forgetTags: (registryId, repository) => void forgetTags.run(registryId, repository),
    tagCounts: registryId =>
      new Map(
        tagCounts.all(registryId).map(row => [String(row.repository), Number(row.tag_count)]),
      ),
    kept: registryId =>
      kept.all(registryId).map(row => ({ name: String(row.name), missing: row.missing === 1 })),
    keep: (registryId, name, missing) => void keep.run(registryId, name, missing ? 1 : 0),
    forgetKept: (registryId, name) => void forgetKept.run(registryId, name),
    forgetRegistry: (registryId, options) => {
      const tables = ['catalogs', 'tag_lists', ...(options.kept ? ['kept_repositories'] : [])]
      for (const table of tables) {
        db.prepare(`DELETE FROM ${table} WHERE registry_id = ?`).run(registryId)
      }
    },
  }
}

const readCatalog = (row: Row): SavedCatalog | undefined => {
  if (!row) return undefined
  const { names, skipped, truncated, listed_at_ms } = listingRow.parse(row)
  return { names, skipped, truncated, listedAtMs: listed_at_ms }
}

const readTags = (row: Row): SavedTags | undefined => {
  if (!row) return undefined
  const { names, hidden, skipped, truncated, listed_at_ms } = tagsRow.parse(row)
  return { tags: names, hidden, skipped, truncated, listedAtMs: listed_at_ms }
}
