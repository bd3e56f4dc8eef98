import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { migrations } from '../../../electron/core/store/migrations.ts'
import { createSavedDetails } from '../../../electron/core/store/saved-details.ts'
import { openStore } from '../../../electron/core/store/store.ts'
import { type Digest, isDigest } from '../../../shared/model/digest.ts'
import { readFilesBelow } from '../../support/files-below.ts'
import { quietLogger } from '../../support/quiet-logger.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const open = (dataDir = temporaryFolder()) => {
  const store = openStore({
    dataDir,
    clock: { now: () => 0, monotonicMs: () => 0 },
    logger: quietLogger,
  })
  onTestFinished(() => store.close())
  return store
}

const digestOf = (letter: string): Digest => {
  const digest = `sha256:${letter.repeat(64)}`
  if (!isDigest(digest)) throw new Error('no digest')
  return digest
}

const listing = { skipped: 1, truncated: true, listedAtMs: 5 }

describe('registries', () => {
  const registry = {
    path: '',
    kind: 'remote',
    plainHttp: false,
    signIn: undefined,
    realm: undefined,
    connection: {},
  } as const

  it('are listed as they were added, although the clock went back, and whatever is changed later', () => {
    const { registries } = open()
    for (const [at, id] of ['z', 'y', 'x'].entries())
      registries.save({ ...registry, id, name: id, host: id, addedAtMs: 100 - at })
    const [first] = registries.list()
    if (first) registries.save({ ...first, name: 'renamed' })
    expect(registries.list().map(({ name }) => name)).toEqual(['renamed', 'y', 'x'])
  })

  it('that a killed program had removed leave nothing at the next start', async () => {
    const dataDir = temporaryFolder()
    const store = open(dataDir)
    store.registries.save({ ...registry, id: 'here', name: 'n', host: 'h', addedAtMs: 0 })
    for (const id of ['here', 'gone']) {
      store.listings.saveCatalog(id, { names: [`needle-${id}`], ...listing })
      store.listings.keep(id, `needle-${id}/kept`, false)
      await store.contents.write(
        id,
        digestOf(id === 'gone' ? 'a' : 'b'),
        Buffer.from(`needle-${id}`),
      )
    }
    await store.forgetRemoved()
    const left = await readFilesBelow(dataDir)
    const found = (text: string) => left.some(({ bytes }) => bytes.includes(text))
    expect([found('needle-here'), found('needle-gone')]).toEqual([true, false])
  })
})

describe('listings', () => {
  it('come back as they were, with the number of tags', () => {
    const { listings } = open()
    listings.saveCatalog('one', { names: ['b', 'a'], ...listing })
    listings.saveTags('one', 'a', { tags: ['2', '1'], hidden: 3, ...listing })
    expect(listings.catalog('one')).toEqual({ names: ['b', 'a'], ...listing })
    expect(listings.tags('one', 'a')).toEqual({ tags: ['2', '1'], hidden: 3, ...listing })
    expect([...listings.tagCounts('one')]).toEqual([['a', 2]])
    expect(listings.catalog('two')).toBeUndefined()
  })

  it('are forgotten without what the user kept, or with it', () => {
    const { listings } = open()
    listings.saveCatalog('one', { names: ['a'], ...listing })
    listings.keep('one', 'a', false)
    listings.forgetRegistry('one', { kept: false })
    expect(listings.catalog('one')).toBeUndefined()
    expect(listings.kept('one')).toEqual([{ name: 'a', missing: false }])
    listings.forgetRegistry('one', { kept: true })
    expect(listings.kept('one')).toEqual([])
  })
})

describe('details', () => {
  const digest = digestOf('a')
  const details = { digest, kind: 'chart', provenance: false } as const

  it('are found by digest, and the digest by tag', () => {
    const store = open()
    store.details.save('one', 'team/a', [{ tag: '1', details }])
    expect(store.details.lastDigest('one', 'team/a', '1')).toBe(digest)
    expect(store.details.get('one', digest)).toEqual(details)
    expect(store.details.get('two', digest)).toBeUndefined()
    expect(store.details.lastDigest('one', 'team/b', '1')).toBeUndefined()
  })

  it('begin anew when there are too many', () => {
    const db = new DatabaseSync(':memory:')
    db.exec(migrations.join('\n'))
    const rows = Array.from({ length: 11 }, (_, at) => ({ tag: String(at), details }))
    createSavedDetails(db, 10).save('one', 'team/a', rows)
    expect(createSavedDetails(db, 11).lastDigest('one', 'team/a', '1')).toBe(digest)
    expect(createSavedDetails(db, 10).lastDigest('one', 'team/a', '1')).toBeUndefined()
  })
})

it('two processes that write at once lose nothing', async () => {
  const dataDir = temporaryFolder()
  open(dataDir)
  const module = path.join(import.meta.dirname, '../../../electron/core/store/store.ts')
  const writer = (name: string) => `
    import { openStore } from ${JSON.stringify(module)}
    const logger = { log: () => {}, file: '', tail: async () => '' }
    const store = openStore({ dataDir: ${JSON.stringify(dataDir)}, clock: { now: () => 0, monotonicMs: () => 0 }, logger })
    for (let at = 0; at < 200; at++) store.listings.keep('${name}', 'r' + at, false)
    await store.close()`
  const codes = await Promise.all(
    ['one', 'two'].map(async name => {
      const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', writer(name)])
      const [code] = await once(child, 'exit')
      return code
    }),
  )
  expect(codes).toEqual([0, 0])
  const { listings } = open(dataDir)
  expect(['one', 'two'].map(name => listings.kept(name).length)).toEqual([200, 200])
  // Two programs start, and others work here, too.
}, 30_000)
