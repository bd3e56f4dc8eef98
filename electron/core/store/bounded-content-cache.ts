import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import type { DatabaseSync } from 'node:sqlite'
import {
  type Digest,
  digestAlgorithm,
  digestHex,
  parseDigest,
} from '../../../shared/model/digest.ts'
import type { Logger } from '../ports.ts'
import type { ContentCache } from './content-cache.ts'
import type { ContentFiles } from './content-files.ts'
import { inTransaction } from './in-transaction.ts'
import { createSpareWrite } from './spare-write.ts'

export type BoundedContentCache = ContentCache & {
  /** Many small ones in one transaction. */
  writeAll(registryId: string, contents: ReadonlyMap<Digest, Uint8Array>): void
  /** Drops what no registry has brought: left over by a crash. */
  removeOrphans(): Promise<void>
}

/** What is in use now is never evicted: a parser may be reading the file. */
const inUseMs = 60_000

type Options = {
  readonly monotonicMs: () => number
  readonly limitBytes: number
  readonly logger: Logger
}

/**
 * Small content lies in the database, archives in files; together at most `limitBytes`, least recently used out first.
 */
export const createContentCache = (
  db: DatabaseSync,
  files: ContentFiles,
  { monotonicMs, limitBytes, logger }: Options,
): BoundedContentCache => {
  const spareWrite = createSpareWrite(logger)
  const lastUsedMs = new Map<string, number>()
  const select = db.prepare('SELECT bytes FROM contents WHERE digest = ?')
  // What is used last has the largest number: a clock may go back.
  const next = '(SELECT coalesce(max(used_order), 0) + 1 FROM contents)'
  const insert = db.prepare(`INSERT OR REPLACE INTO contents VALUES (?, ?, ${next}, ?)`)
  const touch = db.prepare(`UPDATE contents SET used_order = ${next} WHERE digest = ?`)
  const drop = db.prepare('DELETE FROM contents WHERE digest = ?')
  const addOrigin = db.prepare('INSERT OR IGNORE INTO content_origins VALUES (?, ?)')
  const dropOrigins = db.prepare('DELETE FROM content_origins WHERE digest = ?')
  const total = db.prepare('SELECT coalesce(sum(size_bytes), 0) AS total FROM contents')
  const oldest = db.prepare('SELECT digest, size_bytes FROM contents ORDER BY used_order LIMIT 1')
  const orphans = db.prepare(
    'SELECT digest FROM contents WHERE digest NOT IN (SELECT digest FROM content_origins)',
  )

  const remove = async (digest: string) => {
    lastUsedMs.delete(digest)
    spareWrite(() => {
      drop.run(digest)
      dropOrigins.run(digest)
    })
    const parsed = parseDigest(digest)
    if (parsed) await files.delete(parsed)
  }

  const removeOrphans = async () => {
    for (const row of orphans.all()) await remove(String(row.digest))
  }

  const isInUse = (digest: string) =>
    monotonicMs() - (lastUsedMs.get(digest) ?? -Infinity) < inUseMs

  const evict = async () => {
    let sizeBytes = Number(total.get()?.total)
    while (sizeBytes > limitBytes) {
      const row = oldest.get()
      if (row === undefined || isInUse(String(row.digest))) return
      sizeBytes -= Number(row.size_bytes)
      await remove(String(row.digest))
    }
  }

  const used = (digest: Digest) => {
    if (isInUse(digest)) return
    lastUsedMs.set(digest, monotonicMs())
    spareWrite(() => touch.run(digest))
  }

  const note = (
    registryId: string,
    rows: Iterable<readonly [Digest, sizeBytes: number, bytes: Uint8Array | null]>,
  ) =>
    spareWrite(() =>
      inTransaction(db, () => {
        for (const [digest, sizeBytes, bytes] of rows) {
          lastUsedMs.set(digest, monotonicMs())
          insert.run(digest, sizeBytes, bytes)
          addOrigin.run(digest, registryId)
        }
      }),
    )

  const writeAll = (registryId: string, contents: ReadonlyMap<Digest, Uint8Array>) => {
    note(
      registryId,
      [...contents].map(([digest, bytes]) => [digest, bytes.byteLength, bytes] as const),
    )
    // The caller does not wait for this, and at the end of the program the database may close under it.
    evict().catch((error: unknown) => logger.log('warn', 'cache-not-evicted', { error }))
  }

  return {
    writeAll,
    write: async (registryId, digest, bytes) => writeAll(registryId, new Map([[digest, bytes]])),
    read: async digest => {
      const row = select.get(digest)
      if (!(row?.bytes instanceof Uint8Array)) return undefined
      if (digestOf(digest, row.bytes) !== digestHex(digest)) {
        await remove(digest)
        return undefined
      }
      used(digest)
      return row.bytes
    },
    archivePath: async digest => {
      const row = select.get(digest)
      if (row?.bytes !== null) return undefined
      const file = await files.verifiedPath(digest)
      if (file === undefined) await remove(digest)
      else used(digest)
      return file
    },
    writeArchive: async (registryId, digest, fill) => {
      let sizeBytes = 0
      const file = await files.write(digest, async temporary => {
        await fill(temporary)
        sizeBytes = (await stat(temporary)).size
      })
      note(registryId, [[digest, sizeBytes, null]])
      await evict()
      return file
    },
    forgetRegistry: async registryId => {
      db.prepare('DELETE FROM content_origins WHERE registry_id = ?').run(registryId)
      await removeOrphans()
    },
    removeOrphans,
  }
}

const digestOf = (digest: Digest, bytes: Uint8Array): string =>
  createHash(digestAlgorithm(digest)).update(bytes).digest('hex')
