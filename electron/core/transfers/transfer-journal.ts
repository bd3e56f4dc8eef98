import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { transfer as transferSchema } from '../../../shared/ipc/schemas/transfers.ts'

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

/** Transfers on disk: a list that survives the window, the program and a crash. */
export type TransferJournal = {
  read(): JournalRow[]
  write(row: JournalRow): void
  remove(transferId: string): void
}

export const createTransferJournal = (database: DatabaseSync): TransferJournal => {
  database.exec(
    'CREATE TABLE IF NOT EXISTS transfers (id TEXT PRIMARY KEY, started_at_ms INTEGER NOT NULL, row TEXT NOT NULL) STRICT',
  )
  const select = database.prepare('SELECT row FROM transfers ORDER BY started_at_ms')
  const upsert = database.prepare(
    'INSERT INTO transfers (id, started_at_ms, row) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET row = excluded.row',
  )
  const remove = database.prepare('DELETE FROM transfers WHERE id = ?')
  return {
    read: () => select.all().flatMap(({ row }) => parseRow(String(row))),
    write: row => void upsert.run(row.transfer.id, row.transfer.startedAtMs, JSON.stringify(row)),
    remove: transferId => void remove.run(transferId),
  }
}

/** Rows of another version of the program are left out, not guessed at. */
const parseRow = (text: string): JournalRow[] => {
  const parsed = rowSchema.safeParse(JSON.parse(text))
  return parsed.success ? [parsed.data] : []
}
