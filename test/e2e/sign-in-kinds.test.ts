import { Buffer } from 'node:buffer'
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chromiumPath } from '../support/browser.ts'
import { putChart } from '../support/chart-version.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/fault-registry.ts'
import { send } from '../support/fault-registry/memory-registry.ts'
import { startProxy, type TestProxy } from '../support/proxies/proxy.ts'
import {
  axeProblems,
  isElectron,
  leaveDialog,
  openScreen,
  originOf,
  type Screen,
} from '../support/screen.ts'
import { createAuthority, hasOpenssl } from '../support/tls/authority.ts'

const ecr = '123456789012.dkr.ecr.eu-central-1.amazonaws.com'
const secret = 'canary-91c07a'
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const basicOf = (user: string) => `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`

const guard = (registry: FaultRegistry, users: readonly string[]) => {
  putChart(registry, { repository: 'team/demo', tag: '1.2.3' })
  registry.on(/./, ({ request, response, pass }) =>
    users.some(user => request.headers.authorization === basicOf(user))
      ? pass()
      : send(response, 401, { errors: [] }, { 'www-authenticate': 'Basic realm="Registry"' }),
  )
  return registry
}

/** Writes down its words and prints the secret. */
const awsOf = (record: string) =>
  `#!/bin/sh\nprintf '%s\\n' "$#" "$@" >> '${record}'\nprintf '%s\\n' '${secret}'\n`
/** Writes down its words and what it reads. */
const helmOf = (record: string) =>
  `#!/bin/sh\nprintf '%s\\n' "$@" > '${record}'\ncat > '${record}.stdin'\n`

