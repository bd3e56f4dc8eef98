import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Method } from '../../shared/ipc/contract.ts'
import { type Break, breakAnswers } from '../support/broken-answers.ts'
import { chromiumPath } from '../support/browser.ts'
import { axeInBothThemes } from '../support/registry-screen.ts'
import { dropFiles, isElectron, openScreen, originOf, type Screen } from '../support/screen.ts'
import { chartArchive, goodChartYaml } from '../support/archives/chart-archive.ts'

const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 15_000 })

/** React draws no object, so this value makes drawing throw; it stands for a secret that must not reach the log. */
const undrawable = { value: 'hunter2-of-the-page' }

// The answers are changed on the page's socket, which the desktop's window does not have.
describe.skipIf(chromiumPath === undefined || isElectron)('a fault stays in its pane', () => {
  let screen: Screen
  let page: Page
  let broken: Map<Method, Break>
  let place: string

  beforeAll(async () => {
    screen = await openScreen()
    page = screen.page
    broken = await breakAnswers(page)
    await page.getByRole('button', { name: /Open the built-in local/ }).click()
    await page.getByRole('option').first().press('Enter')
    await page.getByRole('row', { selected: true }).waitFor()
    place = page.url()
  })
  afterAll(() => screen?.close())
  afterEach(async () => {
    broken.clear()
    await page.unrouteAll()
  })

  const sidebar = () => page.getByRole('navigation', { name: 'Registries' })
  const centre = () => page.getByRole('main')
  const inspector = () => page.getByRole('complementary', { name: 'Inspector' })
  const bar = () => page.getByRole('contentinfo')
  const faultIn = (words: string) => page.getByRole('alert').filter({ hasText: words })
  const tryAgain = (words: string) => faultIn(words).getByRole('button', { name: 'Try again' })
  const open = async (url = place) => {
    await page.goto(url)
    await page.reload()
  }
  const expectLogged = async (...parts: readonly string[]) => {
    const file = path.join(screen.host.dataDir, 'logs', 'chartroom.log')
    for (const part of parts)
      await eventually(() => readFile(file, 'utf8')).toMatch(new RegExp(`window-fault.*${part}`))
    expect(await readFile(file, 'utf8')).not.toContain('hunter2')
  }
  const focusIsIn = (pane: () => ReturnType<typeof sidebar>) =>
    eventually(() => pane().evaluate(element => element.contains(document.activeElement)))

  it('names each part that cannot be drawn, and draws the others', async () => {
    broken.set('registries.list', ({ registries }: { registries: object[] }) => ({
      registries: registries.map(registry => ({ ...registry, name: undrawable })),
    }))
    await open(`${originOf(screen)}/#/r/${new URL(place).hash.split('/')[2]}?view=repositories`)
    await faultIn('The sidebar could not be shown').waitFor()
    await faultIn('The title bar could not be shown').waitFor()
    await faultIn('This page could not be shown').waitFor()
    await bar().getByText('Connected to').waitFor()
    expect(await page.getByRole('alert').count()).toBe(3)
    await axeInBothThemes(page)

    // The log says where, and nothing of what the error says.
    await faultIn('The sidebar').getByRole('button', { name: 'Open the log' }).click()
    await page.getByRole('dialog', { name: 'Log' }).getByText('window-fault').first().waitFor()
    await page.keyboard.press('Escape')
    await expectLogged('sidebar', 'title-bar', 'centre')

    broken.clear()
    await page.reload()
    await sidebar().getByRole('tree').waitFor()
    expect(await page.getByRole('alert').count()).toBe(0)
  })

  it('draws a list anew with answers asked for again, and the focus goes where it was', async () => {
    broken.set('versions.details', (progress: { details?: object; saved?: object }) =>
      progress.details ? { details: { ...progress.details, version: undrawable } } : progress,
    )
    await open()
    await faultIn('This page could not be shown').waitFor()
    await sidebar().getByRole('tree').waitFor()
    expect(await faultIn('inspector').count()).toBe(0)
    await focusIsIn(centre).toBe(true)
    await tryAgain('This page').press('Enter')
    await faultIn('This page could not be shown').waitFor()
    await focusIsIn(centre).toBe(true)
    broken.clear()
    await tryAgain('This page').press('Enter')
    await centre().getByRole('grid').waitFor()
    await focusIsIn(centre).toBe(true)
    await expectLogged('centre')
  })

  it('keeps the tabs where one of them cannot be drawn', async () => {
    broken.set('charts.read', (chart: { metadata: object }) => ({
      ...chart,
      metadata: { ...chart.metadata, version: undrawable, description: undrawable },
    }))
    await open()
    await faultIn('This tab could not be shown').waitFor()
    await centre().getByRole('grid').waitFor()
    // Another tab is another subject: it is drawn without being asked to.
    await inspector().getByRole('tab', { name: 'Manifest' }).click()
    await inspector().getByText('application/vnd.cncf.helm').first().waitFor()
    await inspector().getByRole('tab', { name: 'README' }).click()
    await faultIn('This tab').waitFor()
    broken.clear()
    await tryAgain('This tab').click()
    await faultIn('This tab').waitFor({ state: 'hidden' })
    await expectLogged('tab')
  })

  it('loads again what was not loaded: the inspector', async () => {
    await page.route(/\/inspector-[^/]*\.js$/, route => route.abort())
    await open()
    await faultIn('The inspector could not be shown').getByText('was not loaded').waitFor()
    await centre().getByRole('grid').waitFor()
    await page.unrouteAll()
    await tryAgain('The inspector').click()
    await inspector().getByRole('tab', { name: 'README' }).waitFor()
    await expectLogged('inspector')
  })

  it('has a dialog in the place of a dialog', async () => {
    await open()
    await sidebar().getByRole('tree').waitFor()
    broken.set('app.log', log => ({ ...(log as object), tail: undrawable }))
    const button = sidebar().getByRole('button', { name: 'Log' })
    await button.press('Enter')
    const dialog = page.getByRole('alertdialog', { name: 'This dialog could not be shown' })
    await dialog.waitFor()
    await focusIsIn(() => dialog).toBe(true)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await axeInBothThemes(page)
    broken.clear()
    await dialog.getByRole('button', { name: 'Try again' }).press('Enter')
    await page.getByRole('dialog', { name: 'Log' }).getByText('window-fault').first().waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })

    broken.set('app.log', log => ({ ...(log as object), tail: undrawable }))
    await button.press('Enter')
    await dialog.waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await eventually(() => page.evaluate(() => document.activeElement !== document.body)).toBe(true)
    await expectLogged('dialog')
  })

  it('gives the files back where the review of a push cannot be drawn', async () => {
    await open()
    await sidebar().getByRole('tree').waitFor()
    broken.set('drafts.open', ({ drafts }: { drafts: object[] }) => ({
      drafts: drafts.map(draft => ({ ...draft, metadata: null })),
      refused: [],
    }))
    const folder = await mkdtemp(path.join(tmpdir(), 'chartroom-fault-'))
    const file = path.join(folder, 'demo-1.0.0.tgz')
    await writeFile(file, chartArchive({ 'demo/Chart.yaml': goodChartYaml }))
    await dropFiles(page, [file], { x: 700, y: 400 })
    const dialog = page.getByRole('alertdialog', { name: /review of the push could not be shown/ })
    await dialog.getByRole('button', { name: 'Close' }).click()
    await dialog.waitFor({ state: 'hidden' })
    broken.clear()
    await dropFiles(page, [file], { x: 700, y: 400 })
    await page.getByRole('dialog').getByText('demo-1.0.0.tgz').first().waitFor()
    await page.keyboard.press('Escape')
    await rm(folder, { recursive: true })
    await expectLogged('push-sheet')
  })

  it('keeps the list of transfers and the status bar apart', async () => {
    const transfer = {
      id: 'a',
      kind: 'pull',
      registryId: 'r',
      host: 'h',
      repository: 'demo',
      title: 'demo',
      state: 'done',
      steps: [],
      blobs: [],
      movedBytes: 1,
      totalBytes: 1,
      // No time: the row says when, the status bar does not.
      startedAtMs: 1e300,
    }
    broken.set('transfers.watch', () => ({ transfers: [transfer] }))
    await open()
    await bar()
      .getByRole('button', { name: /1 .*finished|finished/ })
      .click()
    await faultIn('The transfers could not be shown').waitFor()
    await page.keyboard.press('Escape')
    await expectLogged('transfers')
  })

  it('says so where the whole window cannot be drawn, and begins anew', async () => {
    broken.set('registries.list', () => ({ registries: { some: undrawable } }))
    await open()
    await faultIn('The window could not be shown').waitFor()
    await axeInBothThemes(page)
    await eventually(() => page.evaluate(() => document.activeElement?.textContent)).toBe(
      'Try again',
    )
    broken.clear()
    await page.keyboard.press('Enter')
    await centre().getByRole('grid').waitFor()
    await sidebar().getByRole('tree').waitFor()
    await expectLogged('window')
  })
})
