import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Host } from '../../../renderer/host/open.ts'
import type { Call } from '../../../shared/ipc/client.ts'
import { chromiumPath, launchBrowser } from '../../support/browser.ts'
import { buildHostPage } from '../../support/browser-page.ts'
import { startTestServer, type TestServer } from '../../support/web-server.ts'

declare global {
  interface Window {
    readonly page: { readonly host: Host; readonly call: Call }
  }
}

describe.skipIf(chromiumPath === undefined)('in Chromium', () => {
  let built: Awaited<ReturnType<typeof buildHostPage>>
  let browser: Browser
  let context: BrowserContext
  let server: TestServer
  let slow: { readonly signal: AbortSignal }[]
  let evil: Server
  let evilOrigin: string

  beforeAll(async () => {
    built = await buildHostPage()
    browser = await launchBrowser()
    evil = createServer((_request, response) => {
      response.setHeader('Content-Type', 'text/html')
      response.end('<!doctype html><title>Evil</title>')
    })
    await new Promise<void>(resolve => evil.listen(0, '127.0.0.1', resolve))
    evilOrigin = `http://127.0.0.1:${(evil.address() as AddressInfo).port}`
  })
  afterAll(async () => {
    await browser?.close()
    evil?.close()
    built?.remove()
  })
  beforeEach(async () => {
    slow = []
    context = await browser.newContext()
    server = await startTestServer({
      files: built.files,
      limits: { pingMs: 1000 },
      endpoints: {
        'app.lastPlace': () => ({ hash: 'answered' }),
        'app.log': () => ({ file: '', tail: 'x'.repeat(3 * 1024 * 1024) }),
        'registries.signOut': (_input, { signal }) => {
          slow.push({ signal })
          return new Promise(resolve => signal.addEventListener('abort', () => resolve({})))
        },
        'transfers.watch': (_input, { signal, progress }) => {
          progress({ transfers: [] })
          return new Promise(resolve => signal.addEventListener('abort', () => resolve({})))
        },
      },
    })
  })
  afterEach(async () => {
    await context.close()
    await server.close()
  })

  const link = () => `http://${server.host}/#link=${server.access.issueLink()}`
  const open = async (address: string): Promise<Page> => {
    const page = await context.newPage()
    await page.goto(address)
    return page
  }
  const ask = (page: Page) =>
    page.evaluate(() =>
      window.page.call('app.lastPlace', {}).then(
        ({ hash }) => hash,
        error => `${error.code}/${error.reason}`,
      ),
    )
  const state = (page: Page) => page.evaluate(() => window.page.host.session.state())

  describe('the link', () => {
    it('leaves the address at once, and the history', async () => {
      const page = await open(link())
      expect(page.url()).toBe(`http://${server.host}/`)
      expect(await ask(page)).toBe('answered')
      expect(await page.evaluate(() => history.length)).toBeLessThanOrEqual(2)
      await page.goto('about:blank')
      await page.goBack()
      expect(page.url()).toBe(`http://${server.host}/`)
      expect(await ask(page)).toBe('answered')
    })

    it('is survived by a reload and shared with a second tab', async () => {
      const page = await open(link())
      expect(await ask(page)).toBe('answered')
      await page.reload()
      expect(await ask(page)).toBe('answered')
      const second = await open(`http://${server.host}/`)
      expect(await ask(second)).toBe('answered')
    })

    it('used twice opens nothing in another browser', async () => {
      const address = link()
      await open(address).then(ask)
      const other = await browser.newContext()
      const page = await other.newPage()
      await page.goto(address)
      expect(await ask(page)).toBe('unreachable/host-gone')
      expect(await state(page)).toBe('ended')
      await other.close()
    })

    it('pasted into a page whose session ended starts a new one', async () => {
      const page = await open(link())
      await ask(page)
      server.access.endAll()
      await expect.poll(() => state(page)).toBe('ended')
      const reloaded = page.waitForEvent('load')
      await page.evaluate(address => void (location.href = address), link())
      await reloaded
      expect(await ask(page)).toBe('answered')
      expect(page.url()).toBe(`http://${server.host}/`)
    })

    it('is opened from a file', async () => {
      const file = path.join(server.folder, 'open.html')
      writeFileSync(file, `<meta http-equiv="refresh" content="0;url=${link()}">`)
      const page = await open(`file://${file}`)
      await page.waitForURL(`http://${server.host}/`)
      expect(await ask(page)).toBe('answered')
    })
  })

  describe('a page', () => {
    it('sees no cookie, and keeps its token to this origin', async () => {
      const page = await open(link())
      await ask(page)
      expect(await page.evaluate(() => document.cookie)).toBe('')
      const [cookie] = await context.cookies()
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' })
    })

    it('says that its session has ended, and repeats nothing', async () => {
      const page = await open(link())
      await ask(page)
      const running = page.evaluate(() =>
        window.page
          .call('registries.signOut', { registryId: 'r' })
          .catch(error => `${error.code}/${error.reason}`),
      )
      await expect.poll(() => slow.length).toBe(1)
      server.access.endAll()
      expect(await running).toBe('unreachable/host-gone')
      expect(await state(page)).toBe('ended')
      expect(slow).toHaveLength(1)
      expect(slow[0]?.signal.aborted).toBe(true)
    })

    it('takes results of several MiB', async () => {
      const page = await open(link())
      const length = await page.evaluate(async () => {
        const { tail } = await window.page.call('app.log', {})
        return tail.length
      })
      expect(length).toBe(3 * 1024 * 1024)
    })

    it('hands files over with their names and times', async () => {
      const page = await open(link())
      const tokens = await page.evaluate(() =>
        window.page.host.grant([
          new File(['one'], 'графік-1.0.0.tgz', { lastModified: 1_700_000_000_000 }),
          new File(['two'], 'b"\n.tgz', { lastModified: 5 }),
          new File([], 'empty.tgz', { lastModified: 0 }),
        ]),
      )
      expect(tokens.map(token => server.grants.redeem(token))).toMatchObject([
        { fileName: 'графік-1.0.0.tgz', modifiedMs: 1_700_000_000_000 },
        { fileName: 'b".tgz', modifiedMs: 5 },
        { fileName: 'empty.tgz', modifiedMs: 0 },
      ])
    })

    it('is told in our words that a file is too large', async () => {
      const page = await open(link())
      const error = await page.evaluate(() =>
        window.page.host
          .grant([new File([new Uint8Array(101 * 1024 * 1024 + 1)], 'large.tgz')])
          .catch(({ code, reason, params }) => ({ code, reason, params })),
      )
      expect(error).toEqual({ code: 'too-large', reason: 'upload', params: { limitMiB: 101 } })
    })

    it('saves what a ticket stands for', async () => {
      const file = path.join(server.folder, 'spooled')
      writeFileSync(file, 'bytes')
      const ticket = server.downloads.issue({ path: file, fileName: 'c"-1.tgz', sizeBytes: 5 })
      const page = await open(link())
      await ask(page)
      const saving = page.waitForEvent('download')
      await page.evaluate(url => window.page.host.download(url, 'shown.tgz'), `/download/${ticket}`)
      const download = await saving
      expect(await download.failure()).toBeNull()
      expect(download.suggestedFilename()).toMatch(/^c.-1\.tgz$/)
    })
  })

  it('three tabs that watch, with four slow calls each, still answer and still cancel', async () => {
    const first = await open(link())
    await ask(first)
    const pages = [
      first,
      await open(`http://${server.host}/`),
      await open(`http://${server.host}/`),
    ]
    for (const page of pages)
      await page.evaluate(() => {
        const controllers = [1, 2, 3, 4].map(() => new AbortController())
        Object.assign(window, { cancelAll: () => controllers.forEach(each => each.abort()) })
        void window.page.call('transfers.watch', {}).catch(() => {})
        for (const { signal } of controllers)
          void window.page
            .call('registries.signOut', { registryId: 'r' }, { signal })
            .catch(() => {})
      })
    await expect.poll(() => slow.length).toBe(12)
    for (const page of pages) expect(await ask(page)).toBe('answered')
    for (const page of pages)
      await page.evaluate(() => (window as unknown as { cancelAll(): void }).cancelAll())
    await expect.poll(() => slow.filter(({ signal }) => signal.aborted).length).toBe(12)
    for (const page of pages) expect(await ask(page)).toBe('answered')
  })

  describe('a page on another port', () => {
    it('cannot call, even with the cookie that the browser sends along', async () => {
      await open(link()).then(ask)
      const page = await open(evilOrigin)
      const results = await page.evaluate(async host => {
        const attempt = async (act: () => Promise<unknown>) => {
          try {
            return await act()
          } catch (error) {
            return error instanceof Error ? error.name : 'failed'
          }
        }
        const socket = () =>
          new Promise(resolve => {
            const opened = new WebSocket(`ws://${host}/calls`, ['chartroom.v1', 'page.x'])
            opened.onopen = () => resolve('open')
            opened.onerror = () => resolve('refused')
          })
        const json = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' }
        const include = { credentials: 'include' } as const
        return {
          read: await attempt(() => fetch(`http://${host}/`).then(answer => answer.text())),
          post: await attempt(() => fetch(`http://${host}/session/check`, { ...json, ...include })),
          blind: await attempt(() =>
            fetch(`http://${host}/session/end`, {
              method: 'POST',
              mode: 'no-cors',
              ...include,
              body: '{}',
            }).then(({ type }) => type),
          ),
          socket: await socket(),
        }
      }, server.host)
      expect(results).toEqual({
        read: 'TypeError',
        post: 'TypeError',
        blind: expect.stringMatching(/TypeError|opaque/),
        socket: 'refused',
      })
      expect(await open(`http://${server.host}/`).then(ask)).toBe('answered')
    })

    it('cannot frame, load or script us', async () => {
      await open(link()).then(ask)
      const page = await open(evilOrigin)
      const results = await page.evaluate(async host => {
        const load = (tag: 'script' | 'img' | 'link', address: string) =>
          new Promise(resolve => {
            const element = document.createElement(tag)
            element.onload = () => resolve('loaded')
            element.onerror = () => resolve('refused')
            if (element instanceof HTMLLinkElement)
              Object.assign(element, { rel: 'stylesheet', href: address })
            else element.src = address
            document.body.append(element)
          })
        const frame = document.createElement('iframe')
        frame.src = `http://${host}/`
        const framed = new Promise(resolve => (frame.onload = resolve))
        document.body.append(frame)
        await framed
        return {
          script: await load('script', `http://${host}/page.js`),
          json: await load('script', `http://${host}/session/check`),
          image: await load('img', `http://${host}/session/end`),
          style: await load('link', `http://${host}/page.js`),
          frame: frame.contentDocument === null ? 'closed to us' : frame.contentDocument.title,
          leaked: 'page' in window,
        }
      }, server.host)
      expect(results).toEqual({
        script: 'refused',
        json: 'refused',
        image: 'refused',
        style: 'refused',
        frame: 'closed to us',
        leaked: false,
      })
      const frames = page.frames().filter(frame => frame.parentFrame() !== null)
      for (const frame of frames) expect(await frame.title()).not.toBe('Host')
      const opener = page.waitForEvent('popup')
      await page.evaluate(host => void window.open(`http://${host}/`, 'x'), server.host)
      const popup = await opener
      await popup.waitForLoadState()
      expect(await popup.evaluate(() => window.opener as unknown)).toBeNull()
    })
  })

  it('a name that is made to resolve here gets nothing', async () => {
    const rebound = await launchBrowser(['--host-resolver-rules=MAP rebind.test 127.0.0.1'])
    const page = await rebound.newPage()
    const { port } = server
    // The page that the name showed before it was made to resolve here.
    await page.route(`http://rebind.test:${port}/`, route =>
      route.fulfill({ contentType: 'text/html', body: '<title>Evil</title>' }),
    )
    await page.goto(`http://rebind.test:${port}/`)
    const statuses = await page.evaluate(async () => {
      const paths = ['/index.html', '/page.js', '/download/x', '/session']
      return Promise.all(
        paths.map(each =>
          fetch(each).then(
            ({ status }) => status,
            () => 'failed',
          ),
        ),
      )
    })
    // Chromium takes 421 as a reason to try anew, and then gives up.
    for (const status of statuses) expect([421, 'failed']).toContain(status)
    await rebound.close()
  })
})
