import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasDisplay } from '../../electron/web/display.ts'
import type { Bridge } from '../../renderer/host/open.ts'
import { installedElectron } from '../../scripts/lib/find-electron.ts'

const root = path.resolve(import.meta.dirname, '../..')
const binary = installedElectron(root)
const canRun = binary !== undefined && hasDisplay(process.platform, process.env)

// The rules are tested under the double; here is seen that the real thing keeps them.
describe.skipIf(!canRun)('in real Electron (its binary and a display)', () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'chartroom-electron-'))
  const violations: string[] = []
  let app: ElectronApplication
  let page: Page

  beforeAll(async () => {
    app = await _electron.launch({
      ...(binary !== undefined && { executablePath: binary }),
      args: [root, '--data-dir', dataDir],
    })
    page = await app.firstWindow()
    page.on('console', message => {
      if (/Content Security Policy|Refused to/.test(message.text())) violations.push(message.text())
    })
    await page.waitForLoadState()
  })
  afterAll(async () => {
    await app?.close()
    rmSync(dataDir, { recursive: true, force: true })
  })

  it('the window shows our page', async () => {
    expect(page.url()).toMatch(/^app:\/\/ui\/index\.html/)
    expect(await page.title()).toBe('Chartroom')
    await page.getByRole('button').first().waitFor()
  })

  it('the page has two functions of ours and nothing of Node', async () => {
    const seen = await page.evaluate(() => ({
      ours: Object.keys(window.chartroom ?? {}),
      node: ['require', 'process', 'module', 'Buffer'].filter(name => name in window),
    }))
    expect(seen).toEqual({ ours: ['open', 'grant'], node: [] })
  })

  it('a call reaches the core', async () => {
    const last = await page.evaluate(
      () =>
        new Promise(resolve => {
          const { open } = window.chartroom as Bridge
          open({ method: 'app.info', input: {} }, resolve, () => resolve('closed'))
        }),
    )
    expect(last).toMatchObject({ type: 'done', value: { host: 'desktop' } })
  })

  it('nothing leaves the page, and nothing opens', async () => {
    const reached = await page.evaluate(() =>
      Promise.all(
        ['https://example.com/', 'http://127.0.0.1:1/', 'file:///etc/hostname'].map(url =>
          fetch(url).then(
            () => url,
            () => undefined,
          ),
        ),
      ),
    )
    expect(reached).toEqual([undefined, undefined, undefined])
    expect(await page.evaluate(() => window.open('https://example.com/'))).toBeNull()
    expect(app.windows()).toHaveLength(1)
  })

  it('its own screens keep to the policy', () => {
    const own = violations.filter(text => !/example\.com|127\.0\.0\.1:1|etc\/hostname/.test(text))
    expect(own).toEqual([])
  })
})
