import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chartArchive } from '../support/archives/chart-archive.ts'
import { chromiumPath } from '../support/browser.ts'
import { readFilesBelow } from '../support/files-below.ts'
import {
  axeProblems,
  clickVersion,
  dropFiles,
  openScreen,
  originOf,
  type Screen,
} from '../support/screen.ts'

const eventually = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 15_000 })

const firstRow = (page: Page) => page.getByRole('button', { name: /^Open the built-in local/ })

const openLocal = async (page: Page) => {
  await firstRow(page).click()
  await page.getByRole('option', { name: 'samples/order-api' }).waitFor()
}

const focusedText = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '')

const openTree = async (page: Page, name: string) => {
  await page.getByRole('treeitem', { name }).click()
  await page.getByRole('grid', { name: `Versions of samples/${name}` }).waitFor()
}

const textBelow = async (folder: string) =>
  (await readFilesBelow(folder)).map(({ bytes }) => bytes.toString('latin1')).join('\n')

describe.skipIf(chromiumPath === undefined)('the first start', () => {
  let folder = ''
  let chart = ''
  let dataDir = ''

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'first-run-'))
    dataDir = path.join(folder, 'data')
    chart = path.join(folder, 'demo-1.2.3.tgz')
    const files = {
      'demo/Chart.yaml': 'apiVersion: v2\nname: demo\nversion: 1.2.3\n',
      'demo/README.md': '# Words of the dropped chart\n',
    }
    await writeFile(chart, chartArchive(files))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  const withScreen = async (work: (screen: Screen) => Promise<void>, reuse = false) => {
    const screen = await openScreen(reuse ? { dataDir } : {})
    try {
      await work(screen)
      expect(screen.problems).toEqual([])
      expect(screen.strangers).toEqual([])
    } finally {
      await screen.close()
    }
  }

  it('offers what can be done as rows with keys, and the keys do it', () =>
    withScreen(async ({ page }) => {
      await page.getByText('Comes with 7 sample charts.').waitFor()
      await eventually(() => focusedText(page)).toContain('Open the built-in local registry')
      await page.keyboard.press('ArrowDown')
      await eventually(() => focusedText(page)).toContain('Add a registry')
      await page.keyboard.press('Alt+n')
      await page.getByRole('dialog', { name: 'Add registry' }).waitFor()
      await page.keyboard.press('Escape')
      // The focus is back where it came from.
      await eventually(() => focusedText(page)).toContain('Add a registry')
      await page.keyboard.press('Alt+i')
      const importing = page.getByRole('dialog', { name: 'Import sign-ins' })
      await importing.waitFor()
      await page.keyboard.press('Escape')
      await importing.waitFor({ state: 'hidden' })
      const chooser = page.waitForEvent('filechooser')
      await page.keyboard.press('Alt+u')
      expect((await chooser).isMultiple()).toBe(true)
    }))

  it('has the same ways at the + above the sidebar, which the dialog that removes names', () =>
    withScreen(async ({ page }) => {
      await firstRow(page).press('Enter')
      const local = page.getByRole('treeitem', { name: /^Local registry/ })
      await local.click({ button: 'right' })
      await page.getByRole('menuitem', { name: 'About this registry' }).click()
      await page.getByText('Reading, pushing from Chartroom').waitFor()
      await page.getByRole('main').getByRole('button', { name: 'Remove…' }).click()
      const question = page.getByRole('alertdialog')
      await question
        .getByText('The + above the sidebar opens it again.', { exact: false })
        .waitFor()
      await question.getByRole('button', { name: 'Remove registry' }).click()
      await local.waitFor({ state: 'hidden' })
      const add = page.getByRole('button', { name: 'Add registry', exact: true })
      const menu = page.getByRole('menu')
      for (const [item, title] of [
        ['Add registry…', 'Add registry'],
        ['Import sign-ins…', 'Import sign-ins'],
      ] as const) {
        await add.click()
        await menu.getByRole('menuitem', { name: item }).click()
        const dialog = page.getByRole('dialog', { name: title })
        await dialog.waitFor()
        // A press beside a dialog closes nothing, and the focus stays where it is.
        await page.mouse.click(8, 600)
        expect(await dialog.evaluate(element => element.contains(document.activeElement))).toBe(
          true,
        )
        await page.keyboard.press('Escape')
        await dialog.waitFor({ state: 'hidden' })
        await eventually(() => add.evaluate(button => button === document.activeElement)).toBe(true)
      }
      await add.press('Enter')
      await menu.getByRole('menuitem', { name: 'Open the local registry' }).press('Enter')
      await local.waitFor()
      await page.getByRole('option', { name: 'samples/order-api' }).waitFor()
    }))

  it('only inspects a dropped chart while no registry is open', () =>
    withScreen(async ({ page }) => {
      await firstRow(page).waitFor()
      await dropFiles(page, [chart], { x: 700, y: 400 })
      const sheet = page.getByRole('dialog', { name: 'Push demo 1.2.3' })
      await sheet.getByText('No target yet').waitFor()
      await sheet.getByText('Choose where to push. Until then', { exact: false }).waitFor()
      await sheet.getByRole('button', { name: 'Read in the inspector' }).click()
      await page.getByRole('heading', { name: 'Words of the dropped chart' }).waitFor()
      await page.getByText('demo-1.2.3.tgz, not in a registry').waitFor()
      expect(await axeProblems(page)).toEqual([])
    }))

  it('goes to a place by its address, back and forward, and begins there the next time', async () => {
    await withScreen(async ({ page }) => {
      await firstRow(page).press('Enter')
      await page.getByRole('option', { name: 'samples/order-api' }).click()
      const row = page.getByRole('row', { name: /^1\.0\.0 / })
      await clickVersion(row)
      await page.waitForURL(/#\/r\/local\/samples%2Forder-api\/1\.0\.0$/)
      const address = page.url()

      await openTree(page, 'postbox')
      await page.getByRole('button', { name: 'Back' }).click()
      await page.getByRole('grid', { name: 'Versions of samples/order-api' }).waitFor()
      await eventually(() => row.getAttribute('aria-selected')).toBe('true')
      await page.getByRole('button', { name: 'Forward' }).click()
      await page.getByRole('grid', { name: 'Versions of samples/postbox' }).waitFor()

      await page.goto(address)
      await page.reload()
      await eventually(() => row.getAttribute('aria-selected')).toBe('true')
      await openTree(page, 'night-job')
      await eventually(() => textBelow(dataDir)).toContain('%2Fnight-job')
    }, true)
    await withScreen(async ({ page }) => {
      await page.getByRole('grid', { name: 'Versions of samples/night-job' }).waitFor()
      await page
        .getByRole('row', { name: /sha256:/ })
        .first()
        .waitFor()
    }, true)
  })

  describe('on every screen', () => {
    let screen: Screen
    beforeAll(async () => {
      screen = await openScreen()
    })
    afterAll(() => screen?.close())

    it('axe-core finds nothing, light and dark', async () => {
      const { page } = screen
      await page.emulateMedia({ reducedMotion: 'reduce' })
      const look = async (name: string) => {
        await page.emulateMedia({ colorScheme: 'light' })
        expect(await axeProblems(page), name).toEqual([])
        await page.emulateMedia({ colorScheme: 'dark' })
        expect(await axeProblems(page, ['color-contrast']), `${name}, dark`).toEqual([])
      }
      await page.getByText('Comes with 7 sample charts.').waitFor()
      await look('first run')
      // Adding a registry and importing are looked at, in more states, by files of their own.
      await openLocal(page)
      await look('registry')
      await openTree(page, 'order-api')
      await clickVersion(page.getByRole('row', { name: /sha256:/ }).first())
      for (const tab of ['README', 'Values', 'Chart.yaml', 'Files', 'Manifest']) {
        await page.getByRole('tab', { name: tab }).click()
        await look(tab)
      }
      await page.getByRole('button', { name: 'Other forms to copy' }).click()
      await page.getByRole('menu').waitFor()
      await look('copy menu')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: /^Pull \S+…$/ }).click()
      await page.getByText(/^Resolved at/).waitFor()
      await look('pull')
      await page.keyboard.press('Escape')
      // Nothing can be dropped where a dialog is open.
      await page.getByRole('dialog').waitFor({ state: 'hidden' })

      await dropFiles(page, [chart], { x: 700, y: 400 })
      await page.getByText('What will be pushed').waitFor()
      await look('push')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Log' }).click()
      await page.getByRole('dialog', { name: 'Log' }).waitFor()
      await look('log')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Transfers' }).click()
      await page.getByText('Nothing has been pushed or pulled yet.').waitFor()
      await look('transfers')
      await page.keyboard.press('Escape')
    })

    it.each([
      { name: 'a window of 900 px', width: 900, height: 700 },
      { name: '200 % zoom', width: 720, height: 450 },
    ])('$name is enough: no sideways scroll, every action within reach', async size => {
      const { page } = screen
      await page.setViewportSize(size)
      const fits = async (name: string) => {
        const wide = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement
          return scrollWidth - clientWidth
        })
        expect(wide, name).toBe(0)
      }
      await page.goto(`${originOf(screen)}/#/r/local/samples%2Forder-api`)
      await page.reload()
      const row = page.getByRole('row', { name: /sha256:/ }).first()
      await clickVersion(row)
      await page.getByRole('button', { name: /^Copy install command of \S+$/ }).waitFor()
      await fits('versions')
      const isInside = async (name: string | RegExp) => {
        const button = page.getByRole('button', { name, exact: true })
        if (!(await button.isVisible()))
          await page.getByRole('button', { name: 'Show sidebar' }).click()
        await expect.poll(() => button.isVisible()).toBe(true)
        const box = await button.boundingBox()
        expect(box && box.x >= 0 && box.x + box.width <= size.width, `${name}`).toBe(true)
        expect(box && box.y + box.height <= size.height, `${name}`).toBe(true)
      }
      for (const name of [/^Pull \S+…$/, /^Copy install command/, 'Refresh', 'Add registry'])
        await isInside(name)
      for (const name of ['Push a chart…', 'Transfers']) await isInside(name)
      await page.keyboard.press('Escape')
    })
  })
})
