import type { DatabaseSync } from 'node:sqlite'

/** All of it or nothing, also when the process dies in between. Nested calls join the outer one. */
export const inTransaction = <T>(db: DatabaseSync, act: () => T): T => {
  if (db.isTransaction) return act()
  db.exec('BEGIN IMMEDIATE')
  try {
    const result = act()
    db.exec('COMMIT')
    return result
  } catch (error) {
    // On a full disk SQLite has rolled back already, and a second rollback would throw.
    if (db.isTransaction) db.exec('ROLLBACK')
    throw error
  }
}
