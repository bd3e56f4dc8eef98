import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { transfer as transferSchema } from '../../../../shared/ipc/schemas/transfers.ts'
import type { Logger } from '../../ports.ts'

/** What is needed to run a transfer again after a restart. A push needs its file dropped again. */
export const retrySchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('pull'),
    digest: z.string(),
    tag: z.string().optional(),
    destination: z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('folder'), folderId: z.string() }),
      z.object({ kind: z.literal('browser') }),
    ]),
    /** Where the web host keeps the verified files until the browser has them. */
    spoolFolder: z.string().optional(),
    keepProvenance: z.boolean(),
    onExisting: z.enum(['ask', 'keep-both', 'replace']),
    /** From what lies on this machine. */
    fromCache: z.literal(true).optional(),
  }),
  z.object({
    kind: z.literal('push'),
    draftId: z.string(),
    namespace: z.string(),
    moveTagFrom: z.string().optional(),
    withoutProvenance: z.boolean().optional(),
  }),
])
export type Retry = z.infer<typeof retrySchema>

const rowSchema = z.object({ transfer: transferSchema, retry: retrySchema })
export type JournalRow = z.infer<typeof rowSchema>

/**
 * Transfers on disk: a list that survives the window, the program and a crash. Where the disk takes no row (it is
 * full), a transfer goes on unrecorded: its own file says whether there was room.
 */
export type TransferJournal = {
  read(): JournalRow[]
  write(row: JournalRow): void
  remove(transferId: string): void
}

export const createTransferJournal = (database: DatabaseSync, logger: Logger): TransferJournal => {
  const select = database.prepare('SELECT row FROM transfers ORDER BY rowid')
  const upsert = database.prepare(
    'INSERT INTO transfers (id, started_at_ms, row) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET row = excluded.row',
  )
  const remove = database.prepare('DELETE FROM transfers WHERE id = ?')
  const attempt = (change: () => unknown) => {
    try {
      change()
    } catch (error) {
      logger.log('warn', 'transfer-not-recorded', { error })
    }
  }
  return {
    read: () => select.all().flatMap(({ row }) => parseRow(String(row))),
    write: row =>
      attempt(() => upsert.run(row.transfer.id, row.transfer.startedAtMs, JSON.stringify(row))),
    remove: transferId => attempt(() => remove.run(transferId)),
  }
}

/** Rows of another version of the program are left out, not guessed at; broken ones too. */
const parseRow = (text: string): JournalRow[] => {
  try {
    return [rowSchema.parse(JSON.parse(text))]
  } catch {
    return []
  }
}
