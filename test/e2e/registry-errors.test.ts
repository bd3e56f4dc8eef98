import { writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { chromiumPath } from '../support/browser.ts'
import { putChart } from '../support/chart-version.ts'
import { type FaultRegistry, raw, reply } from '../support/fault-registry/fault-registry.ts'
import { addAnonymously, clickVersion } from '../support/screen.ts'
import { axeInBothThemes, registryLine, shareScreen } from '../support/registry-screen.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

// Where a registry does not answer as hoped: what is said, where it stands, and what can be done.

const refused = (code: string) => ({ errors: [{ code, message: code.toLowerCase() }] })

describe.skipIf(chromiumPath === undefined)('errors of a registry', () => {
  let page: Page
  let registry: FaultRegistry
  let chart: ReturnType<typeof putChart>

  shareScreen(now => {
    ;({ page, registry } = now)
    chart = putChart(registry, { repository: 'team/demo', tag: '1.2.3', withProvenance: true })
    putChart(registry, { repository: 'team/demo', tag: '1.1.0' })
  })

  const main = () => page.getByRole('main')
  const status = () => page.getByRole('contentinfo')
  const registryRow = () => registryLine(page, registry)
  const versionRow = (name: RegExp) => page.getByRole('row', { name })
  const openDemo = async () => {
    await addAnonymously(page, registry.host)
    await main().getByRole('option', { name: 'team/demo' }).click()
  }

  it('asks for a sign-in with what is behind it, also after the row in the sidebar is chosen', async () => {
    registry.on(
      /_catalog/,
      reply(401, refused('UNAUTHORIZED'), { 'www-authenticate': 'Basic realm="R"' }),
    )
    await addAnonymously(page, registry.host)
    const pane = main().getByRole('alert')
    await pane.getByRole('heading', { name: `Sign in to ${registry.host}` }).waitFor()
    await status().getByText(`Not signed in to ${registry.host}`).waitFor()
    await axeInBothThemes(page)
    await registryRow().click()
    await pane.getByRole('heading', { name: `Sign in to ${registry.host}` }).waitFor()
    await pane.getByRole('button', { name: 'Find out why…' }).click()
    await page.getByRole('heading', { name: 'Sign-in doctor' }).waitFor()
    // Its own page stays within reach, also of the keyboard.
    await registryRow().click()
    await page.keyboard.press('Shift+F10')
    await page.getByRole('menuitem', { name: 'About this registry' }).click()
    await main()
      .getByRole('grid', { name: `What ${registry.host} can do` })
      .waitFor()
  })

  it('keeps repositories from a file where a registry lists none, after they were seen', async () => {
    registry.on(/_catalog/, reply(404, refused('UNSUPPORTED')))
    await addAnonymously(page, registry.host)
    await page.getByRole('heading', { name: `${registry.host} does not list` }).waitFor()
    const file = path.join(temporaryFolder(), 'repositories.txt')
    writeFileSync(file, `oci://${registry.host}/team/demo\nteam/gone\n`)
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Import from a file…' }).click()
    await (await chooser).setFiles(file)
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Repositories, one a line' }).inputValue())
      .toContain('team/gone')
    await page.getByRole('button', { name: 'Keep 2 repositories' }).click()
    const kept = main().getByRole('listitem')
    await kept.filter({ hasText: 'team/demo' }).getByText('2 versions').waitFor()
    await kept.filter({ hasText: 'team/gone' }).getByText('Not found, or no access').waitFor()
    await main().getByText('Listed now: Repositories you keep.').waitFor()
    await axeInBothThemes(page)
    await main().getByRole('button', { name: 'About this registry' }).click()
    await main().getByText('Type, paste or import the repositories you use').waitFor()
  })

  it('says what of a list is on this machine while the registry is away', async () => {
    await openDemo()
    await clickVersion(versionRow(/^1\.2\.3 .*sha256:/))
    await versionRow(/^1\.1\.0 .*sha256:/).waitFor()
    const inspector = page.getByRole('complementary', { name: 'Inspector' })
    await inspector.getByText('No README', { exact: true }).waitFor()
    let isDown = true
    registry.on(/./, exchange => (isDown ? raw()(exchange) : exchange.pass()))
    const pull = main().getByRole('button', { name: /^Pull \S+…$/ })
    await pull.focus()
    await page.keyboard.press('Alt+r')
    await main().getByText('Offline.').waitFor()
    await main()
      .getByText(/^Next try in \d+ s$/)
      .waitFor()
    await page.getByRole('columnheader', { name: 'On this machine' }).waitFor()
    await versionRow(/^1\.2\.3 /)
      .getByText('Package and README')
      .waitFor()
    await versionRow(/^1\.1\.0 /)
      .getByText('Listing only')
      .waitFor()
    await status().getByText(`${registry.host} cannot be reached`).waitFor()
    // What is here can be pulled from here: no registry is asked, and the sheet says so.
    expect(await pull.getAttribute('aria-disabled')).toBe(null)
    expect(await pull.evaluate(button => button === document.activeElement)).toBe(true)
    // The next try of the list may come meanwhile; of the version itself nothing is asked.
    const asked = registry.log(/manifests|blobs/)
    await page.keyboard.press('Enter')
    const sheet = page.getByRole('dialog', { name: 'Pull demo 1.2.3' })
    await sheet.getByText(`From this machine: nothing was asked of ${registry.host}.`).waitFor()
    await sheet.getByText('The .prov file of this version is not on this machine.').waitFor()
    await axeInBothThemes(page)
    const download = page.waitForEvent('download')
    await sheet.getByRole('button', { name: 'Pull', exact: true }).click()
    expect(await readFile(await (await download).path())).toEqual(chart.archive)
    await sheet.getByText('The archive on this machine matches the digest').waitFor()
    expect(registry.log(/manifests|blobs/)).toEqual(asked)
    await sheet.getByRole('button', { name: 'Done' }).click()
    await sheet.waitFor({ state: 'hidden' })

    await clickVersion(versionRow(/^1\.1\.0 .*sha256:/))
    const other = main().getByRole('button', { name: 'Pull 1.1.0…' })
    await other.hover()
    await page
      .getByText(`${registry.host} cannot be reached, and this version is not on this machine`)
      .first()
      .waitFor()
    expect(await other.getAttribute('aria-disabled')).toBe('true')
    await page.keyboard.press('Alt+d')
    expect(await page.getByRole('dialog').count()).toBe(0)
    await status().getByText('what is on this machine can be pulled').waitFor()
    // What was never listed has no rows to show; its pane tries again by itself too.
    await page.evaluate(() => {
      location.hash = location.hash.replace(/team%2Fdemo.*/, 'team%2Fnever-listed')
    })
    const pane = main().getByRole('alert')
    await pane.getByText(/^Next try in \d+ s$/).waitFor()
    await axeInBothThemes(page)
    await page.goBack()
    await inspector.getByRole('alert').waitFor()
    isDown = false
    await main().getByRole('button', { name: 'Try now' }).click()
    await page.getByRole('columnheader', { name: 'On this machine' }).waitFor({ state: 'hidden' })
    await main().getByText('Offline.').waitFor({ state: 'hidden' })
    // One pane has found out that it is back: the others are asked for again.
    await inspector.getByText('No README', { exact: true }).waitFor()
    expect(await inspector.getByRole('alert').count()).toBe(0)
    // Who answers with an error is there.
    registry.on(/./, reply(500, refused('UNKNOWN')))
    await page.keyboard.press('Alt+r')
    await main().getByText(`${registry.host} answers with errors.`).waitFor()
    await status().getByText(`${registry.host} answers with errors`).waitFor()
    await registryRow().getByText('errors').waitFor()
    expect(await main().getByText('Offline.').count()).toBe(0)
  })

  it('counts down at one place on every screen of a registry that limits', async () => {
    const tooMany = reply(429, refused('TOOMANYREQUESTS'), { 'retry-after': '600' })
    // One that no test before this has read: it would be on this machine.
    putChart(registry, { repository: 'team/demo', tag: '1.0.9' })
    await openDemo()
    await versionRow(/^1\.0\.9 .*sha256:/).waitFor()
    registry.on(/./, tooMany)
    await page.keyboard.press('Alt+r')
    const strip = main()
      .getByRole('status')
      .filter({ hasText: `Rate limited by ${registry.host}.` })
    await strip.getByText('Signing in raises the limit.').waitFor()
    expect(await strip.getByRole('timer').textContent()).toMatch(/^(10|9):\d\d$/)
    const refresh = page.getByRole('button', { name: 'Refresh' })
    expect(await refresh.getAttribute('aria-disabled')).toBe('true')
    const top = async () => (await strip.boundingBox())?.y
    const onVersions = await top()
    // Rows that are known stay readable; what is not known waits in sight, and offers nothing that could only fail.
    await versionRow(/^1\.2\.3 .*sha256:/).waitFor()
    await main()
      .getByRole('button', { name: /^Pull \S+…$/ })
      .hover()
    await page
      .getByText(/wants no requests until \d\d:\d\d; pull after that/)
      .first()
      .waitFor()
    await clickVersion(versionRow(/^1\.0\.9 .*sha256:/))
    const waits = page.getByRole('complementary', { name: 'Inspector' }).getByRole('alert')
    expect(await waits.getByRole('timer').textContent()).toMatch(/^(10|9):\d\d$/)
    expect(await waits.getByRole('button', { name: 'Try again' }).count()).toBe(0)
    await axeInBothThemes(page)
    await registryRow().click()
    await strip.waitFor()
    expect(await top()).toBe(onVersions)
    const test = main().getByRole('button', { name: 'Test again' })
    expect(await test.getAttribute('aria-disabled')).toBe('true')
    await strip.getByRole('button', { name: 'Sign in…' }).click()
    await page.getByRole('dialog', { name: `Sign in to ${registry.host}` }).waitFor()
    await page.keyboard.press('Escape')
  })

  it('shows once what a registry says of itself, until that is closed', async () => {
    registry.on(/tags\/list/, ({ response, pass }) => {
      response.setHeader('warning', '299 - "This registry closes in May"')
      pass()
    })
    await openDemo()
    const says = main()
      .getByRole('status')
      .filter({ hasText: `${registry.host} says:` })
    await says.getByText('This registry closes in May').waitFor()
    await page.keyboard.press('Alt+r')
    await versionRow(/^1\.2\.3 .*sha256:/).waitFor()
    expect(await says.count()).toBe(1)
    await says.getByRole('button', { name: 'Close' }).click()
    await page.keyboard.press('Alt+r')
    await versionRow(/^1\.2\.3 .*sha256:/).waitFor()
    expect(await says.count()).toBe(0)
  })
})
