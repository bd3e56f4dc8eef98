import axe from 'axe-core'
import type { Browser, BrowserContext, Download, Locator, Page } from 'playwright-core'
import { type WebHost, type WebHostOptions, startWebHost } from './web-host.ts'
import { launchBrowser } from './browser.ts'
import { openElectron } from './electron-screen.ts'

/** The built program on the web host, in a real browser, as a user has it. */
export type Screen = {
  readonly page: Page
  readonly context: BrowserContext
  readonly host: WebHost
  /** Errors of the page and of its content security policy; a test ends with none. */
  readonly problems: string[]
  /** Requests that went anywhere but to the host. */
  readonly strangers: string[]
  close(): Promise<void>
}

export type ScreenOptions = WebHostOptions & {
  readonly viewport?: { width: number; height: number }
  readonly colorScheme?: 'light' | 'dark'
}

/** `npm run test:electron` runs these same tests in the real Electron instead. */
export const isElectron = process.env['CHARTROOM_E2E_HOST'] === 'electron'

export const openScreen = (options: ScreenOptions = {}): Promise<Screen> =>
  isElectron ? openWindow(options) : openInBrowser(options)

const openWindow = async (options: ScreenOptions): Promise<Screen> => {
  const { page, host } = await openElectron(options)
  page.setDefaultTimeout(30_000)
  await page.setViewportSize(options.viewport ?? { width: 1440, height: 900 })
  const watched = watchPage(page, host)
  await page.getByRole('navigation', { name: 'Registries' }).waitFor()
  return { page, context: page.context(), host, ...watched, close: () => host.stop() }
}

const openInBrowser = async (options: ScreenOptions): Promise<Screen> => {
  const host = await startWebHost(options)
  const browser = await launchBrowser()
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1440, height: 900 },
    colorScheme: options.colorScheme ?? 'light',
    acceptDownloads: true,
    permissions: ['clipboard-read', 'clipboard-write'],
    timezoneId: 'UTC',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const { problems, strangers } = watchPage(page, host)
  await page.goto(host.link)
  await page.getByRole('navigation', { name: 'Registries' }).waitFor()
  return {
    page,
    context,
    host,
    problems,
    strangers,
    close: () => closeAll(browser, host),
  }
}

const closeAll = async (browser: Browser, host: WebHost) => {
  await browser.close()
  await host.stop()
}

const watchPage = (page: Page, host: WebHost) => {
  const problems: string[] = []
  const strangers: string[] = []
  const origin = originOf({ host })
  page.on('pageerror', error => problems.push(error.message))
  page.on('console', message => {
    if (message.type() === 'error' || /Content Security Policy/i.test(message.text())) {
      problems.push(message.text())
    }
  })
  page.on('request', request => {
    const { protocol } = new URL(request.url())
    const own = request.url().startsWith(origin) || protocol === 'data:' || protocol === 'blob:'
    if (!own) strangers.push(request.url())
  })
  return { problems, strangers }
}

type Point = { readonly x: number; readonly y: number }

const drag =
  (...types: readonly ('dragEnter' | 'dragOver' | 'drop')[]) =>
  async (page: Page, files: readonly string[], at: Point): Promise<void> => {
    const devtools = await page.context().newCDPSession(page)
    const data = { items: [], files: [...files], dragOperationsMask: 1 }
    for (const type of types) {
      await devtools.send('Input.dispatchDragEvent', { type, ...at, data })
    }
    await devtools.detach()
  }

/** Real drag events with real files, as the system sends them while a file is dragged over the window. */
export const dropFiles = drag('dragEnter', 'dragOver', 'drop')

/** The same without the release. */
export const dragFiles = drag('dragEnter', 'dragOver')

export const addRegistry = async (
  page: Page,
  { host, username, password }: { host: string; username: string; password: string },
): Promise<void> => {
  const dialog = page.getByRole('dialog', { name: 'Add registry' })
  await dialog.getByRole('textbox', { name: 'Address' }).fill(host)
  await page.keyboard.press('Enter')
  await dialog.getByText('OCI registry').waitFor()
  await dialog.getByRole('radio', { name: /User name and password/ }).check()
  await dialog.getByRole('textbox', { name: 'User name' }).fill(username)
  await dialog.getByRole('textbox', { name: 'Password or token' }).fill(password)
  await dialog.getByRole('button', { name: 'Add registry' }).click()
  await dialog.waitFor({ state: 'hidden' })
}

/** Selects a version by its name: in the middle of a row lies the button that copies its digest. */
export const clickVersion = (row: Locator): Promise<void> =>
  row.getByRole('gridcell').first().click()

export const clipboardText = (page: Page): Promise<string> =>
  page.evaluate(() => navigator.clipboard.readText())

export const nextDownload = (page: Page): Promise<Download> => page.waitForEvent('download')

/** Adds a registry that asks for no sign-in; the dialog is opened by its key. */
export const addAnonymously = async (page: Page, address: string): Promise<void> => {
  await page.keyboard.press('Alt+n')
  const dialog = page.getByRole('dialog', { name: 'Add registry' })
  await dialog.getByRole('textbox', { name: 'Address' }).fill(address)
  await dialog.getByRole('radio', { name: /Anonymous/ }).check()
  await dialog.getByRole('button', { name: 'Add registry' }).click()
  await dialog.waitFor({ state: 'hidden' })
}

/** What axe-core finds wrong on the screen as it stands (by these rules only); Monaco's own markup is not ours. */
export const axeProblems = async (page: Page, rules?: readonly string[]): Promise<string[]> => {
  await settle(page)
  await page.evaluate(axe.source)
  const options = JSON.stringify(rules === undefined ? {} : { runOnly: rules })
  const found: unknown = await page.evaluate(
    `axe.run({ exclude: ['.monaco-editor'] }, ${options}).then(({ violations }) =>
       violations.flatMap(({ id, nodes }) => nodes.map(node => id + ': ' + node.html)))`,
  )
  return Array.isArray(found) ? found.map(String) : ['axe gave no answer']
}

/** Waits for what fades or slides to its end: half shown it has half its contrast. What goes round for ever may. */
const settle = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const ending = document
      .getAnimations()
      .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
      .filter(({ playState }) => playState === 'running')
    await Promise.allSettled(ending.map(({ finished }) => finished))
  })

/** The address without the one-time link: the browser has its session already. */
export const originOf = ({ host }: Pick<Screen, 'host'>): string => {
  // Node gives `app:` no origin; the page there is one file.
  const { origin, protocol } = new URL(host.link)
  return protocol === 'app:' ? host.link : origin
}

/** Out of a dialog in which something was typed. */
export const leaveDialog = async (page: Page): Promise<void> => {
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Discard' }).click()
}
