import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdtemp, readFile, rm, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { findTool } from '../../scripts/lib/tools.ts'
import { chromiumPath } from '../support/browser.ts'
import { readGoldens, sharedFolder } from '../support/archives/chart-goldens.ts'
import {
  type DockerRegistry,
  hasDockerRegistry,
  startDockerRegistry,
} from '../support/docker-registry/docker-registry.ts'
import {
  addRegistry,
  clipboardText,
  dropFiles,
  isElectron,
  nextDownload,
  openScreen,
  type Screen,
} from '../support/screen.ts'
import { hasKeychain } from '../support/web-host.ts'

// The main job as a new user would try it, on charts that others made.

const shared = sharedFolder()
const helm = findTool('helm3')
const chosen = [
  'cilium/cilium-1.16.11.tgz',
  'jupyterhub/jupyterhub-0.10.2-n047.hb387f987.tgz',
  'longhorn/longhorn-104.2.0+up1.7.1.tgz',
  'loki/fluent-bit-0.1.0.tgz',
  'stakater/ingressmonitorcontroller-v1.0.64.tgz',
]
const tabs = ['README', 'Values', 'Chart.yaml', 'Files', 'Manifest'] as const
type Tab = (typeof tabs)[number]

// The goldens were made for this time; helm writes it into the manifest.
const goldenTime = new Date('2020-01-01T00:00:00Z')

const eventually = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 15_000 })

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

const isFluentBit = (file: string) => path.basename(file).startsWith('fluent-bit')

const ready = chromiumPath !== undefined && shared !== undefined && hasDockerRegistry('htpasswd')

