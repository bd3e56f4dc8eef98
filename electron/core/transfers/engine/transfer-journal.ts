import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { errorInfoSchema } from '../../../../shared/error-info.ts'
import { transfer as transferSchema } from '../../../../shared/ipc/schemas/transfers.ts'
import type { Logger } from '../../ports.ts'
import { retrySchema } from './retry.ts'

const rowSchema = z.object({ transfer: transferSchema, retry: retrySchema })

const endingSchema = z.discriminatedUnion('state', [
  z.object({ state: z.enum(['done', 'skipped']) }),
  z.object({ state: z.literal('failed'), error: errorInfoSchema }),
])
/** How one of the things ended that a transfer goes through. */
export type ItemEnding = z.infer<typeof endingSchema>

export type JournalRow = z.infer<typeof rowSchema>
export type JournalEntry = JournalRow & { readonly items: ReadonlyMap<string, ItemEnding> }

/**
 * Transfers on disk: a list that survives the window, the program and a crash. Where the disk takes no row (it is
 * full), a transfer goes on unrecorded: its own file says whether there was room.
 */
export type TransferJournal = {
  read(): JournalEntry[]
  write(row: JournalRow): void
  writeItem(transferId: string, item: string, ending: ItemEnding): void
  remove(transferId: string): void
}

export const createTransferJournal = (database: DatabaseSync, logger: Logger): TransferJournal => {
  const select = database.prepare('SELECT row FROM transfers ORDER BY rowid')
  const selectItems = database.prepare(
    'SELECT item, ending FROM transfer_items WHERE transfer_id = ?',
  )
  const upsert = database.prepare(
    'INSERT INTO transfers (id, started_at_ms, row) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET row = excluded.row',
  )
  const upsertItem = database.prepare('INSERT OR REPLACE INTO transfer_items VALUES (?, ?, ?)')
  const remove = database.prepare('DELETE FROM transfers WHERE id = ?')
  const removeItems = database.prepare('DELETE FROM transfer_items WHERE transfer_id = ?')
  const attempt = (change: () => unknown) => {
    try {
      change()
    } catch (error) {
      logger.log('warn', 'transfer-not-recorded', { error })
    }
  }
  const itemsOf = (transferId: string) =>
    new Map(
      selectItems.all(transferId).flatMap(({ item, ending }) => {
        const read = readJson(endingSchema, String(ending))
        return read ? [[String(item), read]] : []
      }),
    )
  return {
    read: () =>
      select.all().flatMap(({ row }) => {
        const read = readJson(z.preprocess(asWrittenNow, rowSchema), String(row))
        return read ? [{ ...read, items: itemsOf(read.transfer.id) }] : []
      }),
    write: row =>
      attempt(() => upsert.run(row.transfer.id, row.transfer.startedAtMs, JSON.stringify(row))),
    writeItem: (transferId, item, ending) =>
      attempt(() => upsertItem.run(transferId, item, JSON.stringify(ending))),
    remove: transferId =>
      attempt(() => {
        // First: items of no transfer would never be found again.
        removeItems.run(transferId)
        remove.run(transferId)
      }),
  }
}

/** What cannot be read is left out, not guessed at. */
const readJson = <T>(schema: z.ZodType<T>, text: string): T | undefined => {
  try {
    return schema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

const pushRow = z.looseObject({
  transfer: z.looseObject({
    kind: z.literal('push'),
    state: z.literal('done'),
    tagNowPointsTo: z.string().optional(),
    notVisibleYet: z.boolean().optional(),
  }),
})

/** Programs up to 0.1 told by two flags what a tag named after a push. */
const asWrittenNow = (row: unknown): unknown => {
  const before = pushRow.safeParse(row)
  if (!before.success || 'outcome' in before.data.transfer) return row
  const { tagNowPointsTo, notVisibleYet, ...transfer } = before.data.transfer
  const outcome = notVisibleYet
    ? { tagNow: 'not-visible-yet' }
    : tagNowPointsTo === undefined
      ? { tagNow: 'as-pushed' }
      : { tagNow: 'moved', pointsTo: tagNowPointsTo }
  return { ...before.data, transfer: { ...transfer, outcome } }
}
