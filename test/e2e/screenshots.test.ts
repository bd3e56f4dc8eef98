import { Buffer } from 'node:buffer'
import { copyFile, mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sharedFolder } from '../support/archives/chart-goldens.ts'
import { chromiumPath } from '../support/browser.ts'
import { putChart } from '../support/chart-version.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/fault-registry.ts'
import { send } from '../support/fault-registry/memory-registry.ts'
import { startProxy, type TestProxy } from '../support/proxies/proxy.ts'
import {
  addAnonymously,
  addRegistry,
  clickVersion,
  dropFiles,
  leaveDialog,
  openScreen,
  type Screen,
} from '../support/screen.ts'
import { createAuthority, hasOpenssl } from '../support/tls/authority.ts'
import { guardByTokens } from '../support/token-guard.ts'
import { hasKeychain } from '../support/web-host.ts'

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

const take = async (page: Page, name: string) => {
  await mkdir(folderOfPictures, { recursive: true })
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    const file = path.join(folderOfPictures, `${name}-${colorScheme}.png`)
    const { byteLength } = await page.screenshot({ path: file })
    expect(byteLength).toBeLessThan(300_000)
  }
}

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
    await take(page, 'main')
  })
})

const needs = [wanted, chromiumPath !== undefined, hasOpenssl(), hasKeychain()]