describe.skipIf(!ready)('the main job', () => {
  let registry: DockerRegistry
  let folder = ''
  let files: string[] = []
  const goldens = new Map<string, string>()

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'main-job-'))
    const all = await readGoldens(shared ?? '')
    for (const { file, archivePath, helm: made } of all) {
      if (!chosen.some(name => file.endsWith(name)) || 'error' in made) continue
      for (const suffix of ['', '.prov']) {
        if (!existsSync(archivePath + suffix)) continue
        const copy = path.join(folder, path.basename(archivePath) + suffix)
        await copyFile(archivePath + suffix, copy)
        await utimes(copy, goldenTime, goldenTime)
        files.push(copy)
      }
      goldens.set(made.name, made.manifestDigest)
    }
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  beforeEach(async () => {
    registry = await startDockerRegistry({ auth: 'htpasswd' })
  })
  afterEach(() => registry?.stop())

  const reference = (name: string) => `oci://${registry.host}/${name}@${goldens.get(name)}`

  const homeOf = new WeakMap<Page, string>()
  const withScreen = async (work: (screen: Screen) => Promise<void>) => {
    const screen = await openScreen({ keychain: hasKeychain(), env: { TZ: 'UTC' } })
    homeOf.set(screen.page, screen.host.homeDir)
    try {
      await work(screen)
      expect(screen.problems).toEqual([])
      expect(screen.strangers).toEqual([])
      expect(screen.host.output()).not.toContain(registry.password)
    } finally {
      await screen.close()
    }
  }

  it('by mouse: sign in, drop, review, push, find, read, copy, pull', async () => {
    expect(files).toHaveLength(chosen.length + 1)
    await withScreen(async ({ page }) => {
      await page.getByRole('button', { name: /^Add a registry/ }).click()
      await addRegistry(page, registry)

      await dropFiles(page, files, { x: 700, y: 400 })
      const sheet = page.getByRole('dialog', { name: 'Push 5 charts' })
      await sheet
        .getByRole('button', { name: /Ready to push/ })
        .nth(4)
        .waitFor()
      await sheet.getByRole('button', { name: 'Push 5 charts' }).click()
      for (const name of goldens.keys()) await sheet.getByText(reference(name)).waitFor()
      await sheet.getByRole('button', { name: 'Done' }).click()

      await page.getByRole('searchbox', { name: 'Filter repositories' }).fill('longh')
      await page.getByRole('treeitem', { name: /^longhorn/ }).click()
      const row = page.getByRole('row', { name: /104\.2\.0\+up1\.7\.1/ })
      await row.getByText('104.2.0_up1.7.1').waitFor()
      await row.click()
      await readEveryTab(page, tab => page.getByRole('tab', { name: tab }).click())

      await row.click()
      await page.keyboard.press('Control+c')
      await eventually(() => clipboardText(page)).toBe(reference('longhorn'))

      await page.getByRole('button', { name: /^Pull \S+…$/ }).click()
      await pullAndCompare(page, 'longhorn-104.2.0+up1.7.1.tgz', name =>
        page.getByRole('dialog').getByRole('button', { name }).click(),
      )
    })
  })

  // The desktop's file dialog is the system's own: no keyboard of ours reaches it.
  it.skipIf(isElectron)('by keyboard alone: the same', async () => {
    await withScreen(async ({ page }) => {
      const press = async (...keys: string[]) => {
        for (const key of keys) await page.keyboard.press(key)
      }
      await press('Alt+n')
      const dialog = page.getByRole('dialog', { name: 'Add registry' })
      await dialog.waitFor()
      await page.keyboard.type(registry.host)
      await press('Enter')
      await dialog.getByRole('textbox', { name: 'User name' }).waitFor()
      await tabTo(page, 'User name')
      await page.keyboard.type(registry.username)
      await tabTo(page, 'Password or token')
      await page.keyboard.type(registry.password)
      await press('Enter')
      await dialog.waitFor({ state: 'hidden' })

      await page.getByText('Drop a chart (.tgz) here').waitFor()

      const chooser = page.waitForEvent('filechooser')
      await press('Alt+u')
      await (await chooser).setFiles(files)
      const sheet = page.getByRole('dialog', { name: 'Push 5 charts' })
      await sheet
        .getByRole('button', { name: /Ready to push/ })
        .nth(4)
        .waitFor()
      await pressButton(page, 'Push 5 charts')
      for (const name of goldens.keys()) await sheet.getByText(reference(name)).waitFor()
      await pressButton(page, 'Done')
      await sheet.waitFor({ state: 'hidden' })

      // A sheet that closes gives the focus back a moment later than it is gone.
      const filter = page.getByRole('searchbox', { name: 'Filter repositories' })
      await eventually(async () => {
        await press('Alt+p')
        await page.keyboard.type('longh')
        return filter.inputValue()
      }).toBe('longh')
      await eventually(() => page.getByRole('treeitem', { name: /^cilium/ }).count()).toBe(0)
      await page.getByRole('treeitem', { name: /^longhorn/ }).waitFor()
      await press('Enter')
      const row = page.getByRole('row', { name: /104\.2\.0\+up1\.7\.1/ })
      await row.waitFor()
      await focusRow(page)
      await row.getByText(/sha256:/).waitFor()
      await press('Enter')
      await readEveryTab(page, tab => press(`Alt+${tabs.indexOf(tab) + 1}`))
      await focusRow(page)
      await press('Control+c')
      await eventually(() => clipboardText(page)).toBe(reference('longhorn'))
      await press('Alt+d')
      await pullAndCompare(page, 'longhorn-104.2.0+up1.7.1.tgz', name => pressButton(page, name))
    })
  })

  it.skipIf(helm === undefined)('the copied helm lines run as pasted by real helm', async () => {
    const home = path.join(folder, 'helm-home')
    const env = { PATH: `${path.dirname(helm ?? '')}:${process.env['PATH']}`, HOME: home }
    const bash = (line: string, input?: string) =>
      spawnSync('bash', ['-c', line], {
        cwd: folder,
        env,
        encoding: 'utf8',
        ...(input !== undefined && { input }),
      })
    const login = `helm registry login ${registry.host} --plain-http -u ${registry.username} --password-stdin`
    expect(bash(login, registry.password).status).toBe(0)
    await withScreen(async ({ page }) => {
      await page.getByRole('button', { name: /^Add a registry/ }).click()
      await addRegistry(page, registry)
      await dropFiles(page, files.filter(isFluentBit), { x: 700, y: 400 })
      const pushing = page.getByRole('dialog', { name: /^Push fluent-bit/ })
      await pushing.getByRole('button', { name: 'Push', exact: true }).click()
      await pushing.getByRole('button', { name: 'Done' }).click()
      for (const [form, proof] of [
        [/helm pull/, /Digest: sha256:/],
        [/helm template/, /kind: DaemonSet/],
      ] as const) {
        await page.getByRole('button', { name: 'Other forms to copy' }).click()
        await page.getByRole('menuitem', { name: form }).click()
        await eventually(() => clipboardText(page)).toMatch(form)
        const copied = await clipboardText(page)
        const line =
          copied.split('\n').find(text => text.startsWith('helm ') && !text.includes('login')) ?? ''
        expect(line).toContain(goldens.get('fluent-bit'))
        const ran = bash(line)
        expect(ran.stderr + ran.stdout).toMatch(proof)
        expect(ran.status).toBe(0)
      }
    })
  })

  const readEveryTab = async (page: Page, open: (tab: Tab) => Promise<void>) => {
    const inspector = page.getByRole('complementary', { name: 'Inspector' })
    await inspector.getByRole('heading', { name: /Longhorn Chart/ }).waitFor()
    await open('Values')
    await inspector.getByText('csi:').first().waitFor()
    await open('Chart.yaml')
    await inspector.getByText('104.2.0+up1.7.1').first().waitFor()
    await open('Files')
    await inspector
      .getByRole('treeitem', { name: /Chart\.yaml/ })
      .first()
      .waitFor()
    await open('Manifest')
    await inspector.getByText('Equals sha256sum of the .tgz', { exact: false }).waitFor()
    await open('README')
  }

  const pullAndCompare = async (
    page: Page,
    fileName: string,
    choose: (button: string) => Promise<void>,
  ) => {
    const sheet = page.getByRole('dialog', { name: /^Pull / })
    await sheet.getByText(/^Resolved at/).waitFor()
    const expected = sha256(await readFile(path.join(folder, fileName)))
    if (isElectron) {
      await choose('Choose…')
      await choose('Pull')
    } else {
      const download = nextDownload(page)
      await choose('Pull')
      const saved = await download
      expect(saved.suggestedFilename()).toBe(fileName)
      expect(sha256(await readFile(await saved.path()))).toBe(expected)
    }
    await sheet.getByText(/same as the tag/).waitFor()
    if (isElectron) {
      const saved = path.join(homeOf.get(page) ?? '', fileName)
      expect(sha256(await readFile(saved))).toBe(expected)
    }
    await choose('Done')
  }
})

