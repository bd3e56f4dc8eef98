import { readFile } from 'node:fs/promises'
import type { Download, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { chromiumPath } from '../support/browser.ts'
import { putChart } from '../support/chart-version.ts'
import { type FaultRegistry, startFaultRegistry } from '../support/fault-registry/fault-registry.ts'
import { sha256 } from '../support/fault-registry/memory-registry.ts'
import { readFilesBelow } from '../support/files-below.ts'
import {
  addAnonymously,
  axeProblems,
  clipboardText,
  openScreen,
  originOf,
  type Screen,
} from '../support/screen.ts'

const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 15_000 })

describe.skipIf(chromiumPath === undefined)('pulling by digest', () => {
  let screen: Screen
  let page: Page
  let registry: FaultRegistry
  let chart: ReturnType<typeof putChart>
  const downloads: Download[] = []

  beforeAll(async () => {
    screen = await openScreen()
    page = screen.page
    page.on('download', download => downloads.push(download))
  })
  afterAll(() => screen?.close())
  beforeEach(async () => {
    downloads.length = 0
    registry = await startFaultRegistry()
    chart = putChart(registry, { repository: 'team/demo', tag: '1.2.3', withProvenance: true })
    await page.goto(`${originOf(screen)}/#/`)
    await page.reload()
    await page.getByRole('navigation', { name: 'Registries' }).waitFor()
    await addAnonymously(page, registry.host)
    await page.getByRole('main').getByRole('option', { name: 'team/demo' }).click()
    await page.getByRole('row', { name: /^1\.2\.3 .*sha256:/ }).waitFor()
  })
  afterEach(async () => {
    await registry.stop()
    expect(screen.problems).toEqual([])
    expect(screen.strangers).toEqual([])
  })

  const openSheet = async () => {
    await page.getByRole('button', { name: /^Pull \S+…$/ }).click()
    const sheet = page.getByRole('dialog', { name: 'Pull demo 1.2.3' })
    await sheet.getByText(/^Resolved at/).waitFor()
    return sheet
  }
  const pull = async () => {
    const sheet = await openSheet()
    await sheet.getByRole('button', { name: 'Pull', exact: true }).click()
    return sheet
  }
  const holds = async (text: string) => {
    const files = await readFilesBelow(screen.host.dataDir)
    return files.some(({ bytes }) => bytes.includes(text))
  }

  it('hands chart and .prov to the browser, each by a ticket that works once', async () => {
    const sheet = await openSheet()
    await sheet.getByText(`oci://${registry.host}/team/demo:1.2.3`).waitFor()
    await sheet.getByText(chart.digest).waitFor()
    await sheet.getByRole('button', { name: 'Pull', exact: true }).click()
    await sheet.getByText('Manifest and 2 layers match what was resolved').waitFor()
    await sheet.getByText('Chart.yaml says demo 1.2.3, same as the tag').waitFor()
    await sheet.getByText('Saved as demo-1.2.3.tgz.prov. The signature is not checked.').waitFor()
    await eventually(() => downloads.length).toBe(2)
    const byName = new Map(downloads.map(one => [one.suggestedFilename(), one]))
    expect([...byName.keys()].sort()).toEqual(['demo-1.2.3.tgz', 'demo-1.2.3.tgz.prov'])
    const saved = await byName.get('demo-1.2.3.tgz')?.path()
    expect(await readFile(saved ?? '')).toEqual(chart.archive)
    const prov = await byName.get('demo-1.2.3.tgz.prov')?.path()
    expect(await readFile(prov ?? '', 'utf8')).toBe('signed')

    for (const download of downloads) {
      const again = await screen.context.request.get(download.url())
      expect(again.ok()).toBe(false)
    }
    await sheet.getByRole('button', { name: 'Download again' }).click()
    await eventually(() => downloads.length).toBe(4)
    await sheet.getByRole('button', { name: 'Done' }).click()
  })

  it('leaves the .prov where that is said', async () => {
    const sheet = await openSheet()
    await sheet.getByRole('checkbox', { name: /^Keep the \.prov file/ }).uncheck()
    await sheet.getByRole('button', { name: 'Pull', exact: true }).click()
    await sheet.getByText('The .prov file was not kept.').waitFor()
    await eventually(() => downloads.length).toBe(1)
    await sheet.getByRole('button', { name: 'Done' }).click()
  })

  it('copies each form as it shows it', async () => {
    const sheet = await pull()
    const forms = ['helm install', 'Chart.yaml', 'Argo CD', 'Flux', 'Terraform', 'helmfile']
    const seen = new Set<string>()
    for (const form of forms) {
      await sheet.getByRole('tab', { name: form }).click()
      const panel = sheet.getByRole('tabpanel', { name: form })
      const shown = await panel.innerText()
      await sheet.getByRole('button', { name: 'Copy', exact: true }).click()
      await eventually(async () => flat(await clipboardText(page))).toBe(flat(shown))
      expect(shown).toContain(form === 'Terraform' || form === 'helmfile' ? '1.2.3' : chart.digest)
      seen.add(shown)
    }
    expect(seen.size).toBe(forms.length)
    // Not left to the next test.
    await eventually(() => downloads.length).toBe(2)
    await sheet.getByRole('button', { name: 'Done' }).click()
  })

  it('says what was promised and what came, and leaves nothing, where bytes differ', async () => {
    const wrong = Buffer.from('wrong bytes '.repeat(50)).subarray(0, chart.archive.byteLength)
    registry.on(new RegExp(`^GET .*blobs/${chart.archiveDigest}`), ({ response }) => {
      response.writeHead(200, { 'content-length': wrong.byteLength })
      response.end(wrong)
    })
    const sheet = await pull()
    const failure = sheet.getByRole('alert')
    await failure.getByText('Promised', { exact: true }).waitFor()
    await failure.getByText(chart.archiveDigest, { exact: true }).waitFor()
    await failure.getByText(sha256(wrong), { exact: true }).waitFor()
    expect(downloads).toEqual([])
    expect(await holds('wrong bytes')).toBe(false)
    await sheet.getByRole('button', { name: 'Close' }).last().click()
    await page.getByText('1 transfer failed').click()
    const transfers = page.getByRole('dialog', { name: 'Transfers' })
    await transfers.getByText(/sent other bytes than promised/).waitFor()
    expect(await axeProblems(page)).toEqual([])
    registry.on(new RegExp(`^GET .*blobs/${chart.archiveDigest}`), ({ pass }) => pass())
    await transfers.getByRole('button', { name: 'Retry demo 1.2.3' }).click()
    await transfers.getByText('demo-1.2.3.tgz, verified', { exact: false }).first().waitFor()
    await page.keyboard.press('Escape')
    await transfers.waitFor({ state: 'hidden' })
  })

  it('pulls what the tag names now, and says that it has moved', async () => {
    const files = { 'demo/values.yaml': 'moved: true\n' }
    const moved = putChart(registry, { repository: 'team/demo', tag: '1.2.3', files })
    const sheet = await pull()
    await sheet.getByText('1.2.3 has moved since the list was shown', { exact: false }).waitFor()
    // Exactly: once it is pulled, the lines to copy have the digest too.
    await sheet.getByText(moved.digest, { exact: true }).waitFor()
    await eventually(() => downloads.length).toBe(1)
    expect(await readFile((await downloads[0]?.path()) ?? '')).toEqual(moved.archive)
    await sheet.getByRole('button', { name: 'Done' }).click()
  })

  it('ends when it is cancelled, and nothing is saved', async () => {
    const held = Promise.withResolvers<void>()
    registry.on(/^GET .*blobs/, ({ pass }) => held.promise.then(pass))
    const sheet = await pull()
    await sheet.getByRole('button', { name: 'Cancel pull' }).click()
    await sheet.getByText('Cancelled. Nothing was saved.').waitFor()
    held.resolve()
    expect(downloads).toEqual([])
    await sheet.getByRole('button', { name: 'Close' }).last().click()
  })
})

/** As text, whatever the lines wrap to. */
const flat = (text: string) => text.replace(/\s+/g, ' ').trim()
