import { Buffer } from 'node:buffer'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chromiumPath } from '../support/browser.ts'
import { putChart } from '../support/chart-version.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/fault-registry.ts'
import { readFilesBelow } from '../support/files-below.ts'
import { send } from '../support/fault-registry/memory-registry.ts'
import {
  addAnonymously,
  leaveDialog,
  openScreen,
  originOf,
  type Screen,
} from '../support/screen.ts'

const user = 'ann'
const password = 'canary-7f3b9c pässword'
// The part that every encoding of a heap snapshot spells alike.
const canary = 'canary-7f3b9c'
const basic = (secret: string) => Buffer.from(`${user}:${secret}`).toString('base64')

const focusedName = (page: Page) => page.evaluate(() => document.activeElement?.textContent)

const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 15_000 })

/** Every spelling in which the password could have got somewhere. */
const spellings = [
  password,
  basic(password),
  Buffer.from(password).toString('base64'),
  Buffer.from(password).toString('hex'),
  encodeURIComponent(password),
  JSON.stringify(password).slice(1, -1),
]

const startGuarded = async () => {
  const registry = await startFaultRegistry()
  putChart(registry, { repository: 'team/demo', tag: '1.2.3' })
  registry.on(/./, ({ request, response, pass }) => {
    if (request.headers.authorization === `Basic ${basic(password)}`) return pass()
    send(
      response,
      401,
      { errors: [{ code: 'UNAUTHORIZED', message: 'authentication required' }] },
      { 'www-authenticate': 'Basic realm="Registry"' },
    )
  })
  return registry
}