// The names are all answered by servers of this test: a proxy on this machine leads there.
describe.skipIf(!needs.every(Boolean))('pictures of registries', () => {
  const hosts = {
    harbor: 'harbor.eu.example.com',
    corp: 'registry.corp.example',
    lab: 'harbor.lab.example',
    ecr: '123456789012.dkr.ecr.eu-central-1.amazonaws.com',
  }
  const password = 'not-a-secret'
  const root = createAuthority('Example Web CA')
  const labRoot = createAuthority('Lab Root R2')
  const servers: { stop(): Promise<void> }[] = []
  let homeDir = ''
  let screen: Screen
  let page: Page
  let corp: FaultRegistry

  const write = async (file: string, content: unknown) => {
    const full = path.join(homeDir, file)
    await mkdir(path.dirname(full), { recursive: true })
    await writeFile(full, JSON.stringify(content))
  }
  const entry = (user: string) => ({ auth: Buffer.from(`${user}:${password}`).toString('base64') })
  const start = async (issued: { key: string; cert: string }) => {
    const registry = await startFaultRegistry(issued)
    servers.push(registry)
    for (const tag of ['1.0.0', '1.1.0', '1.2.3'])
      putChart(registry, { repository: 'team/demo', tag })
    return registry
  }
  /** Wants any sign-in, and says how many requests are left. */
  const guard = (registry: FaultRegistry) => {
    for (const repository of ['platform/ingress-edge', 'platform/redis', 'team/charts'])
      for (const tag of ['18.6.0', '18.6.1']) putChart(registry, { repository, tag })
    return registry.on(/./, ({ request, response, pass }) => {
      if (request.headers.authorization === undefined)
        return send(response, 401, { errors: [] }, { 'www-authenticate': 'Basic realm="Harbor"' })
      response.setHeader('ratelimit-limit', '3000;w=3600')
      response.setHeader('ratelimit-remaining', '2841;w=3600')
      return pass()
    })
  }

  beforeAll(async () => {
    homeDir = await mkdtemp(path.join(tmpdir(), 'pictures-home-'))
    const harbor = await start(root.issue({ names: [hosts.harbor] }))
    guard(harbor)
    corp = await start(root.issue({ names: [hosts.corp] }))
    const cloud = await start(root.issue({ names: [hosts.ecr] }))
    guard(cloud)
    const lab = await start(
      labRoot.below('Lab Issuing CA 3').issue({ names: [hosts.lab, 'notary.lab.example'] }),
    )
    const proxy: TestProxy = await startProxy({
      hosts: {
        [`${hosts.harbor}:443`]: harbor.host,
        [`${hosts.corp}:443`]: corp.host,
        [`${hosts.ecr}:443`]: cloud.host,
        [`${hosts.lab}:443`]: lab.host,
      },
    })
    servers.push(proxy)
    await writeConfigs()
    screen = await openScreen({
      homeDir,
      keychain: true,
      env: {
        HTTPS_PROXY: proxy.url,
        NO_PROXY: '127.0.0.1,localhost',
        NODE_EXTRA_CA_CERTS: root.file,
      },
    })
    page = screen.page
  })
  afterAll(async () => {
    await screen?.close()
    for (const server of servers) await server.stop()
    await rm(homeDir, { recursive: true, force: true })
  })

  const writeConfigs = async () => {
    await write('.docker/config.json', {
      auths: {
        [hosts.harbor]: entry('robot$platform'),
        [hosts.corp]: entry('m.lindqvist'),
      },
      credHelpers: { 'mirror.eu.example.net': 'osxkeychain' },
    })
    await write('.config/helm/registry/config.json', {
      auths: {
        'charts.example.org': entry('ci-publisher'),
        [hosts.corp]: entry('ci-reader'),
        [hosts.harbor]: entry('m.lindqvist'),
      },
    })
    await write('containers/auth.json', {
      auths: {
        'quay.example.net/team/charts': entry('team+builder'),
        'quay.example.net': entry('team+reader'),
      },
    })
    const offered = path.join(homeDir, '.config/containers/certs.d', hosts.lab)
    await mkdir(offered, { recursive: true })
    await copyFile(labRoot.file, path.join(offered, 'ca.crt'))
  }
  const main = () => page.getByRole('main')
  const add = () => page.getByRole('dialog', { name: 'Add registry' })
  const openAt = async (address: string) => {
    await page.keyboard.press('Alt+n')
    await add().getByRole('textbox', { name: 'Address' }).fill(address)
    await page.keyboard.press('Enter')
  }
  const row = (host: string) => page.getByRole('treeitem', { name: new RegExp(`^${host}`) })

  it('import', async () => {
    await page.keyboard.press('Alt+i')
    const dialog = page.getByRole('dialog', { name: 'Import sign-ins' })
    await dialog.getByText(/^\d of \d selected/).waitFor()
    await take(page, 'import')
    await page.keyboard.press('Escape')
  })

  it('sign-in, found on this machine', async () => {
    await openAt(hosts.harbor)
    await add().getByText('2 match this address').waitFor()
    await add().getByRole('button', { name: 'Test' }).click()
    await add().getByText('Connected as').waitFor()
    await take(page, 'sign-in')
    await add().getByRole('button', { name: 'Add registry' }).click()
    await add().waitFor({ state: 'hidden' })
    await row(hosts.harbor).waitFor()
  })

  it('sign-in, by the words of a vendor', async () => {
    await openAt(hosts.ecr)
    await add().getByText('It works for 12 hours.', { exact: false }).waitFor()
    await take(page, 'sign-in-vendor')
    await leaveDialog(page)
    await add().waitFor({ state: 'hidden' })
  })

  it('certificate', async () => {
    await openAt(hosts.lab)
    await add().getByRole('button', { name: 'Show the certificate' }).click()
    await page.getByRole('alertdialog').getByText('Found for podman.').waitFor()
    await take(page, 'certificate')
    await page.keyboard.press('Escape')
    await leaveDialog(page)
    await add().waitFor({ state: 'hidden' })
  })

  it('registry', async () => {
    await page.getByRole('treeitem', { name: /^redis/ }).click()
    await clickVersion(page.getByRole('row', { name: /^18\.6\.1 .*sha256:/ }))
    await page.getByText('No README', { exact: true }).waitFor()
    await row(hosts.harbor).click()
    const sheet = main().getByRole('grid', { name: `What ${hosts.harbor} can do` })
    await sheet
      .getByText(/^probed /)
      .first()
      .waitFor()
    const tagPaging = sheet.getByRole('row', { name: /Tag paging/ })
    await tagPaging.getByText('Link header').waitFor()
    await tagPaging.click()
    await take(page, 'registry')
  })

  it('doctor', async () => {
    const tokens = guardByTokens(corp, `https://${hosts.corp}`)
    tokens.accounts.set('ci-reader', password)
    await page.keyboard.press('Alt+n')
    await addRegistry(page, { host: hosts.corp, username: 'ci-reader', password })
    await main().getByRole('option', { name: 'team/demo' }).waitFor()
    tokens.accounts.clear()
    tokens.refusal = 'account ci-reader is disabled'
    tokens.isPublic = true
    await row(hosts.corp).click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Sign-in doctor' }).click()
    await main().getByText('The saved sign-in is the problem.').waitFor()
    await take(page, 'doctor')
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