/** Tabs on until the field has the focus, as hands on a keyboard do. */
const tabTo = async (page: Page, label: string) => {
  for (let presses = 0; presses < 30; presses += 1) {
    await page.keyboard.press('Tab')
    const named = await page.evaluate(() => {
      const active = document.activeElement
      return active instanceof HTMLInputElement
        ? (active.labels?.[0]?.textContent ?? active.getAttribute('aria-label'))
        : null
    })
    if (named?.trim() === label) return
  }
  throw new Error(`Tab does not reach ${label}`)
}

const tabToButton = async (page: Page, name: string) => {
  for (let presses = 0; presses < 40; presses += 1) {
    const reached = await page.evaluate(
      wanted =>
        document.activeElement instanceof HTMLButtonElement &&
        document.activeElement.textContent === wanted,
      name,
    )
    if (reached) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not reach ${name}`)
}

const pressButton = async (page: Page, name: string) => {
  await tabToButton(page, name)
  await page.keyboard.press('Enter')
}

const focusRow = async (page: Page) => {
  for (let presses = 0; presses < 8; presses += 1) {
    const inGrid = await page.evaluate(
      () => document.activeElement?.closest('[role=grid]') !== null,
    )
    if (inGrid) return
    await page.keyboard.press('F6')
  }
  throw new Error('F6 does not reach the versions')
}
