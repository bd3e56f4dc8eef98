import { Buffer } from 'node:buffer'
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chromiumPath } from '../support/browser.ts'
import { putChart } from '../support/chart-version.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/fault-registry.ts'
import { send } from '../support/fault-registry/memory-registry.ts'
import {
  axeProblems,
  clipboardText,
  isElectron,
  leaveDialog,
  openScreen,
  originOf,
  type Screen,
} from '../support/screen.ts'
import {
  createAuthority,
  createSelfSigned,
  hasOpenssl,
  type Issued,
} from '../support/tls/authority.ts'

const user = 'ann'
const password = 'canary-5d1e44'
const basic = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

/** Wants the password, and says the same to whoever has none. */
const startGuarded = async ({ key, cert }: Issued) => {
  const registry = await startFaultRegistry({ key, cert })
  putChart(registry, { repository: 'team/demo', tag: '1.2.3' })
  registry.on(/./, ({ request, response, pass }) =>
    request.headers.authorization === basic
      ? pass()
      : send(response, 401, { errors: [] }, { 'www-authenticate': 'Basic realm="Registry"' }),
  )
  return registry
}

describe.skipIf(chromiumPath === undefined || !hasOpenssl())('certificates', () => {
  const root = createAuthority('Lab Root R2')
  const issuing = root.below('Lab Issuing CA 3')
  const stranger = createAuthority('Another Root')
  const issued = issuing.issue({ names: ['127.0.0.1', 'notary.lab.example'] })
  const mine = root.issue({ names: ['ann'] })
  let screen: Screen
  let page: Page
  let homeDir = ''
  let registry: FaultRegistry

  beforeAll(async () => {
    homeDir = await mkdtemp(path.join(tmpdir(), 'certificate-home-'))
    screen = await openScreen({ homeDir })
    page = screen.page
  })
  afterAll(async () => {
    await screen?.close()
    await rm(homeDir, { recursive: true, force: true })
  })
  beforeEach(async () => {
    await page.goto(`${originOf(screen)}/#/`)
    await page.reload()
    await page.getByRole('navigation', { name: 'Registries' }).waitFor()
  })
  afterEach(async () => {
    await registry?.stop()
    expect(screen.problems).toEqual([])
    expect(screen.strangers).toEqual([])
    expect(await page.content()).not.toContain(password)
    expect(screen.host.output()).not.toContain(password)
  })

  const dialog = () => page.getByRole('dialog', { name: 'Add registry' })
  const question = () => page.getByRole('alertdialog')
  const focused = () => page.evaluate(() => document.activeElement?.textContent)

  const fillAdd = async () => {
    await page.keyboard.press('Alt+n')
    await dialog().getByRole('textbox', { name: 'Address' }).fill(registry.host)
    await page.keyboard.press('Enter')
    await dialog().getByText(`The certificate of ${registry.host} is not trusted`).waitFor()
    await dialog()
      .getByRole('radio', { name: /User name and password/ })
      .check()
    await dialog().getByRole('textbox', { name: 'User name' }).fill(user)
    await dialog().getByRole('textbox', { name: 'Password or token' }).fill(password)
  }
  const finish = async () => {
    const keep = dialog().getByRole('button', { name: 'Keep it until quit' })
    const row = page.getByRole('treeitem', { name: new RegExp(`^${registry.host}`) })
    await keep.or(row).first().waitFor()
    if (await keep.isVisible()) await keep.click()
    await dialog().waitFor({ state: 'hidden' })
    await row.waitFor()
  }
  const offerForPodman = async (files: Record<string, string>) => {
    const folder = path.join(homeDir, '.config/containers/certs.d', registry.host)
    await mkdir(folder, { recursive: true })
    for (const [name, file] of Object.entries(files)) await copyFile(file, path.join(folder, name))
  }
  /** Not below the fold of the dialog. */
  const isSeen = (locator: Locator) =>
    locator.evaluate(element => {
      const { x, y, width, height } = element.getBoundingClientRect()
      return element.contains(document.elementFromPoint(x + width / 2, y + height / 2))
    })
  const chooseFile = async (button: Locator, file: string) => {
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button.click()])
    await chooser.setFiles(file)
  }

  it('is shown before anything is sent, and an offered CA file mends it', async () => {
    registry = await startGuarded(issued)
    await offerForPodman({ 'ca.crt': root.file })
    await fillAdd()
    await dialog().getByRole('button', { name: 'Test' }).click()
    await question().getByText('The certificate of').waitFor()
    expect(registry.requests).toEqual([])

    await question().getByText('Unknown issuer').waitFor()
    await question().getByText('Lab Issuing CA 3').waitFor()
    await question().getByText('127.0.0.1, notary.lab.example').waitFor()
    await question().getByText('Cover this host').waitFor()
    await question()
      .getByText(/\d+ days left/)
      .waitFor()
    const pairs = issued.sha256.split(':')
    for (const half of [pairs.slice(0, 16), pairs.slice(16)])
      await question().getByText(half.join(':')).waitFor()
    await question().getByRole('button', { name: 'Copy fingerprint' }).click()
    await expect.poll(() => clipboardText(page)).toBe(issued.sha256)

    const file = `~/.config/containers/certs.d/${registry.host}/ca.crt`
    const offered = question().getByRole('radio', { name: file })
    await expect.poll(() => offered.isChecked()).toBe(true)
    await question().getByText('Found for podman. Holds Lab Root R2').waitFor()
    await question().getByText(`--ca-file ${file}`).waitFor()
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      expect(await axeProblems(page)).toEqual([])
    }
    await question().getByRole('button', { name: 'Show chain of 2' }).click()
    const chain = question().getByRole('list', { name: 'Chain' })
    await expect.poll(() => chain.getByRole('listitem').count()).toBe(2)

    await question().getByRole('button', { name: 'Use CA file and connect' }).click()
    await dialog().getByText(`Connected as ${user}`).waitFor()
    await dialog().getByText('takes a user name and password').waitFor()
    expect(await dialog().getByText('needs a decision first').count()).toBe(0)
    await dialog().getByText(`CA file ${file}`).waitFor()
    await dialog().getByRole('button', { name: 'Add registry' }).click()
    await finish()
  })

  it('can be closed and shown again; a wrong CA file does not help, the right one does', async () => {
    registry = await startGuarded(issued)
    await fillAdd()
    await dialog().getByRole('button', { name: 'Show the certificate' }).click()
    const use = question().getByRole('button', { name: 'Use CA file and connect' })
    expect(await use.getAttribute('aria-disabled')).toBe('true')
    // One Escape for one dialog, though the button that the keyboard came to shows its tooltip.
    await page.keyboard.press('Tab')
    await use.focus()
    await page.getByText('Choose a CA file first').waitFor()
    await page.keyboard.press('Escape')
    await question().waitFor({ state: 'hidden' })
    await dialog().waitFor()

    await dialog().getByRole('button', { name: 'Add registry' }).click()
    await chooseFile(question().getByRole('button', { name: 'Choose a file…' }), stranger.file)
    await use.click()
    await question().waitFor()
    // The choice stands where it can be changed, though it did not help.
    await page.getByText(`CA file ${path.basename(stranger.file)}`).waitFor()
    expect(registry.requests).toEqual([])
    await chooseFile(question().getByRole('button', { name: /^Choose/ }), root.file)
    await use.click()
    await finish()
    expect(registry.requests.some(({ headers }) => headers.authorization === basic)).toBe(true)
  })

  it('is pinned by keys alone, and Return never pins', async () => {
    registry = await startGuarded(createSelfSigned({ names: ['127.0.0.1'] }))
    await fillAdd()
    await page.keyboard.press('Enter')
    await question().getByText('Self-signed').waitFor()
    const pin = question().getByRole('radio', { name: /Pin exactly this certificate/ })
    await question()
      .getByRole('radio', { name: /Use a CA file/ })
      .focus()
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => pin.isChecked()).toBe(true)
    await question().getByText('helm cannot pin a certificate.').waitFor()
    await page.keyboard.press('Enter')
    expect(await question().isVisible()).toBe(true)
    expect(registry.requests).toEqual([])
    await page.keyboard.press('Tab')
    for (const name of ['Show chain of 1', 'Show the chain of 1', 'Cancel'])
      if ((await focused()) === name) await page.keyboard.press('Tab')
    await expect.poll(focused).toBe('Pin certificate')
    await page.keyboard.press('Space')
    await finish()
    expect(registry.requests.some(({ headers }) => headers.authorization === basic)).toBe(true)

    await page.getByRole('treeitem', { name: new RegExp(`^${registry.host}`) }).click({
      button: 'right',
    })
    await page.getByRole('menuitem', { name: /^About/ }).click()
    const change = page.getByRole('button', { name: 'Change TLS and proxy…' })
    await change.click()
    const connection = page.getByRole('dialog', { name: `TLS and proxy of ${registry.host}` })
    const pinned = connection.getByRole('group', { name: 'Pinned' })
    const fingerprint = await pinned.getByText(/^([0-9A-F]{2}:?)+$/).boundingBox()
    const remove = pinned.getByRole('button', { name: 'Remove the pin' })
    const button = await remove.boundingBox()
    expect(button && fingerprint && button.y >= fingerprint.y + fingerprint.height).toBe(true)
    await remove.click()
    await connection.getByText('The pin is removed when you save.').waitFor()
    await page.keyboard.press('Tab')
    await connection.getByRole('button', { name: 'Save' }).click()
    await connection.waitFor({ state: 'hidden' })
    await change.click()
    await connection.getByRole('group', { name: 'Proxy' }).waitFor()
    await expect.poll(() => pinned.count()).toBe(0)
    await page.keyboard.press('Escape')
  })

  it('gives the focus to Cancel when a pin is chosen with the pointer', async () => {
    registry = await startGuarded(createSelfSigned({ names: ['127.0.0.1'] }))
    await fillAdd()
    await dialog().getByRole('button', { name: 'Test' }).click()
    await question().getByText('Pin exactly this certificate').click()
    await expect.poll(focused).toBe('Cancel')
    await question().getByText('Do not connect').click()
    await question().getByRole('button', { name: 'Do not connect' }).click()
    await question().waitFor({ state: 'hidden' })
    await dialog().getByRole('button', { name: 'Show the certificate' }).waitFor()
    expect(registry.requests).toEqual([])
    await leaveDialog(page)
    await dialog().waitFor({ state: 'hidden' })
  })

  it('of another host or of the past is mended by no CA file', async () => {
    registry = await startGuarded(
      root.issue({ names: ['other.lab.example'], fromDays: -20, toDays: -3 }),
    )
    await fillAdd()
    await dialog().getByRole('button', { name: 'Test' }).click()
    await question().getByText('Not this host').waitFor()
    await question().getByText('Expired 3 days ago').waitFor()
    const ca = question().getByRole('radio', { name: /Use a CA file/ })
    expect(await ca.isDisabled()).toBe(true)
    const refuse = question().getByRole('radio', { name: 'Do not connect' })
    expect(await refuse.isChecked()).toBe(true)
    expect(await axeProblems(page)).toEqual([])
    await page.keyboard.press('Escape')
    await leaveDialog(page)
    await dialog().waitFor({ state: 'hidden' })
  })

  it.skipIf(isElectron)(
    'is taken from the TLS options, chosen before it is asked for',
    async () => {
      registry = await startGuarded(issued)
      await offerForPodman({ 'client.cert': mine.files.cert, 'client.key': mine.files.key })
      await fillAdd()
      await dialog()
        .getByRole('button', { name: /^TLS options/ })
        .click()
      const certificates = dialog().getByRole('group', { name: 'Certificates' })
      await certificates.getByText('System and a CA file').click()
      const test = dialog().getByRole('button', { name: 'Test' })
      expect(await test.getAttribute('aria-disabled')).toBe('true')
      await chooseFile(certificates.getByRole('button', { name: 'Choose…' }), root.file)
      const client = dialog().getByRole('group', { name: 'Client certificate' })
      await client.getByText('PEM files').click()
      const pair = client.getByRole('button', { name: /^Use this: .*client\.cert, client\.key$/ })
      await pair.waitFor()
      expect(await axeProblems(page)).toEqual([])
      await pair.click()
      await client.getByText(/certs\.d.*client\.cert$/).waitFor()
      await client.getByRole('button', { name: 'Choose…' }).click()
      await pair.click()
      await dialog().getByRole('group', { name: 'Proxy' }).getByText('None').click()
      await page.setViewportSize({ width: 1440, height: 600 })
      await test.click()
      const connected = dialog().getByText(`Connected as ${user}`)
      await connected.waitFor()
      await expect.poll(() => isSeen(connected)).toBe(true)
      await page.setViewportSize({ width: 1440, height: 900 })
      await dialog().getByRole('button', { name: 'Add registry' }).click()
      await finish()
    },
  )
})
