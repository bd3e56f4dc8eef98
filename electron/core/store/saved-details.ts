import type { DatabaseSync } from 'node:sqlite'
import type { z } from 'zod'
import { versionDetails } from '../../../shared/ipc/schemas/versions.ts'
import { type Digest, parseDigest } from '../../../shared/model/digest.ts'
import { inTransaction } from './in-transaction.ts'

/** What a manifest and its config say; a tag that points there adds itself. */
export const digestDetails = versionDetails.omit({ tag: true })
export type DigestDetails = z.infer<typeof digestDetails>

export type TaggedDetails = { readonly tag: string; readonly details: DigestDetails }

/** Details by manifest digest, which never change, and which digest each tag had when last seen. */
export type SavedDetails = {
  get(registryId: string, digest: Digest): DigestDetails | undefined
  lastDigest(registryId: string, repository: string, tag: string): Digest | undefined
  /** One transaction: 500 rows cost as much as one. */
  save(registryId: string, repository: string, rows: readonly TaggedDetails[]): void
  forgetRegistry(registryId: string): void
}

const maxRows = 200_000

/** Bounded at the start of a run: whoever comes this far asks the registries again. */
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
    forgetRegistry: registryId =>
      inTransaction(db, () => {
        db.prepare('DELETE FROM version_details WHERE registry_id = ?').run(registryId)
        db.prepare('DELETE FROM tag_digests WHERE registry_id = ?').run(registryId)
      }),
  }
}