describe.skipIf(chromiumPath === undefined || !hasOpenssl() || isElectron)('sign-ins', () => {
  const root = createAuthority('Cloud Root')
  let screen: Screen
  let page: Page
  let homeDir = ''
  let cloud: FaultRegistry
  let registry: FaultRegistry
  let proxy: TestProxy
  const recordFile = (name: string) => path.join(homeDir, `${name}.words`)

  beforeAll(async () => {
    homeDir = await mkdtemp(path.join(tmpdir(), 'sign-in-home-'))
    registry = guard(await startFaultRegistry(), ['ann', 'ci'])
    cloud = guard(await startFaultRegistry(root.issue({ names: [ecr] })), ['AWS'])
    proxy = await startProxy({ hosts: { [`${ecr}:443`]: cloud.host } })
    const bin = path.join(homeDir, 'bin')
    await mkdir(bin)
    const programs = { aws: awsOf(recordFile('aws')), helm: helmOf(recordFile('helm')) }
    for (const [name, text] of Object.entries(programs)) {
      await writeFile(path.join(bin, name), text)
      await chmod(path.join(bin, name), 0o755)
    }
    await writeConfigs()
    screen = await openScreen({
      homeDir,
      env: {
        PATH: `${bin}:${process.env['PATH']}`,
        HTTPS_PROXY: proxy.url,
        NO_PROXY: '127.0.0.1,localhost',
      },
    })
    page = screen.page
  })
  afterAll(async () => {
    await screen?.close()
    for (const server of [registry, cloud, proxy]) await server?.stop()
    await rm(homeDir, { recursive: true, force: true })
  })
  beforeEach(async () => {
    await page.goto(`${originOf(screen)}/#/`)
    await page.reload()
    await page.getByRole('navigation', { name: 'Registries' }).waitFor()
  })
  afterEach(async () => {
    expect(await page.content()).not.toContain(secret)
    expect(screen.host.output()).not.toContain(secret)
    expect(screen.problems).toEqual([])
    expect(screen.strangers).toEqual([])
  })

  const writeConfigs = async () => {
    const entries = (user: string) => ({
      auths: { [registry.host]: { auth: Buffer.from(`${user}:${secret}`).toString('base64') } },
    })
    for (const [file, content] of [
      ['.docker/config.json', entries('ann')],
      ['.config/helm/registry/config.json', entries('ci')],
    ] as const) {
      const full = path.join(homeDir, file)
      await mkdir(path.dirname(full), { recursive: true })
      await writeFile(full, JSON.stringify(content))
    }
  }
  const dialog = () => page.getByRole('dialog', { name: 'Add registry' })
  const openAt = async (address: string) => {
    await page.keyboard.press('Alt+n')
    await dialog().getByRole('textbox', { name: 'Address' }).fill(address)
    await page.keyboard.press('Enter')
  }
  const rowOf = (host: string) => page.getByRole('treeitem', { name: new RegExp(`^${host}`) })
  const remove = async (host: string) => {
    await rowOf(host).click({ button: 'right' })
    await page.getByRole('menuitem', { name: /^Remove/ }).click()
    await page.getByRole('button', { name: 'Remove registry' }).click()
    await rowOf(host).waitFor({ state: 'hidden' })
  }

  it('found on this machine are proposed, and read where they lie when wanted', async () => {
    await openAt(registry.host)
    await dialog().getByText('2 match this address').waitFor()
    const sources = dialog().getByRole('radiogroup', { name: 'Sign-in found on this machine' })
    const [ann, ci] = [
      sources.getByRole('radio', { name: /^ann/ }),
      sources.getByRole('radio', { name: /^ci/ }),
    ]
    await expect.poll(() => ann.isChecked()).toBe(true)
    await ann.focus()
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => ci.isChecked()).toBe(true)
    await dialog().getByText('from Helm').waitFor()
    await dialog().getByText('It is stored in plain text there.').waitFor()
    await dialog().getByRole('combobox', { name: 'After that' }).selectOption('Use where it is')
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      expect(await axeProblems(page)).toEqual([])
    }
    await dialog().getByRole('button', { name: 'Test' }).click()
    await dialog().getByText('Connected as ci').waitFor()
    await dialog().getByRole('button', { name: 'Add registry' }).click()
    await dialog().waitFor({ state: 'hidden' })
    await rowOf(registry.host).waitFor()
    // Nothing was copied, so no keychain was missed.
    await page.getByText(`Connected to ${registry.host} as ci`).waitFor()
    await remove(registry.host)
  })

  it('say once that there is no keychain', async () => {
    await openAt(registry.host)
    await dialog().getByText('2 match this address').waitFor()
    const untilQuit = dialog().getByText(/until Chartroom quits/)
    expect(await untilQuit.count()).toBe(1)
    await dialog().getByRole('button', { name: 'Add registry' }).click()
    await dialog().getByRole('button', { name: 'Keep it until quit' }).waitFor()
    expect(await untilQuit.count()).toBe(1)
    await leaveDialog(page)
    await dialog().waitFor({ state: 'hidden' })
  })

  it('by the program of the vendor, shown word by word and started only when asked for', async () => {
    await openAt(ecr)
    await dialog().getByText(`The certificate of ${ecr} is not trusted`).waitFor()
    await dialog().getByRole('radio', { name: 'User name and password or token' }).check()
    const name = dialog().getByRole('textbox', { name: 'User name' })
    expect(await name.inputValue()).toBe('AWS')
    expect(await name.isEditable()).toBe(false)
    await dialog().getByText('It works for 12 hours.', { exact: false }).waitFor()
    expect(await axeProblems(page)).toEqual([])

    await dialog().getByRole('radio', { name: 'Ask aws for a token' }).check()
    const words = dialog().getByRole('list', { name: 'The command, word by word' })
    await words.getByText('get-login-password').waitFor()
    await dialog()
      .getByText(path.join(homeDir, 'bin', 'aws'))
      .waitFor()
    await dialog().getByRole('textbox', { name: 'Profile' }).fill('two words')
    await words.getByText('two words').waitFor()
    const shown = await words.getByRole('listitem').allTextContents()
    expect(shown.join('|')).toBe(
      'aws|ecr|get-login-password|--region|eu-central-1|--profile|two words',
    )
    expect(await axeProblems(page)).toEqual([])
    await expect(readFile(recordFile('aws'))).rejects.toThrow()

    await dialog().getByRole('button', { name: 'Test' }).click()
    const question = page.getByRole('alertdialog')
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      question.getByRole('button', { name: 'Choose a file…' }).click(),
    ])
    await chooser.setFiles(root.file)
    await question.getByRole('button', { name: 'Use CA file and connect' }).click()
    await dialog().getByText('Connected as AWS').waitFor()
    const started = (await readFile(recordFile('aws'), 'utf8')).split('\n')
    expect(started.slice(0, 7)).toEqual(['6', ...shown.slice(1)])
    await dialog().getByRole('button', { name: 'Add registry' }).click()
    await dialog().waitFor({ state: 'hidden' })
    await rowOf(ecr).waitFor()
    expect(cloud.requests.some(({ headers }) => headers.authorization === basicOf('AWS'))).toBe(
      true,
    )
  })

  it('end at a time that is told before, and are renewed when asked for', async () => {
    await rowOf(ecr).click()
    const started = async () => (await readFile(recordFile('aws'), 'utf8')).split('6\necr').length
    const strip = page.getByRole('status').filter({ hasText: 'The sign-in of AWS' })
    await page.getByText(`Connected to ${ecr} as AWS`).waitFor()
    expect(await strip.count()).toBe(0)
    const before = await started()
    await page.clock.setFixedTime(Date.now() + 11 * hourMs + 50 * minuteMs)
    await strip.getByText(/ends in \d+ minutes?\./).waitFor({ timeout: 30_000 })
    await strip.getByText('It was not renewed by itself.').waitFor()
    expect(await axeProblems(page)).toEqual([])
    await strip.getByRole('button', { name: 'Renew now' }).click()
    await expect.poll(started, { timeout: 15_000 }).toBeGreaterThan(before)
    await page.clock.setFixedTime(Date.now() + 13 * hourMs)
    await strip.getByText(/ended .+ ago\./).waitFor({ timeout: 30_000 })
    await strip.getByRole('button', { name: 'Sign in…' }).click()
    const change = page.getByRole('dialog', { name: `Sign in to ${ecr}` })
    await expect.poll(() => change.getByRole('radio', { name: /^Ask aws/ }).isChecked()).toBe(true)
    await page.keyboard.press('Escape')
    await change.waitFor({ state: 'hidden' })
    await page.clock.setFixedTime(Date.now())
  })

  it('go another way when the connection of a saved registry is changed', async () => {
    await rowOf(ecr).click({ button: 'right' })
    await page.getByRole('menuitem', { name: /^About/ }).click()
    await page.getByRole('button', { name: 'Change TLS and proxy…' }).click()
    const connection = page.getByRole('dialog', { name: `TLS and proxy of ${ecr}` })
    const save = connection.getByRole('button', { name: 'Save' })
    expect(await save.getAttribute('aria-disabled')).toBe('true')
    await connection.getByText(path.basename(root.file)).first().waitFor()
    await connection.getByText('--ca-file', { exact: false }).waitFor()
    const other = await startProxy({ hosts: { [`${ecr}:443`]: cloud.host } })
    try {
      await connection.getByText('This one').click()
      await connection.getByRole('textbox', { name: 'Proxy address' }).fill(other.url)
      expect(await axeProblems(page)).toEqual([])
      await page.keyboard.press('Enter')
      await connection.waitFor({ state: 'hidden' })
      await page.getByRole('button', { name: 'Change TLS and proxy…' }).click()
      await connection.getByRole('button', { name: 'Show the certificate' }).click()
      const certificate = page.getByRole('dialog', { name: `The certificate of ${ecr}` })
      await certificate.getByText('It is trusted.', { exact: false }).waitFor()
      await certificate.getByText('Cloud Root').waitFor()
      await certificate.getByRole('button', { name: 'Close' }).last().click()
      await certificate.waitFor({ state: 'hidden' })
      expect(other.seen.map(({ target }) => target)).toContain(`${ecr}:443`)
    } finally {
      await other.stop()
    }
  })

  it('are handed to helm only after it is said where the password goes', async () => {
    await openAt(registry.host)
    await dialog().getByText('2 match this address').waitFor()
    await dialog().getByRole('checkbox', { name: 'Also sign in helm' }).check()
    await dialog().getByRole('combobox', { name: 'After that' }).selectOption('Use where it is')
    await dialog().getByRole('button', { name: 'Add registry' }).click()
    const helm = page.getByRole('dialog', { name: `Sign in helm to ${registry.host}` })
    await helm.waitFor()
    await helm.getByText(`helm registry login ${registry.host} --username ann`).waitFor()
    await helm.getByRole('button', { name: 'Sign in helm' }).click()
    await helm.getByText('The password will be readable').waitFor()
    expect(await axeProblems(page)).toEqual([])
    await expect(readFile(recordFile('helm'))).rejects.toThrow()
    await helm.getByRole('button', { name: 'Write it there' }).click()
    await helm.getByText('helm is signed in').waitFor()
    const words = (await readFile(recordFile('helm'), 'utf8')).split('\n')
    expect(words).toContain('--password-stdin')
    expect(words).not.toContain(secret)
    expect(await readFile(`${recordFile('helm')}.stdin`, 'utf8')).toBe(`${secret}\n`)
    await helm.getByRole('button', { name: 'Close' }).last().click()
    await helm.waitFor({ state: 'hidden' })
    await remove(registry.host)
  })
})
