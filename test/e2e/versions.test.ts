import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { mediaType } from '../../shared/model/media-types.ts'
import { chromiumPath } from '../support/browser.ts'
import { putChart, putManifest } from '../support/chart-version.ts'
import { type FaultRegistry, reply } from '../support/fault-registry/fault-registry.ts'
import { axeInBothThemes, shareScreen } from '../support/registry-screen.ts'
import { addAnonymously, clickVersion, clipboardText } from '../support/screen.ts'

// The list of versions: what is acted on, in which order rows come, what is left out of them.

const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 15_000 })

describe.skipIf(chromiumPath === undefined)('the versions of a repository', () => {
  let page: Page
  let registry: FaultRegistry

  shareScreen(now => {
    ;({ page, registry } = now)
  })

  const repository = 'team/demo'
  const main = () => page.getByRole('main')
  const grid = () => page.getByRole('grid', { name: `Versions of ${repository}` })
  const row = (name: RegExp) => page.getByRole('row', { name })
  const filter = () => page.getByRole('searchbox', { name: 'Filter versions' })
  const open = async () => {
    await addAnonymously(page, registry.host)
    await main().getByRole('option', { name: repository }).click()
    await grid().getByText('sha256:', { exact: false }).first().waitFor()
  }
  const selected = () =>
    grid().getByRole('row', { selected: true }).getByRole('gridcell').first().innerText()
  const pull = () => main().getByRole('button', { name: /^Pull/ })
  const install = () => main().getByRole('button', { name: /^Copy install command/ })
  const order = () =>
    grid()
      .locator('[role=row][aria-selected]')
      .evaluateAll(rows =>
        rows
          .toSorted((a, b) => Number(a.ariaRowIndex) - Number(b.ariaRowIndex))
          .map(one => one.id.replace('version-', '')),
      )
  const header = (name: string) => grid().getByRole('columnheader', { name })
  const put = (tag: string, more: { app?: string; day?: number; kilobytes?: number } = {}) =>
    putChart(registry, {
      repository,
      tag,
      files: { 'demo/values.bin': noise((more.kilobytes ?? 1) * 1000) },
      config: {
        apiVersion: 'v2',
        name: 'demo',
        version: tag.replace('_', '+'),
        appVersion: more.app ?? '7.0',
      },
      annotations: { 'org.opencontainers.image.created': `2026-0${more.day ?? 1}-01T00:00:00Z` },
    })

  it('acts on what is seen: the filter takes the selection along, and with none the acts are off', async () => {
    const digests = new Map(
      ['1.0.0', '1.1.0', '2.0.0', '3.0.0-rc.1'].map(tag => [tag, put(tag).digest]),
    )
    const reference = (tag: string) => `oci://${registry.host}/${repository}@${digests.get(tag)}`
    const copied = async (tag: string) => {
      await grid().focus()
      await page.keyboard.press('Control+c')
      await eventually(() => clipboardText(page)).toBe(reference(tag))
    }
    await open()
    await main().getByRole('button', { name: 'Pull 2.0.0…' }).waitFor()

    await filter().fill('1.')
    await main().getByRole('button', { name: 'Pull 1.1.0…' }).waitFor()
    await main().getByRole('button', { name: 'Copy install command of 1.1.0' }).waitFor()
    expect(await selected()).toBe('1.1.0')
    await eventually(() => page.url()).toContain('/1.1.0')
    await copied('1.1.0')
    await page.keyboard.press('Alt+d')
    const sheet = page.getByRole('dialog', { name: 'Pull demo 1.1.0' })
    await sheet.getByText(digests.get('1.1.0') ?? '').waitFor()
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'hidden' })

    await filter().fill('9')
    await page.getByRole('heading', { name: 'No version matches 9' }).waitFor()
    expect(await pull().getAttribute('aria-disabled')).toBe('true')
    expect(await install().getAttribute('aria-disabled')).toBe('true')
    expect(await main().getByRole('button', { name: 'Other forms to copy' }).isDisabled()).toBe(
      true,
    )
    await pull().hover()
    await page.getByText('No version is shown; clear the filter first').first().waitFor()
    await page.keyboard.press('Alt+d')
    await page.keyboard.press('Shift+Alt+c')
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(await clipboardText(page)).toBe(reference('1.1.0'))
    await axeInBothThemes(page)

    // The same with what leaves out pre-releases.
    await filter().fill('')
    await clickVersion(row(/^3\.0\.0-rc\.1 /))
    await main().getByRole('button', { name: 'Pull 3.0.0-rc.1…' }).waitFor()
    await main().getByRole('checkbox', { name: 'Pre-releases' }).uncheck()
    await main().getByText('3 of 4', { exact: true }).waitFor()
    await main().getByRole('button', { name: 'Pull 2.0.0…' }).waitFor()

    // A menu selects its row: the keys beside its items act on that one.
    await row(/^1\.0\.0 /)
      .getByRole('gridcell')
      .first()
      .click({ button: 'right' })
    const menu = page.getByRole('menu')
    await menu.getByRole('menuitem', { name: 'Pull 1.0.0…' }).waitFor()
    await main().getByRole('button', { name: 'Pull 1.0.0…' }).waitFor()
    expect(await selected()).toBe('1.0.0')
    await menu.getByRole('menuitem', { name: 'Copy install command' }).click()
    await eventually(() => clipboardText(page)).toContain(`helm install demo ${reference('1.0.0')}`)

    // A place that is opened from elsewhere is seen: what would hide it goes.
    await filter().fill('1.')
    await eventually(() => main().getByText('2 of 4', { exact: true }).count()).toBe(1)
    await page.evaluate(() => {
      location.hash = location.hash.replace('/1.0.0', '/3.0.0-rc.1')
    })
    await main().getByRole('button', { name: 'Pull 3.0.0-rc.1…' }).waitFor()
    expect(await filter().inputValue()).toBe('')
    expect(await selected()).toContain('3.0.0-rc.1')

    // Deleted at the registry: nothing else takes its place unasked.
    registry.on(/tags\/list/, reply(200, { name: repository, tags: ['1.0.0', '1.1.0', '2.0.0'] }))
    await page.keyboard.press('Alt+r')
    await main().getByText('3 versions', { exact: true }).waitFor()
    await eventually(() => pull().getAttribute('aria-disabled')).toBe('true')
    await pull().hover()
    await page.getByText('3.0.0-rc.1 is no longer in this repository').first().waitFor()
  })

  it('opens the menu of the selected row by key, beside that row, and gives the focus back', async () => {
    put('1.0.0')
    put('1.1.0')
    await open()
    await grid().focus()
    await page.keyboard.press('ArrowDown')
    await main().getByRole('button', { name: 'Pull 1.0.0…' }).waitFor()
    for (const key of ['Shift+F10', 'ContextMenu']) {
      await page.keyboard.press(key)
      const menu = page.getByRole('menu')
      await menu.getByRole('menuitem', { name: 'Pull 1.0.0…' }).waitFor()
      const [at, of] = [await menu.boundingBox(), await row(/^1\.0\.0 /).boundingBox()]
      expect(Math.abs((at?.y ?? 0) - (of?.y ?? 0))).toBeLessThan(40)
      await page.keyboard.press('Escape')
      await menu.waitFor({ state: 'hidden' })
      await eventually(() => grid().evaluate(one => one === document.activeElement)).toBe(true)
    }
    // A button in a row leaves the focus where the keys of the list are.
    await row(/^1\.0\.0 /)
      .getByRole('button', { name: 'Copy full digest' })
      .click()
    await page.keyboard.press('ArrowUp')
    await eventually(selected).toBe('1.1.0')
    expect(await grid().evaluate(one => one === document.activeElement)).toBe(true)
  })

  it('sorts by mouse and by keyboard, finds app versions and digests, and says what is left out', async () => {
    put('1.9.0', { app: 'v7.10.0', day: 3, kilobytes: 30 })
    const ten = put('1.10.0', { app: '7.9.0', day: 5, kilobytes: 3 })
    put('2.0.0-rc.1', { app: '8.0.0-beta', day: 4, kilobytes: 12 })
    await open()
    await header('Version').waitFor()
    expect(await header('Version').getAttribute('aria-sort')).toBe('descending')
    expect(await order()).toEqual(['2.0.0-rc.1', '1.10.0', '1.9.0'])
    await clickVersion(row(/^1\.10\.0 /))
    await header('App').getByRole('button').click()
    await eventually(order).toEqual(['2.0.0-rc.1', '1.9.0', '1.10.0'])
    expect(await header('App').getAttribute('aria-sort')).toBe('descending')
    expect(await header('Version').getAttribute('aria-sort')).toBe('none')
    await header('Size').getByRole('button').focus()
    await page.keyboard.press('Enter')
    await eventually(order).toEqual(['1.9.0', '2.0.0-rc.1', '1.10.0'])
    await page.keyboard.press('Space')
    await eventually(order).toEqual(['1.10.0', '2.0.0-rc.1', '1.9.0'])
    expect(await header('Size').getAttribute('aria-sort')).toBe('ascending')
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await eventually(order).toEqual(['1.10.0', '2.0.0-rc.1', '1.9.0'])
    expect(await header('Created').getAttribute('aria-sort')).toBe('descending')
    // The order changes beneath a selection that stays.
    expect(await selected()).toBe('1.10.0')
    await axeInBothThemes(page)

    await filter().fill('7.9')
    await main().getByText('1 of 3', { exact: true }).waitFor()
    await row(/^1\.10\.0 /).waitFor()
    await filter().fill(ten.digest.slice(7, 13))
    await row(/^1\.10\.0 /).waitFor()
    await main().getByText('1 of 3', { exact: true }).waitFor()

    await filter().fill('^2')
    await main().getByText('1 pre-release matches, use ^2-0.').waitFor()
    await main().getByRole('button', { name: 'Use ^2-0' }).click()
    await row(/^2\.0\.0-rc\.1 /).waitFor()
    expect(await filter().inputValue()).toBe('^2-0')
    await main().getByRole('checkbox', { name: 'Pre-releases' }).uncheck()
    await main().getByText('1 pre-release matches, and pre-releases are hidden.').waitFor()
    await main().getByRole('button', { name: 'Show pre-releases' }).click()
    await row(/^2\.0\.0-rc\.1 /).waitFor()
  })

  it('says of each version whether a .prov lies with it, and cuts nothing without an ellipsis', async () => {
    const long = '2.0.0-0.20240131120000-abcdef123456.long.enough.for.any.column'
    put(long)
    put('104.2.0_up1.7.1')
    put('1.0.0', { app: 'a-name-of-an-application-that-is-far-too-long-1.2.3' })
    await open()
    await row(/^1\.0\.0 .*sha256:/).waitFor()
    await page.keyboard.press('Shift+Alt+i')
    const provenance = () => page.getByRole('columnheader', { name: 'Provenance' })
    // No version has one: in a narrow window the column goes first.
    await provenance().waitFor()
    for (const width of [1440, 1000, 640]) {
      await page.setViewportSize({ width, height: 800 })
      expect(await cutWithoutEllipsis(page)).toEqual([])
      const widths = await columnWidths(page)
      expect(Math.max(...widths)).toBe(widths[0])
      expect(await provenance().isVisible()).toBe(width === 1440)
    }
    // The tag goes before the name is cut.
    await page.setViewportSize({ width: 640, height: 800 })
    const name = row(/^104/).getByText('104.2.0+up1.7.1', { exact: true })
    expect(await name.evaluate(one => one.scrollWidth <= one.clientWidth + 1)).toBe(true)
    await page.setViewportSize({ width: 1440, height: 900 })

    putChart(registry, { repository, tag: '3.0.0', withProvenance: true })
    const empty = registry.addBlob(Buffer.from('{}'))
    putManifest(registry, repository, 'image', {
      schemaVersion: 2,
      mediaType: mediaType.ociManifest,
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: empty, size: 2 },
      layers: [],
    })
    await page.keyboard.press('Alt+r')
    const without = 'No provenance file lies with this version'
    const of = (name: RegExp) => row(name).getByRole('gridcell').last()
    await row(/^3\.0\.0 .*Not checked$/).waitFor()
    expect(await of(/^3\.0\.0 /).getAttribute('title')).toMatch(/^A provenance file lies with/)
    expect(await of(/^1\.0\.0 /).getAttribute('title')).toBe(without)
    expect(await of(/^1\.0\.0 /).innerText()).toBe(without)
    await clickVersion(row(/^image/))
    await pull().hover()
    await page.getByText('A container image is not a chart').first().waitFor()
    expect(await pull().getAttribute('aria-disabled')).toBe('true')
    await page.keyboard.press('Shift+Alt+i')
  })
})

