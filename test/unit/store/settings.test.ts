import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { migrations } from '../../../electron/core/store/migrations.ts'
import { openStore } from '../../../electron/core/store/store.ts'
import { settings, settingsChange } from '../../../shared/ipc/schemas/settings.ts'
import { initialSettings } from '../../../shared/model/settings.ts'
import { quietLogger } from '../../support/quiet-logger.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const open = (dataDir: string) =>
  openStore({ dataDir, clock: { now: () => 0, monotonicMs: () => 0 }, logger: quietLogger })

/** As a program of that version left it. */
const leave = (dataDir: string, rows: Record<string, string>, version = migrations.length) => {
  const old = new DatabaseSync(path.join(dataDir, 'chartroom.db'))
  old.exec(`${migrations.slice(0, version).join('')} PRAGMA user_version = ${version};`)
  for (const [name, value] of Object.entries(rows))
    old.prepare('INSERT OR REPLACE INTO settings VALUES (?, ?)').run(name, value)
  old.close()
}

it('lets each of them be set', () =>
  expect(Object.keys(settingsChange.shape)).toEqual(Object.keys(settings.shape)))

it('begins with what is so while nothing is set', async () => {
  const store = open(temporaryFolder())
  expect(store.settings.read()).toEqual(initialSettings)
  expect(settings.parse(initialSettings)).toEqual(initialSettings)
  await store.close()
})

it.each(migrations.map((_, at) => at + 1))(
  'keeps the theme that a program of version %i saved',
  async version => {
    const dataDir = temporaryFolder()
    leave(dataDir, { theme: 'dark', 'last-place': '#/r/1', 'helper-ecr-login': '/opt/h' }, version)
    const store = open(dataDir)
    expect(store.settings.read()).toEqual({ ...initialSettings, theme: 'dark' })
    expect(store.notes.get('last-place')).toBe('#/r/1')
    expect(store.notes.get('helper-ecr-login')).toBe('/opt/h')
    await store.close()
  },
)

it('keeps what is set for the next run, and the rest as it was', async () => {
  const dataDir = temporaryFolder()
  const store = open(dataDir)
  store.settings.change({ theme: 'light' })
  expect(store.settings.change({ shell: 'cmd' })).toEqual({ theme: 'light', shell: 'cmd' })
  await store.close()
  const next = open(dataDir)
  expect(next.settings.read()).toEqual({ theme: 'light', shell: 'cmd' })
  await next.close()
})

it.each(['sepia', '', '"sepia"', '{', 'null'])('takes no theme that is none: %j', async theme => {
  const dataDir = temporaryFolder()
  leave(dataDir, { theme })
  const store = open(dataDir)
  expect(store.settings.read()).toEqual(initialSettings)
  await store.close()
})

it('saves texts as they are, so that an older program reads them', async () => {
  const dataDir = temporaryFolder()
  const store = open(dataDir)
  store.settings.change({ theme: 'dark' })
  expect(store.db.prepare("SELECT value FROM settings WHERE key = 'theme'").get()?.value).toBe(
    'dark',
  )
  await store.close()
})
