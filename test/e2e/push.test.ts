import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chartArchive } from '../support/archives/chart-archive.ts'
import { chromiumPath } from '../support/browser.ts'
import { putChart } from '../support/chart-version.ts'
import {
  type FaultRegistry,
  reply,
  startFaultRegistry,
} from '../support/fault-registry/fault-registry.ts'
import {
  addAnonymously,
  axeProblems,
  dragFiles,
  dropFiles,
  openScreen,
  originOf,
  type Screen,
} from '../support/screen.ts'

const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 15_000 })

const sha256 = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`

const provenance = (fileName: string, digest: string) =>
  [
    '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nname: demo\n\n...',
    `files:\n  ${fileName}: ${digest}`,
    '-----BEGIN PGP SIGNATURE-----\n\nabcd\n-----END PGP SIGNATURE-----\n',
  ].join('\n')

const centre = { x: 700, y: 400 }

describe.skipIf(chromiumPath === undefined)('pushing by drop', () => {
  let screen: Screen
  let page: Page
  let registry: FaultRegistry
  let folder = ''

  /** The paths of a packed chart and, with `prov`, its provenance file, which may speak of another archive. */
  const pack = async (
    name: string,
    version: string,
    prov?: 'matches' | 'differs',
    values = 'a: 1\n',
  ) => {
    const yaml = `apiVersion: v2\nname: ${name}\nversion: ${version}\n`
    const bytes = chartArchive({ [`${name}/Chart.yaml`]: yaml, [`${name}/values.yaml`]: values })
    const fileName = `${name}-${version}.tgz`
    const file = path.join(folder, fileName)
    await writeFile(file, bytes)
    if (prov === undefined) return [file]
    const digest = prov === 'matches' ? sha256(bytes) : sha256(Buffer.from('another'))
    await writeFile(`${file}.prov`, provenance(fileName, digest))
    return [file, `${file}.prov`]
  }

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'push-'))
    screen = await openScreen()
    page = screen.page
  })
  afterAll(async () => {
    await screen?.close()
    await rm(folder, { recursive: true, force: true })
  })
  beforeEach(async () => {
    registry = await startFaultRegistry()
    putChart(registry, { repository: 'team/demo', tag: '1.0.0' })
    putChart(registry, { repository: 'other/thing', tag: '1.0.0' })
    await page.goto(`${originOf(screen)}/#/`)
    await page.reload()
    await page.getByRole('navigation', { name: 'Registries' }).waitFor()
    await addAnonymously(page, registry.host)
    await page.getByRole('main').getByRole('option', { name: 'team/demo' }).click()
    await page.getByRole('row', { name: /^1\.0\.0 .*sha256:/ }).waitFor()
  })
  afterEach(async () => {
    await registry.stop()
    expect(screen.problems).toEqual([])
    expect(screen.strangers).toEqual([])
  })

  const layersOf = (repository: string, tag: string) => {
    const stored = registry.manifest(repository, tag)
    if (!stored) return undefined
    const { layers } = JSON.parse(stored.bytes.toString()) as { layers: unknown[] }
    return layers.length
  }
  /** Empties a group of the panel, whose button goes with it: the panel keeps the focus. */
  const clearTransfers = async (name: 'Failed' | 'Finished') => {
    await page.getByRole('button', { name: /^Transfers/ }).click()
    const panel = page.getByRole('region', { name: 'Transfers' })
    const group = panel.getByRole('region', { name })
    await group
      .getByText(/^Push demo/)
      .first()
      .waitFor()
    await group.getByRole('button', { name: `Clear ${name.toLowerCase()}` }).click()
    await group.waitFor({ state: 'detached' })
    await eventually(() => panel.evaluate(p => p.contains(document.activeElement))).toBe(true)
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
  }
  const writes = () => registry.log(/^(?:POST|PUT|PATCH)/)

  it('several at once, to a chosen target, each .prov as decided', async () => {
    const files = [
      ...(await pack('kept', '1.0.0', 'matches')),
      ...(await pack('removed', '1.0.0', 'matches')),
      ...(await pack('other', '1.0.0', 'differs')),
    ]
    const noChart = path.join(folder, 'notes.tgz')
    await writeFile(noChart, 'no archive at all')
    const row = page.getByRole('treeitem', { name: /^other/ })
    const { x, y } = (await row.boundingBox()) ?? centre
    const onRow = { x: x + 40, y: y + 10 }
    await dragFiles(page, [...files, noChart], onRow)
    await page.getByText('7 files. Their names are known when you release them.').waitFor()
    await eventually(() => row.getAttribute('data-drop-active')).toBe('')
    expect(await axeProblems(page)).toEqual([])
    await dropFiles(page, [...files, noChart], onRow)
    await eventually(() => row.getAttribute('data-drop-active')).toBeNull()
    const sheet = page.getByRole('dialog', { name: 'Push 3 charts' })
    await sheet.getByRole('alert').getByText('notes.tgz').waitFor()
    await sheet.getByText('This is not a chart archive', { exact: false }).waitFor()

    await sheet.getByRole('button', { name: /^Push to .*, namespace other$/ }).click()
    const picker = page.getByRole('dialog', { name: 'Choose where to push' })
    const namespace = picker.getByRole('textbox', { name: 'Namespace' })
    await eventually(() => namespace.evaluate(field => field === document.activeElement)).toBe(true)
    await picker.getByRole('button', { name: 'team' }).waitFor()
    await page.keyboard.type('new/place')
    await picker.getByText('A new path: pushing makes it.').waitFor()
    await picker.getByRole('button', { name: 'Use this target' }).click()

    const line = (name: string) =>
      sheet.getByRole('button', { name: new RegExp(`^${name} 1[.]0[.]0`) })
    await line('kept').getByText('Ready to push').waitFor()
    await line('other').getByText('The .prov does not fit').waitFor()
    await line('removed').click()
    await sheet.getByRole('button', { name: 'Leave removed-1.0.0.tgz.prov out' }).click()
    await sheet.getByText('The .prov is left out. Push without provenance.').waitFor()
    const command = `helm push removed-1.0.0.tgz oci://${registry.host}/new/place --plain-http`
    await sheet.getByText(command).waitFor()
    await sheet
      .getByText('helm sends removed-1.0.0.tgz.prov too while it lies beside the file.')
      .waitFor()
    expect(writes()).toEqual([])

    const pushed = (name: string) =>
      page.getByRole('dialog').getByText(`oci://${registry.host}/new/place/${name}@sha256:`)
    await line('removed').getByText('Ready to push').waitFor()
    expect(await axeProblems(page)).toEqual([])
    await sheet.getByRole('button', { name: 'Push 2 charts' }).click()
    for (const name of ['kept', 'removed']) await pushed(name).waitFor()
    await sheet.getByText('Left out: other 1.0.0').waitFor()
    await sheet.getByRole('button', { name: 'Review the rest' }).click()
    const rest = page.getByRole('dialog', { name: 'Push other 1.0.0' })
    await rest.getByRole('button', { name: 'Leave it out' }).click()
    await rest.getByRole('button', { name: 'Push', exact: true }).click()
    await pushed('other').waitFor()
    await rest.getByRole('button', { name: 'Done' }).click()
    expect(layersOf('new/place/kept', '1.0.0')).toBe(2)
    expect(layersOf('new/place/removed', '1.0.0')).toBe(1)
    expect(layersOf('new/place/other', '1.0.0')).toBe(1)
    await page.getByRole('treeitem', { name: /^kept/ }).waitFor()
  })

  it('moves a taken tag only when that is said, and has nothing to do for the same digest', async () => {
    const files = await pack('demo', '1.0.0')
    const before = registry.manifest('team/demo', '1.0.0')?.bytes
    const sheet = page.getByRole('dialog', { name: 'Push demo 1.0.0' })
    await dropFiles(page, files, centre)
    await sheet.getByText('Tag is taken').waitFor()
    await sheet.getByText('Pushing moves the tag.', { exact: false }).waitFor()
    const focused = () => page.evaluate(() => document.activeElement?.textContent)
    await eventually(focused).toBe('Cancel')
    await page.keyboard.press('Enter')
    await sheet.waitFor({ state: 'hidden' })
    expect(writes()).toEqual([])

    await dropFiles(page, files, centre)
    await sheet.getByRole('button', { name: 'Push and move tag' }).click()
    await sheet.getByText('Pushed demo 1.0.0').waitFor()
    await sheet.getByRole('button', { name: 'Done' }).click()
    expect(registry.manifest('team/demo', '1.0.0')?.bytes).not.toEqual(before)

    await dropFiles(page, files, centre)
    await sheet.getByText('Already there', { exact: true }).waitFor()
    const push = sheet.getByRole('button', { name: 'Push', exact: true })
    await sheet.getByText('Already there, nothing to push').waitFor()
    const writesSoFar = writes()
    await push.click({ force: true })
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'hidden' })
    expect(writes()).toEqual(writesSoFar)
  })

  it('names the helm that refuses a chart, and pushes what the other takes', async () => {
    const sheet = page.getByRole('dialog', { name: 'Push demo 1.6.0' })
    await dropFiles(page, await pack('demo', '1.6.0', undefined, 'a: *b\n'), centre)
    await sheet.getByText('values.yaml uses an unknown anchor: b').waitFor()
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'hidden' })

    await dropFiles(page, await pack('demo', '1.6.0', undefined, 'a: 1\n--- b\n'), centre)
    const line = sheet.getByRole('listitem').filter({ hasText: 'Archive' })
    await line.getByText('Helm 4 refuses this chart, Helm 3 takes it.').waitFor()
    await line.getByText('invalid Yaml document separator: b').waitFor()
    await line.getByText('Warning', { exact: true }).waitFor()
    await sheet.getByText('1 warning', { exact: false }).waitFor()
    expect(await axeProblems(page)).toEqual([])
    await sheet.getByRole('button', { name: 'Push', exact: true }).click()
    await sheet.getByText('Pushed demo 1.6.0').waitFor()
    await sheet.getByRole('button', { name: 'Done' }).click()
    expect(registry.manifest('team/demo', '1.6.0')).toBeDefined()
  })

  it('selects the new row, without a refresh, after a try that failed', async () => {
    const files = await pack('demo', '1.1.0')
    const sheet = page.getByRole('dialog', { name: 'Push demo 1.1.0' })
    const push = async () => {
      await dropFiles(page, files, centre)
      await sheet.getByRole('button', { name: 'Push', exact: true }).click()
    }
    registry.on(/^POST .*uploads/, reply(403, { errors: [{ code: 'DENIED' }] }), 1)
    await push()
    await sheet.getByText('demo 1.1.0 was not pushed').waitFor()
    await sheet.getByRole('button', { name: 'Close' }).click()
    await clearTransfers('Failed')

    await push()
    await sheet.getByRole('button', { name: 'Done' }).click()
    const row = page.getByRole('row', { name: /^1\.1\.0 .*sha256:/ })
    await eventually(() => row.getAttribute('aria-selected')).toBe('true')
  })

  it('ends when it is cancelled while it sends, and leaves no tag', async () => {
    const held = Promise.withResolvers<void>()
    registry.on(/^(?:PUT|PATCH) .*uploads/, ({ pass }) => held.promise.then(pass))
    await dropFiles(page, await pack('demo', '1.2.0'), centre)
    const sheet = page.getByRole('dialog', { name: 'Push demo 1.2.0' })
    await sheet.getByRole('button', { name: 'Push', exact: true }).click()
    await eventually(() => writes().length).toBeGreaterThan(1)
    await sheet.getByRole('button', { name: 'Cancel push' }).click()
    await sheet.getByText('Push of demo 1.2.0 cancelled').waitFor()
    await eventually(() => registry.log(/^DELETE .*uploads/).length).toBeGreaterThan(0)
    held.resolve()
    expect(registry.manifest('team/demo', '1.2.0')).toBeUndefined()
    await sheet.getByRole('button', { name: 'Close' }).click()
  })

  it('goes on when the page is loaded anew', async () => {
    const held = Promise.withResolvers<void>()
    registry.on(/^(?:PUT|PATCH) .*uploads/, ({ pass }) => held.promise.then(pass))
    await dropFiles(page, await pack('demo', '1.3.0'), centre)
    const sheet = page.getByRole('dialog', { name: 'Push demo 1.3.0' })
    await sheet.getByRole('button', { name: 'Push', exact: true }).click()
    await sheet.getByText('It goes on when this is closed.').waitFor()
    await eventually(() => writes().length).toBeGreaterThan(1)
    await page.reload()
    await page
      .getByRole('contentinfo')
      .getByText(/demo 1\.3\.0/)
      .waitFor()
    held.resolve()
    await eventually(() => registry.manifest('team/demo', '1.3.0') !== undefined).toBe(true)
    await page.getByRole('row', { name: /^1\.3\.0 .*sha256:/ }).waitFor()
    await clearTransfers('Finished')
  })

  it('tells in the list what the registry asks after the sheet was closed', async () => {
    await dropFiles(page, await pack('demo', '1.4.0'), centre)
    const sheet = page.getByRole('dialog', { name: 'Push demo 1.4.0' })
    const push = sheet.getByRole('button', { name: 'Push', exact: true })
    await eventually(() => push.getAttribute('aria-disabled')).not.toBe('true')
    const held = Promise.withResolvers<void>()
    registry.on(/manifests\/1\.4\.0/, ({ pass }) => held.promise.then(pass))
    const asked = registry.log(/manifests\/1\.4\.0/).length
    await push.click()
    await eventually(() => registry.log(/manifests\/1\.4\.0/).length).toBeGreaterThan(asked)
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'hidden' })
    // Somebody else was faster: the tag would have to be moved, and nobody is there to say so.
    putChart(registry, { repository: 'team/demo', tag: '1.4.0' })
    held.resolve()
    await clearTransfers('Failed')
    expect(writes()).toEqual([])
  })

  it('keeps the focus inside, and gives it back', async () => {
    const opener = page.getByRole('button', { name: 'Push a chart…' })
    const chooser = page.waitForEvent('filechooser')
    await opener.click()
    const inputs = page.locator('body > input[type="file"]')
    // Held by the page while the user chooses, and not longer.
    expect(await inputs.count()).toBe(1)
    await (await chooser).setFiles(await pack('demo', '1.4.0'))
    await inputs.waitFor({ state: 'detached' })
    const sheet = page.getByRole('dialog', { name: 'Push demo 1.4.0' })
    await sheet.getByText('What will be pushed').waitFor()
    const names = new Set<string>()
    for (let presses = 0; presses < 12; presses += 1) {
      await page.keyboard.press('Tab')
      const at = await page.evaluate(() => {
        const { activeElement } = document
        return activeElement?.closest('[role=dialog]') ? activeElement.textContent : 'outside'
      })
      names.add(at ?? '')
    }
    expect(names).not.toContain('outside')
    for (const name of ['Cancel', 'Push', 'Read in the inspector']) expect(names).toContain(name)
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'hidden' })
    await eventually(() => opener.evaluate(button => button === document.activeElement)).toBe(true)
  })

  it('closes by one Escape, also while a tooltip comes', async () => {
    await dropFiles(page, await pack('demo', '1.5.0'), centre)
    const sheet = page.getByRole('dialog', { name: 'Push demo 1.5.0' })
    await sheet.getByRole('button', { name: 'Copy helm command' }).evaluate(async button => {
      button.focus()
      // The tooltip is there, and fades in still.
      while (!document.querySelector('[role=tooltip]')) await new Promise(requestAnimationFrame)
      const init = { key: 'Escape', bubbles: true, cancelable: true }
      button.dispatchEvent(new KeyboardEvent('keydown', init))
    })
    await sheet.waitFor({ state: 'hidden' })
    // Nothing had the focus before the drop: the keyboard goes on in the centre.
    const main = page.getByRole('main')
    await eventually(() => main.evaluate(m => m.contains(document.activeElement))).toBe(true)
  })
})
