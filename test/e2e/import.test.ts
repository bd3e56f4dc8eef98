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
import { axeProblems, openScreen, originOf, type Screen } from '../support/screen.ts'

const secret = 'canary-3be5f0'
const encoded = (user: string) => Buffer.from(`${user}:${secret}`).toString('base64')
const entry = (user: string) => ({ auth: encoded(user) })

const startGuarded = async () => {
  const registry = await startFaultRegistry()
  putChart(registry, { repository: 'team/demo', tag: '1.2.3' })
  registry.on(/./, ({ request, response, pass }) =>
    request.headers.authorization?.startsWith('Basic ') === true
      ? pass()
      : send(response, 401, { errors: [] }, { 'www-authenticate': 'Basic realm="Registry"' }),
  )
  return registry
}

const hostOf = (number: number) => `registry-${String(number).padStart(3, '0')}.example.com`

describe.skipIf(chromiumPath === undefined)('importing sign-ins', () => {
  let screen: Screen
  let page: Page
  let homeDir = ''
  let first: FaultRegistry
  let second: FaultRegistry
  const docker = () => path.join(homeDir, '.docker/config.json')
  const helm = () => path.join(homeDir, '.config/helm/registry/config.json')
  const podman = () => path.join(homeDir, 'containers/auth.json')

  const write = async (file: string, content: unknown) => {
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, JSON.stringify(content))
  }
  const writeUsual = async () => {
    await write(docker(), {
      auths: {
        [first.host]: entry('m.lindqvist'),
        'ci.example.net': { auth: 'not base64 of anybody' },
        '*.wild.example.net': entry('everybody'),
      },
      credHelpers: { 'mirror.eu.example.net': 'nowhere-to-be-found' },
    })
    await write(helm(), {
      auths: { [second.host]: entry('ci-publisher'), [first.host]: entry('ci-reader') },
    })
    await write(podman(), { auths: { 'quay.example.net/team/charts': entry('team+builder') } })
  }

  beforeAll(async () => {
    homeDir = await mkdtemp(path.join(tmpdir(), 'import-home-'))
    first = await startGuarded()
    second = await startGuarded()
    await writeUsual()
    const failing = path.join(homeDir, 'bin/docker-credential-failing')
    await mkdir(path.dirname(failing))
    await writeFile(failing, '#!/bin/sh\nexit 3\n')
    await chmod(failing, 0o755)
    const PATH = `${path.dirname(failing)}:${process.env['PATH']}`
    screen = await openScreen({ homeDir, env: { PATH } })
    page = screen.page
  })
  afterAll(async () => {
    await screen?.close()
    await first?.stop()
    await second?.stop()
    await rm(homeDir, { recursive: true, force: true })
  })
  beforeEach(async () => {
    await page.goto(`${originOf(screen)}/#/`)
    await page.reload()
    await page.getByRole('navigation', { name: 'Registries' }).waitFor()
  })
  afterEach(async () => {
    for (const text of [secret, encoded('m.lindqvist')])
      expect(await page.content()).not.toContain(text)
    expect(screen.host.output()).not.toContain(secret)
    expect(screen.problems).toEqual([])
    expect(screen.strangers).toEqual([])
  })

  const dialog = () => page.getByRole('dialog', { name: 'Import sign-ins' })
  const open = async () => {
    await page.keyboard.press('Alt+i')
    await dialog()
      .getByText(/found in/)
      .waitFor()
  }
  const close = async () => {
    await page.keyboard.press('Escape')
    await dialog().waitFor({ state: 'hidden' })
  }
  const box = (name: RegExp) => dialog().getByRole('checkbox', { name })
  const all = () => dialog().getByRole('checkbox', { name: 'All sign-ins' })
  const isMixed = () => all().evaluate(input => input.matches(':indeterminate'))

  it('shows each file with what it names, and nothing of a secret', async () => {
    await open()
    await dialog().getByText('5 found in 3 files').waitFor()
    for (const [file, count] of [
      ['~/.docker/config.json', 'Docker, 2 found'],
      ['~/.config/helm/registry/config.json', 'Helm, 2 found'],
      ['containers/auth.json', 'Podman, 1 found'],
    ] as const) {
      const group = dialog().getByRole('region', {
        name: new RegExp(file.replace(/[.+]/g, '\\$&')),
      })
      await group.getByText(count).waitFor()
    }
    await dialog().getByText('/team/charts').waitFor()
    expect(await dialog().getByText('in 2 files').count()).toBe(2)
    await dialog().getByText('m.lindqvist from Docker is used for this registry').waitFor()
    await dialog().getByText('docker-credential-nowhere-to-be-found is not on the PATH').waitFor()
    expect(await box(/^mirror\.eu\.example\.net/).isDisabled()).toBe(true)
    // What cannot be taken is named, with the reason, and cannot be chosen.
    const dockers = dialog().getByRole('region', { name: /\.docker\/config\.json/ })
    await dockers.getByText('*.wild.example.net').waitFor()
    await dockers.getByText('A pattern for many hosts', { exact: false }).waitFor()
    await dockers.getByText('ci.example.net').waitFor()
    await dockers.getByText('Cannot be read: it holds no user name', { exact: false }).waitFor()
    expect(await box(/wild|ci\.example/).count()).toBe(0)
    await dialog().getByText('3 of 5 selected: 3 kept until quit').waitFor()
    expect(await isMixed()).toBe(true)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      expect(await axeProblems(page)).toEqual([])
    }
    expect([...first.requests, ...second.requests]).toEqual([])
    await close()
  })

  it('is chosen by keys alone: one of each place, all, none', async () => {
    await open()
    const shadowed = box(new RegExp(`^${first.host}.*ci-reader`))
    const used = box(new RegExp(`^${first.host}.*m\\.lindqvist`))
    await expect.poll(() => used.evaluate(input => input === document.activeElement)).toBe(true)
    await page.keyboard.press('Tab')
    const keep = dialog()
      .getByRole('combobox', { name: `After import of ${first.host}` })
      .first()
    expect(await keep.evaluate(select => select === document.activeElement)).toBe(true)
    await page.keyboard.press('ArrowUp')
    await dialog().getByText('3 of 5 selected: 1 used where it is, 2 kept until quit').waitFor()
    await shadowed.focus()
    await page.keyboard.press('Space')
    expect(await used.isChecked()).toBe(false)
    await all().focus()
    await page.keyboard.press('Space')
    await dialog().getByText('0 of 5 selected').waitFor()
    const submit = dialog().getByRole('button', { name: /^Import/ })
    expect(await submit.getAttribute('aria-disabled')).toBe('true')
    await page.keyboard.press('Space')
    await dialog()
      .getByText(/^3 of 5 selected/)
      .waitFor()
    await close()
  })

  it('imports what is read where it lies with nothing copied, and says which failed', async () => {
    await open()
    for (const name of [/^quay\.example\.net/]) await box(name).uncheck()
    for (const { host } of [first, second]) {
      const keep = dialog()
        .getByRole('combobox', { name: `After import of ${host}` })
        .first()
      await keep.selectOption('Use where it is')
    }
    await dialog().getByText('2 of 5 selected: 2 used where they are').waitFor()
    await second.stop()
    await page.keyboard.press('Enter')
    await dialog().getByText('1 was not imported').waitFor()
    await dialog().getByText(`${second.host}:`).waitFor()
    await dialog().getByText('Already in the sidebar').waitFor()
    const imported = box(new RegExp(`^${first.host}.*m\\.lindqvist`))
    await expect.poll(() => imported.isChecked()).toBe(false)
    expect(JSON.parse(await readFile(docker(), 'utf8')).auths[first.host]).toEqual(
      entry('m.lindqvist'),
    )
    await close()
    await page.getByRole('treeitem', { name: new RegExp(`^${first.host}`) }).waitFor()
  })

  it('scrolls through 300 sign-ins', async () => {
    const numbers = Array.from({ length: 300 }, (_, at) => at)
    await write(podman(), {
      auths: Object.fromEntries(numbers.map(at => [hostOf(at), entry(`user-${at}`)])),
    })
    await open()
    await dialog()
      .getByText(/^304 found in 3 files/)
      .waitFor()
    const last = box(/^registry-299\.example\.com/)
    await last.focus()
    await page.keyboard.press('Space')
    expect(await last.isChecked()).toBe(false)
    const foot = dialog().getByRole('button', { name: /^Import 30\d sign-ins/ })
    expect(await foot.isVisible()).toBe(true)
    await close()
  })

  it('names a helper that fails, a file that is broken, and says so where there is nothing', async () => {
    for (const file of [helm(), podman()]) await rm(file)
    await write(docker(), { credHelpers: { 'vault.example.net': 'failing' } })
    await open()
    await dialog().getByText('1 found in 1 file').waitFor()
    await dialog().getByRole('button', { name: 'Import 1 sign-in' }).click()
    await dialog()
      .getByText('vault.example.net: The credential helper docker-credential-failing gave')
      .waitFor()
    await close()
    await writeFile(docker(), '{"auths": {')
    await page.keyboard.press('Alt+i')
    await dialog().getByText('~/.docker/config.json cannot be read').waitFor()
    await close()
    await rm(docker())
    await page.keyboard.press('Alt+i')
    await dialog().getByText('hold no sign-in', { exact: false }).waitFor()
    expect(await axeProblems(page)).toEqual([])
    await close()
  })
})
