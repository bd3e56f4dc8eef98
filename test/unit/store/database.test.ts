import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { migrations } from '../../../electron/core/store/migrations.ts'
import { openStore } from '../../../electron/core/store/store.ts'
import { quietLogger } from '../../support/quiet-logger.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const open = (dataDir: string) =>
  openStore({ dataDir, clock: { now: () => 0, monotonicMs: () => 0 }, logger: quietLogger })

const seed = async (dataDir: string) => {
  const store = open(dataDir)
  store.notes.set('last-place', '#/kept')
  await store.close()
  return path.join(dataDir, 'chartroom.db')
}

const tables = () => migrations.join('')

describe('openStore', () => {
  it('keeps what was set for the next run', async () => {
    const dataDir = temporaryFolder()
    await seed(dataDir)
    const store = open(dataDir)
    expect(store.notes.get('last-place')).toBe('#/kept')
    expect(store.notice).toBeUndefined()
    await store.close()
  })

  it('makes files that only this user reads', async () => {
    const dataDir = path.join(temporaryFolder(), 'new', 'data')
    const store = open(dataDir)
    store.notes.set('last-place', '#/')
    expect(statSync(dataDir).mode & 0o777).toBe(0o700)
    const modes = readdirSync(dataDir).map(name => statSync(path.join(dataDir, name)).mode & 0o777)
    expect(new Set(modes)).toEqual(new Set([0o600]))
    await store.close()
  })

  const damage: Record<string, (file: string) => void> = {
    'half of it': file => truncateSync(file, Math.floor(statSync(file).size / 2)),
    'other text': file => writeFileSync(file, '{"registries": [1, 2'),
    'a byte order mark': file => writeFileSync(file, '\uFEFF{}'),
    '20 MiB of zeros after garbage': file => writeFileSync(file, Buffer.alloc(20 * 1024 * 1024, 1)),
  }
  it.each(Object.entries(damage))('sets a damaged file aside: %s', async (_name, spoil) => {
    const dataDir = temporaryFolder()
    const file = await seed(dataDir)
    spoil(file)
    const spoilt = readFileSync(file)
    const store = open(dataDir)
    expect(store.notice?.kind).toBe('copied-aside')
    expect(store.notes.get('last-place')).toBeUndefined()
    expect(readFileSync(store.notice?.file ?? '').equals(spoilt)).toBe(true)
    store.notes.set('last-place', '#/new')
    await store.close()
    const next = open(dataDir)
    expect(next.notice).toBeUndefined()
    expect(next.notes.get('last-place')).toBe('#/new')
    await next.close()
  })

  const others: Record<string, string> = {
    'tables of another program': 'CREATE TABLE settings (a); CREATE TABLE registries (b);',
    'no table at all': '',
    'one column less': tables().replace('realm TEXT,', ''),
    'a column that asks for a value': tables().replace(
      'realm TEXT,',
      'realm TEXT, mood TEXT NOT NULL,',
    ),
    'a journal of another form': `${tables()} DROP TABLE transfers; CREATE TABLE transfers (x);`,
  }
  it.each(Object.entries(others))(
    'sets a file aside that has our version and %s',
    async (_name, sql) => {
      const dataDir = temporaryFolder()
      const other = new DatabaseSync(path.join(dataDir, 'chartroom.db'))
      other.exec(`${sql} PRAGMA user_version = ${migrations.length};`)
      other.close()
      const store = open(dataDir)
      expect(store.notice?.kind).toBe('copied-aside')
      store.notes.set('last-place', '#/new')
      await store.close()
    },
  )

  it('sets a file aside that has tables and no version, as it is', async () => {
    const dataDir = temporaryFolder()
    const file = path.join(dataDir, 'chartroom.db')
    const other = new DatabaseSync(file)
    other.exec('CREATE TABLE charts (a)')
    other.close()
    const before = readFileSync(file)
    const store = open(dataDir)
    expect(readFileSync(store.notice?.file ?? '').equals(before)).toBe(true)
    await store.close()
  })

  it('sets aside beside what was set aside before, whatever the clock says', async () => {
    const dataDir = temporaryFolder()
    for (const text of ['one', 'two']) {
      writeFileSync(path.join(dataDir, 'chartroom.db'), text)
      await open(dataDir).close()
    }
    const aside = readdirSync(dataDir).filter(name => name.includes('.broken-'))
    const texts = aside.map(name => readFileSync(path.join(dataDir, name), 'utf8'))
    expect(texts.sort()).toEqual(['one', 'two'])
  })

  it.each(migrations.map((_, at) => at + 1))('takes over a file of version %i', async version => {
    const dataDir = temporaryFolder()
    const old = new DatabaseSync(path.join(dataDir, 'chartroom.db'))
    old.exec(`${migrations.slice(0, version).join('')} PRAGMA user_version = ${version};
      INSERT INTO settings VALUES ('last-place', '#/kept');
      INSERT INTO registries (id, name, host, path, kind, plain_http, added_at_ms)
        VALUES ('a', 'Second', 'h', '', 'remote', 0, 2), ('b', 'First', 'h', '', 'remote', 0, 1);`)
    old.close()
    const store = open(dataDir)
    expect(store.notice).toBeUndefined()
    expect(store.notes.get('last-place')).toBe('#/kept')
    const names = store.registries.list().map(({ name }) => name)
    expect(names.toSorted()).toEqual(['First', 'Second'])
    if (version < 3) expect(names).toEqual(['First', 'Second'])
    await store.close()
  })

  it('begins with nothing in an empty file', async () => {
    const dataDir = temporaryFolder()
    writeFileSync(path.join(dataDir, 'chartroom.db'), '')
    const store = open(dataDir)
    expect(store.notes.get('last-place')).toBeUndefined()
    await store.close()
  })

  it.each(['data', 'a#b', 'a?mode=rwc&b', '100% a b'])(
    'works on a copy of a newer file in %s and leaves the file as it is',
    async name => {
      const dataDir = path.join(temporaryFolder(), name)
      const file = await seed(dataDir)
      const newer = new DatabaseSync(file)
      newer.exec(`ALTER TABLE settings ADD COLUMN since INTEGER; CREATE TABLE invented (a);
      PRAGMA user_version = ${migrations.length + 1}; PRAGMA journal_mode = DELETE;`)
      newer.close()
      const before = readFileSync(file)
      const store = open(dataDir)
      expect(store.notice?.kind).toBe('newer')
      expect(store.notes.get('last-place')).toBe('#/kept')
      store.notes.set('last-place', '#/other')
      expect(store.notes.get('last-place')).toBe('#/other')
      await store.close()
      expect(readFileSync(file).equals(before)).toBe(true)
    },
  )

  it('starts where the data folder cannot be made', async () => {
    const file = path.join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    const store = open(path.join(file, 'data'))
    expect(store.notice?.kind).toBe('not-writable')
    store.notes.set('last-place', '#/')
    await store.close()
    expect(existsSync(path.join(file, 'data'))).toBe(false)
  })
})
