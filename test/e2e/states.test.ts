import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { mediaType } from '../../shared/model/media-types.ts'
import { chromiumPath } from '../support/browser.ts'
import { putChart, putManifest } from '../support/chart-version.ts'
import { type FaultRegistry, raw, reply } from '../support/fault-registry/fault-registry.ts'
import { addAnonymously, clickVersion, clipboardText } from '../support/screen.ts'
import { registryLine, shareScreen } from '../support/registry-screen.ts'

// Every answer of a registry that is not a plain list, as the screen says it.

const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 15_000 })

const refused = (code: string) => ({ errors: [{ code, message: code.toLowerCase() }] })

describe.skipIf(chromiumPath === undefined)('states of a registry', () => {
  let page: Page
  let registry: FaultRegistry

  shareScreen(now => {
    ;({ page, registry } = now)
  })

  const main = () => page.getByRole('main')
  const registryRow = () => registryLine(page, registry)
  const add = () => addAnonymously(page, registry.host)
  const openDemo = async () => {
    await add()
    await main().getByRole('option', { name: 'team/demo' }).click()
  }
  const versionRow = (name: RegExp) => page.getByRole('row', { name })

  it('keeps typed repositories where the registry does not list any', async () => {
    putChart(registry, { repository: 'team/demo', tag: '1.2.3' })
    putChart(registry, { repository: 'team/other', tag: '1.0.0' })
    registry.on(/_catalog/, reply(404, refused('UNSUPPORTED')))
    await add()
    await page.getByRole('heading', { name: `${registry.host} does not list` }).waitFor()
    await registryRow().getByText('no catalog').waitFor()
    const typed = page.getByRole('textbox', { name: 'Repository' })
    await typed.fill('team/demo')
    // What is typed stays, and the focus with it, while the registry is asked again and says the same.
    const asked = registry.log(/_catalog/).length
    await page.keyboard.press('Alt+r')
    await eventually(() => registry.log(/_catalog/).length).toBeGreaterThan(asked)
    await page.locator('[class*=turning]').waitFor({ state: 'hidden' })
    expect(await typed.inputValue()).toBe('team/demo')
    await page.keyboard.press('Enter')
    const kept = main().getByRole('listitem')
    await kept.filter({ hasText: 'team/demo' }).getByText('1 version').waitFor()

    await page.getByRole('button', { name: 'Paste a list…' }).click()
    await page
      .getByRole('textbox', { name: 'Repositories, one a line' })
      .fill(`${registry.host}/team/other\nteam/nothing\n`)
    await page.getByRole('button', { name: 'Keep 2 repositories' }).click()
    await kept.filter({ hasText: 'team/other' }).getByText('1 version').waitFor()
    await kept.filter({ hasText: 'team/nothing' }).getByText('Not found, or no access').waitFor()
    await page.getByRole('treeitem', { name: 'other' }).waitFor()
    await page.getByRole('button', { name: 'Remove team/nothing from the sidebar' }).click()
    await kept.filter({ hasText: 'team/nothing' }).waitFor({ state: 'hidden' })

    await page.getByRole('treeitem', { name: 'other' }).click()
    await versionRow(/^1\.0\.0 /).waitFor()
  })

  it('asks for a sign-in in the pane, and says of an error nothing before its words are here', async () => {
    const signInFirst = { 'www-authenticate': 'Basic realm="R"' }
    registry.on(/_catalog/, reply(401, refused('UNAUTHORIZED'), signInFirst))
    await add()
    const pane = main().getByRole('alert')
    await pane.getByRole('heading', { name: `Sign in to ${registry.host}` }).waitFor()
    const advice = pane.getByText('Sign in to this registry, then try again.')
    await advice.waitFor()
    const words = Promise.withResolvers<void>()
    await page.route(/all-error-words/, async route => {
      await words.promise
      await route.continue()
    })
    await page.reload()
    await pane.getByText(`GET http://${registry.host}/v2/_catalog`, { exact: false }).waitFor()
    expect(await pane.textContent()).not.toMatch(/errors\.|unexpected/i)
    expect(await advice.count()).toBe(0)
    words.resolve()
    await advice.waitFor()
    await page.unroute(/all-error-words/)
    await registryRow().getByText('sign in').waitFor()
  })

  it('keeps rows and their age while the registry cannot be reached, and goes on after it', async () => {
    putChart(registry, { repository: 'team/demo', tag: '1.2.3' })
    await openDemo()
    await versionRow(/^1\.2\.3 .*sha256:/).waitFor()
    let isDown = true
    registry.on(/./, exchange => (isDown ? raw()(exchange) : exchange.pass()))
    await page.getByRole('button', { name: 'Refresh' }).click()
    await main().getByText('Offline.').waitFor()
    await main()
      .getByText(/Showing what was saved .+, at \d\d:\d\d/)
      .waitFor()
    await main()
      .getByText(/Next try in/)
      .waitFor()
    await registryRow().getByText('offline').waitFor()
    await versionRow(/^1\.2\.3 .*sha256:/).waitFor()
    isDown = false
    await main().getByRole('button', { name: 'Try now' }).click()
    await main().getByText('Offline.').waitFor({ state: 'hidden' })
    await registryRow().getByText('offline').waitFor({ state: 'hidden' })
  })

  it('counts down where the registry limits, and leaves it alone meanwhile', async () => {
    putChart(registry, { repository: 'team/demo', tag: '1.2.3' })
    // Longer than what a call waits out by itself.
    const tooMany = reply(429, refused('TOOMANYREQUESTS'), { 'retry-after': '300' })
    registry.on(/tags\/list/, tooMany, 1)
    await page.clock.install()
    await openDemo()
    await main().getByText(`Rate limited by ${registry.host}.`).waitFor()
    await eventually(() => main().getByRole('timer').textContent()).toMatch(/4:\d\d/)
    await main().getByRole('button', { name: 'Sign in…' }).waitFor()
    await page.clock.fastForward(200_000)
    await eventually(() => main().getByRole('timer').textContent()).toMatch(/1:\d\d/)
    // Only the page's time passes here: the core keeps to what the registry said, whoever asks.
    await page.clock.fastForward(150_000)
    await page.getByRole('button', { name: 'Refresh' }).click()
    await main().getByText(`Rate limited by ${registry.host}.`).waitFor()
    expect(registry.log(/tags\/list/)).toHaveLength(1)
  })

  it('shows bars while a list is slow, and after 4 s whom it waits for', async () => {
    putChart(registry, { repository: 'team/demo', tag: '1.2.3' })
    const held = Promise.withResolvers<void>()
    registry.on(/tags\/list/, ({ pass }) => held.promise.then(pass))
    await openDemo()
    const beganMs = performance.now()
    await main().locator('[aria-busy=true]').waitFor()
    await main().getByText(`Waiting for ${registry.host} to list the tags.`).waitFor()
    expect(performance.now() - beganMs).toBeGreaterThan(3000)
    held.resolve()
    await versionRow(/^1\.2\.3 /).waitFor()
    expect(await main().locator('[aria-busy=true]').count()).toBe(0)
  })

  it('leaves no tooltip where the mouse has gone, and says in line with its acts when it tries again', async () => {
    registry.on(/_catalog/, reply(500, refused('UNKNOWN')))
    await page.getByRole('button', { name: 'Add registry' }).click()
    await page.getByRole('menuitem', { name: /^Add registry/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Add registry' })
    await dialog.getByRole('textbox', { name: 'Address' }).fill(registry.host)
    await dialog.getByRole('radio', { name: /Anonymous/ }).click()
    await dialog.getByRole('button', { name: 'Add registry' }).click()
    await dialog.waitFor({ state: 'hidden' })
    const pane = main().getByRole('alert')
    // Of the words, not of the box that a row may stretch.
    const middleOf = (words: RegExp) =>
      pane.getByText(words).evaluate(it => {
        const range = document.createRange()
        range.selectNodeContents(it)
        const { top, bottom } = range.getBoundingClientRect()
        return (top + bottom) / 2
      })
    const apart = (await middleOf(/^Next try in/)) - (await middleOf(/^Try again$/))
    // The focus is where the dialog was opened from; the pointer is not.
    const plus = page.getByRole('button', { name: 'Add registry' })
    const tooltip = page.locator('[role=tooltip]')
    await eventually(() => plus.evaluate(it => it === document.activeElement)).toBe(true)
    expect({ tooltips: await tooltip.count(), isInLine: Math.abs(apart) < 2 }).toEqual({
      tooltips: 0,
      isInLine: true,
    })
    // Whoever comes by keyboard is still told the name.
    await page.keyboard.press('Alt+n')
    await dialog.waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await eventually(() => tooltip.count()).toBeGreaterThan(0)
  })

  it('says what to do with a registry that is empty', async () => {
    await add()
    await page.getByRole('heading', { name: `${registry.host} is empty` }).waitFor()
    await page.getByText('Drop a chart (.tgz) here to push the first one.').waitFor()
    const chooser = page.waitForEvent('filechooser')
    await main().getByRole('button', { name: 'Push a chart…' }).press('Enter')
    await chooser
  })

  it('says that a web page is no registry, before anything is added', async () => {
    const html = '<!doctype html><title>Portal</title><h1>Welcome'
    registry.on(/./, reply(200, html, { 'content-type': 'text/html' }))
    await page.keyboard.press('Alt+n')
    const dialog = page.getByRole('dialog', { name: 'Add registry' })
    await dialog.getByRole('textbox', { name: 'Address' }).fill(registry.host)
    await page.keyboard.press('Enter')
    await dialog.getByText(`${registry.host} answers with a web page`, { exact: false }).waitFor()
    expect(await dialog.textContent()).not.toContain('Portal')
    await page.keyboard.press('Escape')
  })

  it('lists images, signatures and disagreeing configs for what they are', async () => {
    putChart(registry, { repository: 'team/demo', tag: '1.0.0' })
    const config = { apiVersion: 'v2', name: 'demo', version: '9.9.9' }
    putChart(registry, { repository: 'team/demo', tag: '1.1.0', version: '1.1.0', config })
    const empty = registry.addBlob(Buffer.from('{}'))
    putManifest(registry, 'team/demo', 'image', {
      schemaVersion: 2,
      mediaType: mediaType.ociManifest,
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: empty, size: 2 },
      layers: [],
    })
    const signature = `sha256-${'0'.repeat(64)}.sig`
    putManifest(registry, 'team/demo', signature, { schemaVersion: 2, layers: [] })
    await openDemo()
    await main().getByText('3 versions · 1 signature tag hidden').waitFor()
    await versionRow(/^1\.1\.0 /)
      .getByText('Chart.yaml says 9.9.9')
      .waitFor()
    await versionRow(/^image/)
      .getByText('Container image')
      .waitFor()
    expect(await page.getByText(signature).count()).toBe(0)
    await clickVersion(versionRow(/^image/))
    const inspector = page.getByRole('complementary', { name: 'Inspector' })
    await inspector.getByRole('tab', { name: 'README' }).click()
    await inspector.getByText('This tag is not a chart').waitFor()
    await inspector.getByRole('heading', { name: 'Container image' }).waitFor()
    await main().locator('header').getByText('Container image').waitFor()
    await page.getByRole('button', { name: 'Other forms to copy' }).click()
    await page.getByRole('menuitem', { name: 'docker pull' }).click()
    await expect
      .poll(() => clipboardText(page))
      .toMatch(new RegExp(`^docker pull ${registry.host}/team/demo@sha256:[0-9a-f]{64}$`))
    await inspector.getByRole('tab', { name: 'Manifest' }).click()
    await inspector.getByText('application/vnd.oci.image.config.v1+json').waitFor()
    await inspector.getByRole('tab', { name: 'README' }).click()
  })

  it('says what is wrong with an archive that is damaged, in the inspector', async () => {
    const { archive } = putChart(registry, { repository: 'team/whole', tag: '1.0.0' })
    const cut = registry.addBlob(archive.subarray(0, archive.byteLength / 2))
    const config = registry.addBlob(Buffer.from('{"name":"demo","version":"1.0.0"}'))
    putManifest(registry, 'team/demo', '1.0.0', {
      schemaVersion: 2,
      config: { mediaType: mediaType.helmConfig, digest: config, size: 33 },
      layers: [
        {
          mediaType: mediaType.helmChart,
          digest: cut,
          size: Math.floor(archive.byteLength / 2),
        },
      ],
    })
    await openDemo()
    await clickVersion(versionRow(/^1\.0\.0 .*sha256:/))
    const inspector = page.getByRole('complementary', { name: 'Inspector' })
    await inspector.getByText(/The archive (ends too early|is damaged)/).waitFor()
    await versionRow(/^1\.0\.0 .*sha256:/).waitFor()
  })

  it('shows 10,000 tags with few elements, to the last row, and filters them by a range', async () => {
    const { digest } = putChart(registry, { repository: 'team/demo', tag: '1.2.3' })
    const manifest = registry.manifest('team/demo', digest)
    const tags = Array.from({ length: 10_000 }, (_, n) => `${Math.floor(n / 100)}.${n % 100}.0`)
    registry.on(/tags\/list/, reply(200, { name: 'team/demo', tags }))
    registry.on(
      /manifests\//,
      reply(200, manifest?.bytes.toString(), { 'content-type': mediaType.ociManifest }),
    )
    await openDemo()
    await versionRow(/^99\.99\.0 /).waitFor()
    await main().getByText('10,000 versions').waitFor()
    const grid = page.getByRole('grid')
    const elements = () => grid.locator('*').count()
    expect(await elements()).toBeLessThan(500)
    await clickVersion(versionRow(/^99\.99\.0 /))
    await page.keyboard.press('End')
    await versionRow(/^0\.0\.0 /).waitFor()
    expect(await elements()).toBeLessThan(500)
    await page.keyboard.press('Home')
    await versionRow(/^99\.99\.0 /).waitFor()
    await page.getByRole('searchbox', { name: 'Filter versions' }).fill('>=7.5 <7.9 || ^98.97')
    await page.getByText('SemVer range').waitFor()
    await page.getByText('7 of 10,000').waitFor()
    expect(await grid.getAttribute('aria-rowcount')).toBe('8')
    await page.getByRole('searchbox', { name: 'Filter versions' }).fill('')
    // What was asked for is what was in sight, not the list.
    expect(registry.log(/manifests\//).length).toBeLessThan(400)
  })

  it('shows the first 100 of 10,000 repositories while the rest is on its way', async () => {
    const names = Array.from({ length: 10_000 }, (_, n) => `team-${n % 10}/chart-${n}`).sort()
    const held = Promise.withResolvers<void>()
    registry.on(/_catalog/, async ({ request, response }) => {
      const { searchParams } = new URL(request.path, 'http://registry')
      const last = searchParams.get('last')
      if (last !== null) await held.promise
      const from = last === null ? 0 : names.indexOf(last) + 1
      const page = names.slice(from, from + (last === null ? 100 : 10_000))
      const link = `</v2/_catalog?last=${encodeURIComponent(page.at(-1) ?? '')}&n=100>; rel="next"`
      const headers: Record<string, string> = last === null ? { link } : {}
      await reply(
        200,
        { repositories: page },
        headers,
      )({
        request,
        response,
        call: 1,
        pass: () => undefined,
      })
    })
    await add()
    await main().getByText('100 repositories so far').waitFor()
    await page.getByRole('option', { name: names[0] ?? '' }).waitFor()
    held.resolve()
    await main().getByText('10,000 repositories', { exact: true }).waitFor()
    const inDocument = await page.locator('[role=option], [role=treeitem]').count()
    expect(inDocument).toBeGreaterThan(20)
    expect(inDocument).toBeLessThan(200)
    await page.getByRole('searchbox', { name: 'Filter this list' }).fill('chart-9999')
    await page.getByRole('option', { name: 'team-9/chart-9999' }).waitFor()
    await main().getByText('1 of 10,000 repositories').waitFor()
  })
})
