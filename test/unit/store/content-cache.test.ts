import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openStore } from '../../../electron/core/store/store.ts'
import { type Digest, isDigest } from '../../../shared/model/digest.ts'
import { quietLogger } from '../../support/quiet-logger.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

const digestOf = (bytes: Uint8Array): Digest => {
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  if (!isDigest(digest)) throw new Error('no digest')
  return digest
}

const openCache = ({ dataDir = temporaryFolder(), cacheLimitBytes = 1024 * 1024 } = {}) => {
  const clock = { nowMs: 0, wallMs: 0 }
  const time = { now: () => clock.wallMs, monotonicMs: () => clock.nowMs }
  const store = openStore({ dataDir, clock: time, logger: quietLogger, cacheLimitBytes })
  onTestFinished(() => store.close())
  const archive = (text: string, registryId = 'one') => {
    const digest = digestOf(bytesOf(text))
    const written = store.contents.writeArchive(registryId, digest, to => writeFile(to, text))
    return written.then(() => digest)
  }
  return { dataDir, clock, store, cache: store.contents, archive }
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name))

const spoil = (file: string) => {
  const bytes = readFileSync(file)
  bytes[0] = (bytes[0] ?? 0) ^ 1
  writeFileSync(file, bytes)
}

describe('small contents', () => {
  it('come back as they were', async () => {
    const { cache } = openCache()
    const bytes = bytesOf('{"a":1}')
    await cache.write('one', digestOf(bytes), bytes)
    expect(await cache.read(digestOf(bytes))).toEqual(bytes)
    expect(await cache.read(digestOf(bytesOf('other')))).toBeUndefined()
  })

  it('are dropped when a bit has changed on disk', async () => {
    const { cache, store } = openCache()
    const bytes = bytesOf('{"a":1}')
    await cache.write('one', digestOf(bytes), bytes)
    store.db.prepare('UPDATE contents SET bytes = ?').run(bytesOf('{"a":2}'))
    expect(await cache.read(digestOf(bytes))).toBeUndefined()
    expect(store.db.prepare('SELECT count(*) AS n FROM contents').get()?.n).toBe(0)
  })
})

describe('archives', () => {
  it('are files that only this user reads, named by digest', async () => {
    const { cache, dataDir, archive } = openCache()
    const digest = await archive('a chart')
    const file = (await cache.archivePath(digest)) ?? ''
    expect(readFileSync(file, 'utf8')).toBe('a chart')
    expect(path.basename(file)).toBe(digest.slice(7))
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(path.join(dataDir, 'chartroom-cache')).mode & 0o777).toBe(0o700)
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700)
  })

  it('are dropped when a bit has changed on disk, and can be written anew', async () => {
    const { cache, archive } = openCache()
    const digest = await archive('a chart')
    spoil((await cache.archivePath(digest)) ?? '')
    expect(await cache.archivePath(digest)).toBeUndefined()
    await archive('a chart')
    expect(readFileSync((await cache.archivePath(digest)) ?? '', 'utf8')).toBe('a chart')
  })

  it('leave nothing behind when filling fails', async () => {
    const { cache, dataDir } = openCache()
    const digest = digestOf(bytesOf('a chart'))
    const failing = cache.writeArchive('one', digest, async to => {
      await writeFile(to, 'a ch')
      throw new Error('cut off')
    })
    await expect(failing).rejects.toThrow('cut off')
    expect(filesIn(path.join(dataDir, 'chartroom-cache'))).toEqual([])
    expect(await cache.archivePath(digest)).toBeUndefined()
  })

  it('come again after the folder was removed while running', async () => {
    const { cache, dataDir, archive } = openCache()
    const digest = await archive('a chart')
    rmSync(path.join(dataDir, 'chartroom-cache'), { recursive: true })
    expect(await cache.archivePath(digest)).toBeUndefined()
    await archive('a chart')
    expect(await cache.archivePath(digest)).toBeDefined()
  })

  it('go elsewhere for this run when the folder takes no file', async () => {
    const dataDir = temporaryFolder()
    writeFileSync(path.join(dataDir, 'chartroom-cache'), 'a file where the folder should be')
    const { cache, store, archive } = openCache({ dataDir })
    const digest = await archive('a chart')
    const file = (await cache.archivePath(digest)) ?? ''
    expect(readFileSync(file, 'utf8')).toBe('a chart')
    expect(file.startsWith(dataDir)).toBe(false)
    expect(statSync(path.dirname(path.dirname(file))).mode & 0o777).toBe(0o700)
    await store.close()
    expect(existsSync(file)).toBe(false)
    openCache({ dataDir })
  })

  it('that a crash left without a row are swept at the next start', async () => {
    const dataDir = temporaryFolder()
    const { store, archive } = openCache({ dataDir })
    await archive('a chart')
    await store.close()
    const [kept = ''] = filesIn(path.join(dataDir, 'chartroom-cache'))
    writeFileSync(`${kept}.0123456789ab.part`, 'half')
    writeFileSync(path.join(path.dirname(kept), 'f'.repeat(64)), 'no row')
    const next = openCache({ dataDir })
    await next.store.close()
    expect(filesIn(path.join(dataDir, 'chartroom-cache'))).toEqual([kept])
  })
})

