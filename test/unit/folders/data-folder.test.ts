import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { forgetSaves } from '../../../electron/core/charts/save-file.ts'
import { placesIn, settleDataFolder } from '../../../electron/core/folders/data-folder.ts'
import { openDataDir } from '../../../electron/core/folders/open-data-dir.ts'
import { createContentFiles } from '../../../electron/core/store/content-files.ts'
import { createFileGrants } from '../../../electron/core/files/file-grants.ts'
import { createSpool } from '../../../electron/core/transfers/user-files/spool.ts'
import { webLimits } from '../../../electron/web/limits.ts'
import { forgetLinks } from '../../../electron/web/open-browser.ts'
import { openUploads } from '../../../electron/web/uploads.ts'
import { testClock } from '../../support/clock.ts'
import { readFilesBelow } from '../../support/files-below.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const hex = (length: number) => 'a'.repeat(length)
const uuid = '0f8fad5b-d9cb-469f-a165-70867728950e'

const write = (folder: string, names: readonly string[]) => {
  for (const name of names) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true })
    writeFileSync(path.join(folder, name), name)
  }
}

const filesBelow = async (folder: string) =>
  (await readFilesBelow(folder)).map(({ file }) => path.relative(folder, file)).sort()

it('brings what an earlier version left to its place, once, and touches nothing else', async () => {
  const folder = temporaryFolder()
  const theirs = [
    'uploads/thesis.part',
    `uploads/${hex(32)}`,
    'spool/pulls/photos/one.jpg',
    `spool/pulls/${uuid}/album/one.jpg`,
    'spool/letters.txt',
    'cache/sha256/notes.txt',
    `cache/sha256/${hex(63)}`,
    'cache/index',
  ]
  write(folder, [
    'chartroom.db',
    `open-${hex(16)}.html`,
    `uploads/${hex(32)}.part`,
    `spool/pulls/${uuid}/demo-1.0.0.tgz`,
    `spool/files/1700000000000-${uuid}/content`,
    `cache/sha256/${hex(64)}`,
    `cache/sha512/${hex(128)}`,
    ...theirs,
  ])
  openDataDir(folder)
  await settleDataFolder(folder)
  const cached = [`chartroom-cache/sha256/${hex(64)}`, `chartroom-cache/sha512/${hex(128)}`]
  const settled = ['chartroom-folder.txt', 'chartroom.db', ...cached, ...theirs].sort()
  expect(await filesBelow(folder)).toEqual(settled)
  expect(existsSync(path.join(folder, 'cache/sha512'))).toBe(false)

  write(folder, [`uploads/${hex(32)}.part`, `cache/sha256/${hex(64)}`])
  await settleDataFolder(folder)
  expect(existsSync(path.join(folder, `uploads/${hex(32)}.part`))).toBe(true)
  expect(existsSync(path.join(folder, `cache/sha256/${hex(64)}`))).toBe(true)
})

it('follows no link of an earlier folder', async () => {
  const [folder, elsewhere] = [temporaryFolder(), temporaryFolder()]
  write(elsewhere, [`${hex(32)}.part`, `pulls/${uuid}/demo.tgz`, `sha256/${hex(64)}`])
  write(folder, ['chartroom.db'])
  for (const name of ['uploads', 'spool', 'cache']) symlinkSync(elsewhere, path.join(folder, name))
  const before = await filesBelow(elsewhere)
  openDataDir(folder)
  await settleDataFolder(folder)
  expect(await filesBelow(elsewhere)).toEqual(before)
})

const sweeps: readonly [string, (dataDir: string) => Promise<unknown>, own: string][] = [
  ['uploads', dir => openUploads(placesIn(dir).uploads, grants(), webLimits), `${hex(32)}.part`],
  ['pulls', dir => createSpool(placesIn(dir).pulls).start(), `${uuid}/demo-1.0.0.tgz`],
  ['saves', dir => forgetSaves(placesIn(dir).saves), `${uuid}/content`],
  ['links', dir => forgetLinks(placesIn(dir).links), `open-${hex(16)}.html`],
  ['cache', dir => createContentFiles(placesIn(dir).cache).sweep(() => false), `sha256/${hex(64)}`],
]
const grants = () => createFileGrants(testClock())

it.each(sweeps)(
  'the sweep of %s deletes what we made and nothing else',
  async (name, sweep, own) => {
    const dataDir = temporaryFolder()
    const folder = path.join(dataDir, `chartroom-${name}`)
    const depth = path.dirname(own)
    const theirs = [path.join(depth === uuid ? 'album' : depth, 'one.jpg'), 'notes.part']
    write(folder, [own, ...theirs])
    const elsewhere = temporaryFolder()
    write(elsewhere, ['thesis'])
    const link = path.join(
      folder,
      depth === uuid ? uuid.replace('0', '1') : own.replaceAll('aaa', 'bbb'),
    )
    symlinkSync(depth === uuid ? elsewhere : path.join(elsewhere, 'thesis'), link)
    await sweep(dataDir)
    expect(await filesBelow(folder)).toEqual([...theirs].sort())
    expect(await filesBelow(elsewhere)).toEqual(['thesis'])
  },
)

it.each(sweeps)('the sweep of %s does not go through a link', async (name, sweep, own) => {
  const [dataDir, elsewhere] = [temporaryFolder(), temporaryFolder()]
  write(elsewhere, [own])
  symlinkSync(elsewhere, path.join(dataDir, `chartroom-${name}`))
  await sweep(dataDir)
  expect(await filesBelow(elsewhere)).toEqual([own])
  expect(readdirSync(dataDir)).toEqual([`chartroom-${name}`])
})
