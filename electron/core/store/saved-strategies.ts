import type { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { strategyName } from '../../../shared/ipc/schemas/repositories.ts'

const row = z
  .object({
    strategy: strategyName,
    chosen_by: z.enum(['probe', 'user']),
    found_at_ms: z.number(),
  })
  .transform(({ strategy, chosen_by, found_at_ms }) => ({
    strategy,
    chosenBy: chosen_by,
    foundAtMs: found_at_ms,
  }))
export type SavedStrategy = z.infer<typeof row>

/** How each registry lists: found by trying, or chosen by the user. */
export type SavedStrategies = {
  get(registryId: string): SavedStrategy | undefined
  save(registryId: string, strategy: SavedStrategy): void
  forget(registryId: string): void
  /** What was found goes with the sign-in; what the user chose stays while the registry does. */
  forgetRegistry(registryId: string, options: { kept: boolean }): void
}

export const createSavedStrategies = (db: DatabaseSync): SavedStrategies => {
  const select = db.prepare('SELECT * FROM listing_strategies WHERE registry_id = ?')
  const upsert = db.prepare('INSERT OR REPLACE INTO listing_strategies VALUES (?, ?, ?, ?)')
  const remove = db.prepare('DELETE FROM listing_strategies WHERE registry_id = ?')
  const removeFound = db.prepare(
    "DELETE FROM listing_strategies WHERE registry_id = ? AND chosen_by = 'probe'",
  )
  return {
    get: registryId => row.safeParse(select.get(registryId)).data,
    save: (registryId, { strategy, chosenBy, foundAtMs }) =>
      void upsert.run(registryId, strategy, chosenBy, foundAtMs),
    forget: registryId => void remove.run(registryId),
    forgetRegistry: (registryId, { kept }) => void (kept ? remove : removeFound).run(registryId),
  }
}