describe('a full disk', () => {
  it('costs the memory of what can be asked for again, and no answer', async () => {
    const { cache, store, archive } = openCache()
    const kept = await archive('a chart')
    const pages = store.db.prepare('PRAGMA page_count').get()?.page_count
    store.db.exec(`PRAGMA max_page_count = ${Number(pages)}`)
    const bytes = bytesOf('x'.repeat(100_000))
    const tags = Array.from({ length: 10_000 }, (_, at) => `1.0.${at}`)
    const listed = { skipped: 0, truncated: false, listedAtMs: 0 }
    await cache.write('one', digestOf(bytes), bytes)
    store.listings.saveTags('one', 'team/demo', { tags, hidden: 0, ...listed })
    store.listings.saveCatalog('one', { names: tags, ...listed })
    expect(await cache.read(digestOf(bytes))).toBeUndefined()
    expect(store.listings.tags('one', 'team/demo')).toBeUndefined()
    expect(await cache.archivePath(kept)).toBeDefined()
    expect(() => store.notes.set('last-place', 'x'.repeat(100_000))).toThrow(/full/)
  })

  it('sends an archive elsewhere for this run', async () => {
    const { cache } = openCache()
    const digest = digestOf(bytesOf('a chart'))
    let isFull = true
    const file = await cache.writeArchive('one', digest, async to => {
      if (isFull) {
        isFull = false
        throw Object.assign(new Error('no space left'), { code: 'ENOSPC' })
      }
      await writeFile(to, 'a chart')
    })
    expect(readFileSync(file, 'utf8')).toBe('a chart')
    const full = cache.writeArchive('one', digestOf(bytesOf('b')), () =>
      Promise.reject(Object.assign(new Error('no space left'), { code: 'ENOSPC' })),
    )
    await expect(full).rejects.toMatchObject({ code: 'disk-full', reason: 'data' })
  })
})

describe('the bound', () => {
  it('drops what was used longest ago, and nothing that is in use', async () => {
    const { cache, clock, archive } = openCache({ cacheLimitBytes: 25 })
    const first = await archive('0123456789')
    clock.nowMs += 120_000
    const second = await archive('abcdefghij')
    clock.nowMs += 120_000
    expect(await cache.archivePath(first)).toBeDefined()
    const third = await archive('ABCDEFGHIJ')
    expect(await cache.archivePath(second)).toBeUndefined()
    expect(await cache.archivePath(first)).toBeDefined()
    expect(await cache.archivePath(third)).toBeDefined()
  })
})

describe('the bound, when the clock goes back', () => {
  it('still drops what was used longest ago', async () => {
    const { cache, clock, archive } = openCache({ cacheLimitBytes: 25 })
    const digests = []
    for (const text of ['0123456789', 'abcdefghij', 'ABCDEFGHIJ', '9876543210']) {
      clock.wallMs -= 3_600_000
      clock.nowMs += 120_000
      digests.push(await archive(text))
    }
    const kept = await Promise.all(digests.map(digest => cache.archivePath(digest)))
    expect(kept.map(file => file !== undefined)).toEqual([false, false, true, true])
  })
})

describe('forgetting a registry', () => {
  it('removes what only it brought, from the files and from the database file', async () => {
    const { cache, store, dataDir, archive } = openCache()
    const own = await archive('only one has this')
    const shared = await archive('both have this')
    await archive('both have this', 'two')
    const manifest = bytesOf(`{"needle":"${'needle '.repeat(20)}"}`)
    await cache.write('one', digestOf(manifest), manifest)
    store.listings.saveTags('one', 'team/needle', { tags: ['needle-1'], ...nothingMore })
    await store.forgetContents('one', { kept: false })
    expect(await cache.archivePath(own)).toBeUndefined()
    expect(await cache.archivePath(shared)).toBeDefined()
    expect(await cache.read(digestOf(manifest))).toBeUndefined()
    expect(filesIn(path.join(dataDir, 'chartroom-cache'))).toHaveLength(1)
    const left = filesIn(dataDir).map(file => readFileSync(file, 'latin1'))
    expect(left.filter(text => text.includes('needle'))).toEqual([])
  })

  const nothingMore = { hidden: 0, skipped: 0, truncated: false, listedAtMs: 0 }
})

it('keeps its files private although the folder above is open to all', async () => {
  const dataDir = temporaryFolder()
  chmodSync(dataDir, 0o777)
  const { archive, cache } = openCache({ dataDir })
  const file = (await cache.archivePath(await archive('a chart'))) ?? ''
  // Somebody else's folder keeps its mode: only what we made is ours to change.
  expect(statSync(dataDir).mode & 0o777).toBe(0o777)
  expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700)
  expect(statSync(file).mode & 0o777).toBe(0o600)
})
