import { copyFile, mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sharedFolder } from '../support/archives/chart-goldens.ts'
import { chromiumPath } from '../support/browser.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/fault-registry.ts'
import {
  addAnonymously,
  clickVersion,
  dropFiles,
  openScreen,
  type Screen,
} from '../support/screen.ts'

// The pictures of the README: CHARTROOM_SCREENSHOTS=1 npx vitest run test/e2e/screenshots.test.ts

const shared = sharedFolder()
const wanted = process.env['CHARTROOM_SCREENSHOTS'] !== undefined
const folderOfPictures = path.join(import.meta.dirname, '..', '..', 'docs', 'screenshots')

/** Folder and name of a chart, and how many of its versions. */
const namespaces: Readonly<Record<string, readonly (readonly [string, string, number])[]>> = {
  network: [
    ['cilium', 'cilium', 30],
    ['cilium', 'tetragon', 8],
  ],
  observability: [
    ['kiali', 'kiali-server', 6],
    ['loki', 'loki', 6],
    ['loki', 'promtail', 6],
  ],
  platform: [
    ['artifact-hub', 'artifact-hub', 6],
    ['keda', 'keda', 6],
    ['longhorn', 'longhorn', 6],
  ],
}
const dayMs = 24 * 3600 * 1000

describe.skipIf(!wanted || chromiumPath === undefined || shared === undefined)('pictures', () => {
  let folder = ''
  let registry: FaultRegistry
  let screen: Screen

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'pictures-'))
    registry = await startFaultRegistry()
    screen = await openScreen()
  })
  afterAll(async () => {
    await screen?.close()
    await registry?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  /** Copies with times of their own, the newest version first. */
  const archivesOf = async ([source, chart, most]: readonly [string, string, number]) => {
    const from = path.join(shared ?? '', 'charts', 'open', source)
    const wantedName = new RegExp(`^${chart}-\\d.*\\.tgz$`)
    const names = (await readdir(from)).filter(name => wantedName.test(name))
    const newestFirst = names.sort((a, b) => b.localeCompare(a, 'en', { numeric: true }))
    return Promise.all(
      newestFirst.slice(0, most).map(async (name, at) => {
        const copy = path.join(folder, name)
        await copyFile(path.join(from, name), copy)
        const made = new Date(Date.now() - (at * 23 + 2) * dayMs)
        await utimes(copy, made, made)
        return copy
      }),
    )
  }

  it('main, light and dark', async () => {
    const { page } = screen
    await page.getByRole('button', { name: /^Open the built-in local/ }).click()
    await page.getByRole('option', { name: 'samples/order-api' }).waitFor()
    await addAnonymously(page, registry.host)
    await rename(page, registry.host, 'charts.example')
    for (const [namespace, sources] of Object.entries(namespaces)) {
      const files = (await Promise.all(sources.map(archivesOf))).flat()
      await push(page, files, namespace)
    }
    await page.getByRole('treeitem', { name: /^samples/ }).click()
    await page.getByRole('treeitem', { name: /^samples/ }).click()
    await page.getByRole('treeitem', { name: /^cilium/ }).click()
    await page.getByRole('searchbox', { name: 'Filter versions' }).fill('>=1.11.0-0 <1.19')
    await clickVersion(page.getByRole('row', { name: /^1\.17\.10 .*sha256:/ }))
    await page.getByRole('tab', { name: 'Values' }).click()
    await page.locator('.view-line').nth(20).waitFor()
    await page.locator('.view-lines').hover()
    // One turn of a wheel is a few lines, however far it is said to go.
    for (let turns = 0; turns < 40; turns += 1) await page.mouse.wheel(0, 120)
    await page.getByRole('row', { name: /^1\.16\.11 .*sha256:/ }).hover()
    await mkdir(folderOfPictures, { recursive: true })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const file = path.join(folderOfPictures, `main-${colorScheme}.png`)
      const { byteLength } = await page.screenshot({ path: file })
      expect(byteLength).toBeLessThan(300_000)
    }
  })
})

const rename = async (page: Page, host: string, name: string) => {
  await page.getByRole('treeitem', { name: new RegExp(`^${host}`) }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: /^Rename/ }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill(name)
  await page.getByRole('button', { name: 'Rename' }).click()
  await page.getByRole('treeitem', { name }).click()
}

const push = async (page: Page, files: readonly string[], namespace: string) => {
  await dropFiles(page, files, { x: 700, y: 400 })
  const sheet = page.getByRole('dialog', { name: `Push ${files.length} charts` })
  await sheet.getByRole('button', { name: /^Push to/ }).click()
  await page.getByRole('textbox', { name: 'Namespace' }).fill(namespace)
  await page.getByRole('button', { name: 'Use this target' }).click()
  const button = sheet.getByRole('button', { name: `Push ${files.length} charts` })
  await button.waitFor({ timeout: 60_000 })
  await button.click()
  await sheet.getByRole('button', { name: 'Done' }).click({ timeout: 60_000 })
}
