import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { chromiumPath } from '../support/browser.ts'
import { putChart } from '../support/chart-version.ts'
import { type FaultRegistry, reply } from '../support/fault-registry/fault-registry.ts'
import { addAnonymously, axeProblems, clipboardText } from '../support/screen.ts'
import { axeInBothThemes, registryLine, shareScreen } from '../support/registry-screen.ts'

// The registry's own page: what is known of it, how that was found out, and what can be done with it.

describe.skipIf(chromiumPath === undefined)('the page of a registry', () => {
  let page: Page
  let registry: FaultRegistry

  shareScreen(now => {
    ;({ page, registry } = now)
    for (const tag of ['1.0.0', '1.1.0', '1.2.3'])
      putChart(registry, { repository: 'team/demo', tag })
    putChart(registry, { repository: 'team/other', tag: '0.1.0' })
  })

  const main = () => page.getByRole('main')
  const inspector = () => page.getByRole('complementary', { name: 'Inspector' })
  const sheet = () => main().getByRole('grid', { name: `What ${registry.host} can do` })
  const line = (name: string) => sheet().getByRole('row', { name: new RegExp(name) })
  const registryRow = () => registryLine(page, registry)
  const open = async () => {
    await addAnonymously(page, registry.host)
    await main().getByRole('option', { name: 'team/demo' }).waitFor()
    await registryRow().click()
    await sheet().waitFor()
  }

  it('opens with its row in the sidebar, and leads to its repositories and back', async () => {
    await open()
    await main().getByRole('heading', { name: registry.host, level: 1 }).waitFor()
    await main().getByRole('link', { name: '2 repositories' }).click()
    await main().getByRole('option', { name: 'team/other' }).waitFor()
    await main().getByText('listed by Catalog API').waitFor()
    await page.getByRole('navigation', { name: 'Path' }).getByRole('link').click()
    await sheet().waitFor()
    await page.getByRole('button', { name: 'Copy address' }).click()
    expect(await clipboardText(page)).toBe(`oci://${registry.host}`)
  })

  it('says what is known, how that was found out, and how the rest will be', async () => {
    await open()
    await line('Repository listing').getByText('Catalog API').waitFor()
    await line('Repository listing').getByText('2 repositories in 1 request').waitFor()
    await line('Tag paging').getByText('Link header').waitFor()
    await line('Tag paging')
      .getByText(/^probed /)
      .waitFor()
    const deletes = line('Delete by digest')
    await deletes.getByText('Not tried').waitFor()
    await deletes.getByText('Known after the first delete here').waitFor()
    await deletes.getByText('not yet').waitFor()
    // Nothing was sent to find out that could change anything.
    expect(registry.log(/^(?!GET|HEAD)/)).toEqual([])
    await axeInBothThemes(page)
  })

  it('shows the request behind a line, by mouse and by keyboard', async () => {
    await open()
    await line('Tag paging')
      .getByText(/^probed /)
      .waitFor()
    await line('Tag paging').click()
    await inspector().getByRole('heading', { name: 'Tag paging: link header' }).waitFor()
    await inspector()
      .getByText(/tags\/list/)
      .first()
      .waitFor()
    await inspector().getByText('200 OK').waitFor()
    await page.keyboard.press('ArrowDown')
    expect(await line('Referrers').getAttribute('aria-selected')).toBe('true')
    await page.keyboard.press('ArrowDown')
    await inspector().getByRole('heading', { name: 'Delete by digest: not tried' }).waitFor()
    await inspector().getByText('A delete is never sent to find out.', { exact: false }).waitFor()
    await inspector().getByRole('heading', { name: 'Digests with more than one tag' }).waitFor()
    await page.keyboard.press('End')
    await inspector().getByRole('heading', { name: 'Resumed upload: not tried' }).waitFor()
    await page.keyboard.press('Home')
    await page.keyboard.press('Enter')
    await expect
      .poll(() => inspector().evaluate(pane => pane.contains(document.activeElement)))
      .toBe(true)
    await inspector().getByRole('heading', { name: 'Where the list comes from' }).waitFor()
  })

  it('lists all requests, and shows each', async () => {
    await open()
    await inspector()
      .getByRole('tab', { name: /All requests \d+/ })
      .click()
    const list = inspector().getByRole('listbox', { name: 'Requests' })
    await list
      .getByRole('option', { name: /GET \/v2\/_catalog/ })
      .first()
      .click()
    const shown = inspector().getByRole('region', { name: 'Request and answer' })
    await shown.getByText('"team/other"').waitFor()
    await page.keyboard.press('Home')
    expect(await list.getByRole('option').first().getAttribute('aria-selected')).toBe('true')
    await inspector().getByRole('button', { name: 'Copy exchange' }).click()
    expect(await clipboardText(page)).toMatch(/^> (GET|HEAD) \/v2\//)
    expect(await axeProblems(page)).toEqual([])
    await inspector().getByRole('tab', { name: 'Source' }).click()
  })

  it('is tested again by button and by key, and says when that fails', async () => {
    await open()
    await line('Tag paging')
      .getByText(/^probed /)
      .waitFor()
    await page.getByRole('button', { name: 'Test again' }).waitFor()
    const before = registry.log(/^GET \/v2\/$/).length
    await page.getByRole('button', { name: 'Test again' }).click()
    await expect.poll(() => registry.log(/^GET \/v2\/$/).length).toBeGreaterThan(before)
    await page.getByRole('button', { name: 'Test again' }).waitFor()
    registry.on(/./, reply(503, { errors: [{ code: 'UNAVAILABLE' }] }))
    await page.keyboard.press('Alt+r')
    const strip = main().getByRole('status').filter({ hasText: 'Not tested.' })
    await strip.waitFor()
    await line('Tag paging').getByText('Link header').waitFor()
    await strip.getByRole('button', { name: 'Find out why…' }).click()
    await page.getByRole('heading', { name: 'Sign-in doctor' }).waitFor()
  })

  it('says as whom and how it is reached, and opens what changes that', async () => {
    await open()
    await main().getByText('None, as anyone').waitFor()
    // Nobody has pushed so far: neither is known.
    await main().getByText('Reading what is public, push not tried').waitFor()
    await main().getByText('Plain HTTP, not encrypted').waitFor()
    await main().getByRole('button', { name: 'Change the sign-in…' }).click()
    const signIn = page.getByRole('dialog', { name: `Sign in to ${registry.host}` })
    await signIn.getByText('Plain HTTP, not encrypted').waitFor()
    await page.keyboard.press('Escape')
    await main().getByRole('button', { name: 'Change TLS and proxy…' }).click()
    await page
      .getByRole('dialog')
      .getByText('this registry is reached over plain HTTP', { exact: false })
      .waitFor()
    expect(await page.getByRole('dialog').getByText('Certificates').count()).toBe(0)
    await page.keyboard.press('Escape')
    await main().getByRole('button', { name: 'Remove…' }).click()
    await page.getByRole('dialog').or(page.getByRole('alertdialog')).waitFor()
    await page.keyboard.press('Escape')
  })
})
