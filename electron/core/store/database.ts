import { closeSync, existsSync, openSync, renameSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { makeFolder } from '../files/make-folder.ts'
import { hasOurTables, tablesOf } from './has-our-tables.ts'
import { migrations } from './migrations.ts'

/** What the user is told once about the data of this run. */
export type DataNotice =
  /** The database could not be read. It was renamed to `file`, and this run began with nothing. */
  | { readonly kind: 'copied-aside'; readonly file: string }
  /** A newer Chartroom wrote it: this run works on a copy in memory and saves nothing. */
  | { readonly kind: 'newer'; readonly file: string }
  /** The folder takes no file: nothing is saved. */
  | { readonly kind: 'not-writable'; readonly file: string }

export type Database = {
  readonly db: DatabaseSync
  readonly notice: DataNotice | undefined
}

const fileName = 'chartroom.db'

/** Opens `<dataDir>/chartroom.db` (made with 0600, in a folder of 0700); a start never fails because of it. */
export const openDatabase = (dataDir: string, now: () => number): Database => {
  const file = path.join(dataDir, fileName)
  if (!makePrivate(dataDir, file)) return inMemory({ kind: 'not-writable', file })
  try {
    return openFile(file)
  } catch (error) {
    if (!isDamaged(error)) return inMemory({ kind: 'not-writable', file })
    const aside = freeName(`${file}.broken-${new Date(now()).toISOString().replaceAll(':', '-')}`)
    moveAside(file, aside)
    return { db: openFile(file).db, notice: { kind: 'copied-aside', file: aside } }
  }
}

const makePrivate = (dataDir: string, file: string): boolean => {
  try {
    makeFolder(dataDir)
    // SQLite gives its -wal and -shm files the mode of the database.
    closeSync(openSync(file, 'a', 0o600))
    return true
  } catch {
    return false
  }
}

const openFile = (file: string): Database => {
  const db = new DatabaseSync(file, { timeout: 5_000 })
  try {
    // Opening reads nothing: damage shows at the first statement.
    const check = db.prepare('PRAGMA quick_check(1)').get()
    if (check?.quick_check !== 'ok') throw new DamagedDatabase()
    if (schemaVersion(db) > migrations.length) {
      db.close()
      return inMemory({ kind: 'newer', file })
    }
    if (!isOurs(db)) throw new DamagedDatabase()
    prepare(db)
    if (!hasOurTables(db, emptyDatabase())) throw new DamagedDatabase()
    return { db, notice: undefined }
  } catch (error) {
    if (db.isOpen) db.close()
    throw error
  }
}

/** A database of this run only, filled from a newer file where there is one. */
const inMemory = (notice: DataNotice): Database => {
  const db = emptyDatabase()
  if (notice.kind === 'newer') copyKnownTables(db, notice.file)
  return { db, notice }
}

/** One in memory, as a program of that version would begin with. */
export const emptyDatabase = (version = migrations.length): DatabaseSync => {
  const db = new DatabaseSync(':memory:')
  prepare(db, version)
  return db
}

/** The file is looked at before it is changed. Chartroom never left tables without a version, so somebody else did. */
const isOurs = (db: DatabaseSync): boolean => {
  const version = schemaVersion(db)
  return version === 0 ? tablesOf(db).length === 0 : hasOurTables(db, emptyDatabase(version))
}

const prepare = (db: DatabaseSync, version = migrations.length) => {
  // NORMAL with WAL loses at most the last writes at a power cut and never tears the file. Freed pages are
  // zeroed: what the user signed out of does not stay readable in the file.
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA secure_delete = ON;
    PRAGMA trusted_schema = OFF;
  `)
  migrate(db, version)
}

const migrate = (db: DatabaseSync, to: number) => {
  for (let version = schemaVersion(db); version < to; version++) {
    db.exec(`BEGIN IMMEDIATE; ${migrations[version]} PRAGMA user_version = ${version + 1}; COMMIT;`)
  }
}

const schemaVersion = (db: DatabaseSync): number =>
  Number(db.prepare('PRAGMA user_version').get()?.user_version)

const copiedTables = ['settings', 'registries', 'kept_repositories'] as const

const copyKnownTables = (db: DatabaseSync, file: string) => {
  db.prepare('ATTACH ? AS newer').run(`${pathToFileURL(file).href}?mode=ro`)
  for (const table of copiedTables) copyTable(db, table)
  db.exec('DETACH newer')
}

const copyTable = (db: DatabaseSync, table: (typeof copiedTables)[number]) => {
  const columnsOf = (schema: string) =>
    db
      .prepare(`PRAGMA ${schema}.table_info(${table})`)
      .all()
      .map(column => String(column.name))
  const newer = new Set(columnsOf('newer'))
  const shared = columnsOf('main').filter(column => newer.has(column))
  if (shared.length === 0) return
  const columns = shared.join(', ')
  // OR IGNORE leaves out a row that breaks a rule of this version, and not the whole table.
  db.exec(`INSERT OR IGNORE INTO main.${table} (${columns}) SELECT ${columns} FROM newer.${table}`)
}

class DamagedDatabase extends Error {}

// https://www.sqlite.org/rescode.html: SQLITE_CORRUPT, SQLITE_NOTADB, and SQLITE_ERROR of a schema not ours.
const damageCodes = new Set([1, 11, 26])

const isDamaged = (error: unknown): boolean =>
  error instanceof DamagedDatabase ||
  (error instanceof Error &&
    'errcode' in error &&
    typeof error.errcode === 'number' &&
    damageCodes.has(error.errcode & 0xff))

/** The name must be free: a clock that goes back would give one that was used. */
const freeName = (file: string): string => {
  let free = file
  for (let number = 2; existsSync(free); number += 1) free = `${file}-${number}`
  return free
}

const moveAside = (file: string, aside: string) => {
  renameSync(file, aside)
  for (const suffix of ['-wal', '-shm']) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix)
  }
  closeSync(openSync(file, 'a', 0o600))
}