/** Bytes that do not compress, the same in every run. */
const noise = (length: number): string => {
  let seed = 7
  return Array.from({ length }, () => {
    seed = (seed * 48_271) % 2_147_483_647
    return String.fromCharCode(33 + (seed % 90))
  }).join('')
}

/** Texts of the table that are wider than their place and do not say so. */
const cutWithoutEllipsis = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('[role=grid] *')]
      .filter(one => [...one.childNodes].some(node => node.nodeType === 3))
      .filter(one => !one.classList.contains('sr') && one.getClientRects().length > 0)
      .filter(one => {
        const cell = one.closest('[role=gridcell], [role=columnheader]')?.getBoundingClientRect()
        const own = one.getBoundingClientRect()
        // A second line of the cell is not shown at all.
        if (!cell || own.top >= cell.bottom) return false
        const isEllipsized = getComputedStyle(one).textOverflow === 'ellipsis'
        return (
          (one.scrollWidth > one.clientWidth + 1 && !isEllipsized && one.clientWidth > 0) ||
          own.right > cell.right + 0.5
        )
      })
      .map(one => one.textContent),
  )

const columnWidths = (page: Page): Promise<number[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('[role=grid] [role=columnheader]')].map(
      one => one.getBoundingClientRect().width,
    ),
  )
