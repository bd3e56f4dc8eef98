import type { DatabaseSync } from 'node:sqlite'

/**
 * Whether every table of `ours` is in `db` with the same columns. A later program may have added some: then they must
 * take a row of ours, which says nothing of them.
 */
export const hasOurTables = (db: DatabaseSync, ours: DatabaseSync): boolean =>
  tablesOf(ours).every(table => {
    const expected = columnsOf(ours, table)
    const found = columnsOf(db, table)
    const names = new Set(expected.map(({ name }) => name))
    return (
      tablesOf(db).includes(table) &&
      expected.every(column => found.some(one => isSame(one, column))) &&
      found.every(one => names.has(one.name) || one.notnull === 0 || one.dflt_value !== null)
    )
  })

export const tablesOf = (db: DatabaseSync): string[] =>
  db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .all()
    .map(({ name }) => String(name))

const columnsOf = (db: DatabaseSync, table: string) =>
  db.prepare('SELECT name, type, "notnull", pk, dflt_value FROM pragma_table_info(?)').all(table)

const isSame = (a: Record<string, unknown>, b: Record<string, unknown>): boolean =>
  (['name', 'type', 'notnull', 'pk'] as const).every(key => a[key] === b[key])
