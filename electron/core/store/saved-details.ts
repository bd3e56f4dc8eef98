import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { versionDetails } from '../../../shared/ipc/schemas/versions.ts'
import { type Digest, isDigest, parseDigest } from '../../../shared/model/digest.ts'
import { inTransaction } from './in-transaction.ts'

/** What a manifest and its config say; a tag that points there adds itself. */
export const digestDetails = versionDetails.omit({ tag: true })
export type DigestDetails = z.infer<typeof digestDetails>

export type TaggedDetails = { readonly tag: string; readonly details: DigestDetails }

export type SharedDigest = {
  readonly digest: Digest
  readonly repository: string
  readonly tags: string[]
}

/** Details by manifest digest, which never change, and which digest each tag had when last seen. */
export type SavedDetails = {
  get(registryId: string, digest: Digest): DigestDetails | undefined
  lastDigest(registryId: string, repository: string, tag: string): Digest | undefined
  /** In one transaction 500 rows cost as much as one. */
  save(registryId: string, repository: string, rows: readonly TaggedDetails[]): void
  /** Digests that several tags of a repository had when last seen, those with most first. At most 100. */
  sharedDigests(registryId: string): readonly SharedDigest[]
  forgetRegistry(registryId: string): void
}

const maxRows = 200_000

/** The table is emptied at a start once it is too large; the registries are then asked again. */
const bound = (db: DatabaseSync, limit: number) => {
  for (const table of ['version_details', 'tag_digests']) {
    const { count } = db.prepare(`SELECT count(*) AS count FROM ${table}`).get() ?? {}
    if (Number(count) > limit) db.exec(`DELETE FROM ${table}`)
  }
}

export const createSavedDetails = (db: DatabaseSync, limit = maxRows): SavedDetails => {
  bound(db, limit)
  const select = db.prepare(
    'SELECT details FROM version_details WHERE registry_id = ? AND digest = ?',
  )
  const insert = db.prepare('INSERT OR REPLACE INTO version_details VALUES (?, ?, ?)')
  const selectTag = db.prepare(
    'SELECT digest FROM tag_digests WHERE registry_id = ? AND repository = ? AND tag = ?',
  )
  const insertTag = db.prepare('INSERT OR REPLACE INTO tag_digests VALUES (?, ?, ?, ?)')
  const selectShared = db.prepare(`
    SELECT repository, digest, json_group_array(tag) AS tags FROM tag_digests WHERE registry_id = ?
    GROUP BY repository, digest HAVING count(*) > 1
    ORDER BY count(*) DESC, repository, digest LIMIT 100`)
  return {
    get: (registryId, digest) => {
      const text = select.get(registryId, digest)?.details
      return typeof text === 'string' ? digestDetails.safeParse(JSON.parse(text)).data : undefined
    },
    lastDigest: (registryId, repository, tag) => {
      const text = selectTag.get(registryId, repository, tag)?.digest
      return typeof text === 'string' ? parseDigest(text) : undefined
    },
    save: (registryId, repository, rows) =>
      inTransaction(db, () => {
        for (const { tag, details } of rows) {
          insert.run(registryId, details.digest, JSON.stringify(details))
          insertTag.run(registryId, repository, tag, details.digest)
        }
      }),
    sharedDigests: registryId =>
      selectShared.all(registryId).flatMap(row => sharedRow.safeParse(row).data ?? []),
    forgetRegistry: registryId =>
      inTransaction(db, () => {
        db.prepare('DELETE FROM version_details WHERE registry_id = ?').run(registryId)
        db.prepare('DELETE FROM tag_digests WHERE registry_id = ?').run(registryId)
      }),
  }
}

const sharedRow = z.object({
  repository: z.string(),
  digest: z.string().refine(isDigest),
  tags: z.string().transform(text => z.array(z.string()).parse(JSON.parse(text))),
})