describe.skipIf(chromiumPath === undefined)('registries', () => {
  let screen: Screen
  let page: Page
  let homeDir = ''
  let imported: FaultRegistry
  let registry: FaultRegistry
  let configs: string[] = []

  beforeAll(async () => {
    imported = await startGuarded()
    homeDir = await mkdtemp(path.join(tmpdir(), 'registries-home-'))
    configs = [
      path.join(homeDir, '.docker', 'config.json'),
      path.join(homeDir, '.config', 'helm', 'registry', 'config.json'),
    ]
    const hosts = [imported.host, 'charts.example.com']
    for (const [at, file] of configs.entries()) {
      await mkdir(path.dirname(file), { recursive: true })
      const auths = { [hosts[at] ?? '']: { auth: basic(password) } }
      await writeFile(file, JSON.stringify({ auths }))
    }
    screen = await openScreen({ homeDir })
    page = screen.page
    await page.getByRole('heading', { name: 'Open a registry to start' }).waitFor()
  })
  afterAll(async () => {
    await screen?.close()
    await imported?.stop()
    await rm(homeDir, { recursive: true, force: true })
  })
  beforeEach(async () => {
    registry = await startGuarded()
    await page.goto(`${originOf(screen)}/#/`)
    await page.reload()
    await page.getByRole('navigation', { name: 'Registries' }).waitFor()
  })
  afterEach(async () => {
    await registry.stop()
    expect(await leaks()).toEqual([])
    expect(screen.problems).toEqual([])
    expect(screen.strangers).toEqual([])
  })

  /** Where the password can be found outside the memory of the host. */
  const leaks = async () => {
    const { host } = screen
    const stored = `JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href])`
    const places: [string, string][] = [
      ['page', await page.content()],
      ['storage', String(await page.evaluate(stored))],
      ['output', host.output()],
      ...(await textsBelow(host.dataDir, [])),
      ...(await textsBelow(homeDir, configs)),
    ]
    for (const name of ['cmdline', 'environ']) {
      const file = `/proc/${host.pid}/${name}`
      if (existsSync(file)) places.push([name, await readFile(file, 'latin1')])
    }
    expect(places.length).toBeGreaterThan(3)
    return places
      .filter(([, text]) => spellings.some(spelling => text.includes(spelling)))
      .map(([place]) => place)
  }

  const openDialog = async () => {
    await page.keyboard.press('Alt+n')
    const dialog = page.getByRole('dialog', { name: 'Add registry' })
    const field = dialog.getByRole('textbox', { name: 'Address' })
    await field.waitFor()
    return { dialog, field }
  }

  const fillSignIn = async (secret: string) => {
    const choice = page.getByRole('radio', { name: /User name and password/ })
    if (!(await choice.isChecked())) await choice.check()
    await page.getByRole('textbox', { name: 'User name' }).fill(user)
    await page.getByRole('textbox', { name: 'Password or token' }).fill('')
    // Not by fill: that would leave a copy of its own in the page's memory.
    await page.keyboard.insertText(secret)
  }

  /** Asked once in a run of the program, hence by the first test that gets there. */
  const keepUntilQuit = async (done: ReturnType<Page['getByRole']>) => {
    const keep = page.getByRole('button', { name: 'Keep it until quit' })
    await keep.or(done).first().waitFor()
    if (await keep.isVisible()) await keep.click()
    await done.waitFor()
  }

  const addSignedIn = async () => {
    const { dialog, field } = await openDialog()
    await field.fill(registry.host)
    await fillSignIn(password)
    await dialog.getByRole('button', { name: 'Add registry' }).click()
    const row = page.getByRole('treeitem', { name: new RegExp(`^${registry.host}`) })
    await keepUntilQuit(row)
    await dialog.waitFor({ state: 'hidden' })
    return row
  }

  const chooseFromMenu = async (row: ReturnType<Page['getByRole']>, name: RegExp) => {
    await row.click({ button: 'right' })
    await page.getByRole('menuitem', { name }).click()
  }

  it('asks nobody while an address is typed; on Enter, paste and leaving the field it looks', async () => {
    const { dialog, field } = await openDialog()
    const typed = ['127', `${registry.host}/`, `oci://${registry.host}/team`]
    for (const text of typed) {
      await field.fill('')
      await field.pressSequentially(text)
    }
    await dialog.getByText('Press Enter to look at it.', { exact: false }).waitFor()
    expect(registry.requests).toEqual([])
    await field.press('Enter')
    await dialog.getByText('takes a user name and password', { exact: false }).waitFor()
    expect(registry.log()).toContain('GET /v2/')
    expect(registry.requests.every(({ headers }) => headers.authorization === undefined)).toBe(true)
    // Who pressed Enter goes on where the registry wants something.
    const userName = dialog.getByRole('textbox', { name: 'User name' })
    await eventually(() => userName.evaluate(element => element === document.activeElement)).toBe(
      true,
    )

    // What was typed does not go at one key.
    await page.keyboard.press('Escape')
    const question = dialog.getByText('Discard what you typed?')
    await question.waitFor()
    await eventually(() => focusedName(page)).toBe('Keep editing')
    await page.keyboard.press('Escape')
    await question.waitFor({ state: 'hidden' })
    expect(await userName.evaluate(element => element === document.activeElement)).toBe(true)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await dialog.getByRole('button', { name: 'Keep editing' }).click()
    expect(await field.inputValue()).toBe(`oci://${registry.host}/team`)

    for (const act of ['paste', 'leave'] as const) {
      await leaveDialog(page)
      await dialog.waitFor({ state: 'hidden' })
      await openDialog()
      const before = registry.requests.length
      if (act === 'paste') {
        await page.evaluate(text => navigator.clipboard.writeText(text), registry.host)
        await field.press('Control+v')
      } else {
        await field.pressSequentially(registry.host)
        expect(registry.requests).toHaveLength(before)
        await field.press('Tab')
      }
      await dialog.getByText('takes a user name and password', { exact: false }).waitFor()
      expect(registry.requests.length).toBeGreaterThan(before)
    }
    await field.fill('not an address')
    await dialog.getByText('This is not an address', { exact: false }).waitFor()
    await leaveDialog(page)
  })

  it('says a wrong password where it was typed, and keeps none where no keychain works', async () => {
    const { dialog, field } = await openDialog()
    await field.fill(registry.host)
    await fillSignIn('wrong')
    await dialog.getByRole('button', { name: 'Test' }).click()
    await dialog
      .getByText(/did not accept|refused|not accepted|wrong/i)
      .first()
      .waitFor()
    await fillSignIn(password)
    await dialog.getByRole('button', { name: 'Test' }).click()
    await dialog.getByText(`Connected as ${user}`).waitFor()
    await dialog.getByText(/Passwords and tokens last until Chartroom quits/).waitFor()
    await dialog.getByRole('button', { name: 'Add registry' }).click()
    const decision = dialog.getByText('The password cannot be kept')
    await decision.waitFor()
    expect(await heapHolds(page, canary)).toBe(true)
    expect(await leaks()).toEqual([])
    await dialog.getByText(/It can stay in memory until Chartroom quits/).waitFor()
    await dialog.getByRole('button', { name: 'Keep it until quit' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText(`Connected to ${registry.host} as ${user}`).waitFor()
    await eventually(() => heapHolds(page, canary)).toBe(false)
  })

  it('forgets a password whose dialog was left before it was used', async () => {
    const { dialog, field } = await openDialog()
    await field.fill(registry.host)
    await fillSignIn(password)
    expect(await heapHolds(page, canary)).toBe(true)
    await leaveDialog(page)
    await dialog.waitFor({ state: 'hidden' })
    await eventually(() => heapHolds(page, canary)).toBe(false)
  })

  it('renames, changes the sign-in, signs out and removes', async () => {
    const row = await addSignedIn()
    await chooseFromMenu(row, /^Rename/)
    await page.getByRole('textbox', { name: 'Name' }).fill('Team charts')
    await page.getByRole('button', { name: 'Rename' }).click()
    const named = page.getByRole('treeitem', { name: /^Team charts/ })
    await named.waitFor()

    const listed = page.getByRole('option', { name: 'team/demo' })
    await listed.waitFor()
    await chooseFromMenu(named, /^Sign out/)
    await page.getByRole('treeitem', { name: /^Team charts.*sign in/ }).waitFor()
    // What was read with the sign-in is gone from the screen too.
    await listed.waitFor({ state: 'hidden' })
    await chooseFromMenu(named, /^Sign in/)
    const signIn = page.getByRole('dialog', { name: `Sign in to ${registry.host}` })
    // It was chosen in this run: the line under the fields says it, and nobody asks again.
    await signIn.getByText('last until Chartroom quits, as you chose', { exact: false }).waitFor()
    await fillSignIn(password)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByText(`Connected to ${registry.host} as ${user}`).waitFor()

    await chooseFromMenu(named, /^Change the sign-in/)
    const change = page.getByRole('dialog', { name: `Sign in to ${registry.host}` })
    await change.getByRole('radio', { name: /Anonymous/ }).check()
    await change.getByRole('button', { name: 'Use without a sign-in' }).click()
    await page.getByRole('treeitem', { name: /^Team charts.*sign in/ }).waitFor()

    await chooseFromMenu(named, /^Remove/)
    const question = page.getByRole('alertdialog', { name: 'Remove Team charts from the sidebar?' })
    await question.waitFor()
    const focused = () => page.evaluate(() => document.activeElement?.textContent)
    await eventually(focused).toBe('Cancel')
    await question.getByRole('button', { name: 'Remove registry' }).click()
    await named.waitFor({ state: 'hidden' })
  })

  it('imports plain sign-ins of docker and helm without showing a secret', async () => {
    await page.keyboard.press('Alt+i')
    const dialog = page.getByRole('dialog', { name: 'Import sign-ins' })
    await dialog.getByText('stored in plain text').nth(1).waitFor()
    for (const text of [imported.host, 'charts.example.com']) {
      await dialog.getByText(text, { exact: true }).waitFor()
    }
    expect(imported.requests).toEqual([])
    expect(await leaks()).toEqual([])
    // The other host is nobody's here.
    await dialog.getByRole('checkbox', { name: /charts\.example\.com/ }).uncheck()
    await dialog.getByRole('button', { name: 'Import 1 sign-in' }).click()
    await keepUntilQuit(page.getByRole('treeitem', { name: new RegExp(`^${imported.host}`) }))
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText(`Connected to ${imported.host} as ${user}`).waitFor()
    for (const file of configs) expect(await readFile(file, 'utf8')).toContain(basic(password))
  })

  it('takes a full reference for an address: its host is added, then it opens', async () => {
    const open = await startFaultRegistry()
    putChart(open, { repository: 'team/demo', tag: '1.0.0' })
    putChart(open, { repository: 'team/demo', tag: '1.1.0' })
    const reference = `oci://${open.host}/team/demo:1.0.0`
    try {
      const { dialog, field } = await openDialog()
      await field.pressSequentially(reference)
      await dialog.getByText('Opens demo 1.0.0 in team').waitFor()
      expect(await field.inputValue()).toBe(reference)
      await page.evaluate(text => navigator.clipboard.writeText(text), reference)
      await field.fill('')
      await field.press('Control+v')
      await dialog.getByText('Opens demo 1.0.0 in team').waitFor()
      await field.press('Tab')
      expect(open.requests).toEqual([])
      await field.press('Enter')
      // Over plain HTTP nobody vouches for anything, also on this machine.
      await dialog.getByText('Plain HTTP, not encrypted').nth(1).waitFor()
      expect(await dialog.getByText('System certificates, verification on').count()).toBe(0)
      await dialog.getByText('It asks for no sign-in').waitFor()
      await field.press('Enter')
      const row = page.getByRole('row', { name: /^1\.0\.0 / })
      await eventually(() => row.getAttribute('aria-selected')).toBe('true')
      await page.getByRole('treeitem', { name: new RegExp(`^${open.host}`) }).waitFor()

      // Now that it is there, Enter opens another version of it.
      await openDialog()
      await field.fill(reference.replace('1.0.0', '1.1.0'))
      await dialog.getByText('Its registry is in the sidebar. Press Enter.').waitFor()
      await field.press('Enter')
      await dialog.waitFor({ state: 'hidden' })
      const next = page.getByRole('row', { name: /^1\.1\.0 / })
      await eventually(() => next.getAttribute('aria-selected')).toBe('true')
    } finally {
      await open.stop()
    }
  })

  it('asks before it adds the registry of a reference in a filter', async () => {
    const [first, open] = await Promise.all([startFaultRegistry(), startFaultRegistry()])
    putChart(open, { repository: 'team/demo', tag: '1.0.0' })
    try {
      await addAnonymously(page, first.host)
      const field = page.getByRole('searchbox', { name: 'Filter repositories' })
      await field.fill(`oci://${open.host}/team/demo:1.0.0`)
      await page
        .getByText(`Opens demo 1.0.0 in team, once ${open.host} is added.`, { exact: false })
        .waitFor()
      expect(open.requests).toEqual([])
      await field.press('Enter')
      const dialog = page.getByRole('dialog', { name: 'Add registry' })
      await dialog.getByText(`Then opens oci://${open.host}/team/demo:1.0.0`).waitFor()
      await dialog.getByText('no sign-in needed').waitFor()
      const line = page.getByText(open.host, { exact: true })
      expect(await line.count()).toBe(0)
      await dialog.getByRole('textbox', { name: 'Address' }).press('Enter')
      const row = page.getByRole('row', { name: /^1\.0\.0 / })
      await eventually(() => row.getAttribute('aria-selected')).toBe('true')
    } finally {
      await Promise.all([first.stop(), open.stop()])
    }
  })

  it('opens the version of a full reference in a filter at Enter, and not before', async () => {
    const open = await startFaultRegistry()
    const { digest } = putChart(open, { repository: 'team/demo', tag: '1.2.3' })
    putChart(open, { repository: 'team/demo', tag: '1.3.0' })
    try {
      await addAnonymously(page, open.host)
      const field = page.getByRole('searchbox', { name: 'Filter repositories' })
      for (const end of [':1.2.3', `@${digest}`]) {
        await page.getByRole('treeitem', { name: new RegExp(`^${open.host}`) }).click()
        await field.fill(`oci://${open.host}/team/demo${end}`)
        await page.getByText(/^Opens demo .* in team\. Press Enter\.$/).waitFor()
        // Until then it hides nothing.
        expect(await page.getByText('No match').count()).toBe(0)
        await field.press('Enter')
        const row = page.getByRole('row', { name: /^1\.2\.3 / })
        await eventually(() => row.getAttribute('aria-selected')).toBe('true')
        await eventually(() => field.inputValue()).toBe('')
      }
    } finally {
      await open.stop()
    }
  })
})

const textsBelow = async (folder: string, except: readonly string[]) =>
  (await readFilesBelow(folder))
    .filter(({ file }) => !except.includes(file))
    .map(({ file, bytes }): [string, string] => [file, bytes.toString()])

/** Whether any string of the page's memory holds the text, after the garbage is gone. */
const heapHolds = async (page: Page, text: string): Promise<boolean> => {
  const devtools = await page.context().newCDPSession(page)
  let tail = ''
  let isFound = false
  devtools.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => {
    isFound ||= (tail + chunk).includes(text)
    tail = chunk.slice(-text.length)
  })
  await devtools.send('HeapProfiler.collectGarbage')
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  await devtools.detach()
  return isFound
}
