import type { Locator } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath } from '../support/browser.ts'
import { openGallery, type GalleryPage } from '../support/gallery/open-gallery.ts'
import { axeProblems, clipboardText } from '../support/screen.ts'

// States of single components that take a key or a click, with nothing of the program behind them.

describe.skipIf(chromiumPath === undefined)('components', () => {
  let gallery: GalleryPage

  beforeAll(async () => {
    gallery = await openGallery()
    await gallery.show()
  })
  afterAll(() => gallery?.close())

  const state = (of: string, name: string): Locator =>
    gallery.page.locator(`section[id="components/${of}.tsx"] [data-shows="${name}"]`)
  const press = (key: string) => gallery.page.keyboard.press(key)
  const focused = () => gallery.page.evaluate(() => document.activeElement?.textContent ?? '')

  it('Tabs: arrows go round, and what does not fit is in a menu', async () => {
    const tabs = state('tabs', 'all fit')
    await tabs.getByRole('tab', { name: 'Files' }).focus()
    await press('ArrowRight')
    expect(await focused()).toBe('Values')
    await press('ArrowRight')
    expect(await tabs.getByRole('tab', { selected: true }).innerText()).toBe('Readme')
    expect(await tabs.getByRole('tabpanel').innerText()).toBe('readme')

    const narrow = state('tabs', 'some are in More')
    await narrow.getByRole('button', { name: 'More' }).click()
    await gallery.page.getByRole('menuitem', { name: 'Manifest' }).click()
    // The button bears the name of what is open, and no tab claims to.
    await narrow.getByRole('button', { name: 'Manifest' }).waitFor()
    expect(await narrow.getByRole('tab', { selected: true }).count()).toBe(0)
  })

  it('Menu: keys open it, what cannot be used says why, Esc gives the focus back', async () => {
    const button = state('menu', 'below its button').getByRole('button')
    await button.focus()
    await press('Enter')
    const menu = gallery.page.getByRole('menu')
    await menu.getByRole('menuitem', { name: 'Find out why Nothing has failed' }).waitFor()
    expect(await menu.getByRole('menuitem', { name: /Find out why/ }).isEnabled()).toBe(false)
    expect(await menu.getByRole('menuitemcheckbox').isChecked()).toBe(true)
    expect(await axeProblems(gallery.page)).toEqual([])
    await press('Escape')
    await menu.waitFor({ state: 'hidden' })
    expect(await focused()).toBe('More')

    await state('menu', 'of the secondary button').getByRole('button').click({ button: 'right' })
    await menu.getByRole('menuitem', { name: 'Remove…' }).waitFor()
    await press('Escape')
    await menu.waitFor({ state: 'hidden' })
  })

  it('Popover: the focus goes in, and comes back', async () => {
    await state('popover', 'below its button').getByRole('button', { name: 'Go to…' }).click()
    const popover = gallery.page.getByRole('dialog', { name: 'Go to' })
    await popover.getByRole('textbox', { name: 'Reference' }).waitFor()
    expect(await popover.evaluate(panel => panel.contains(document.activeElement))).toBe(true)
    expect(await axeProblems(gallery.page)).toEqual([])
    await popover.getByRole('button', { name: 'Close' }).click()
    await popover.waitFor({ state: 'hidden' })
    expect(await focused()).toBe('Go to…')
  })

  it('Button: a disabled one can be reached, says why, and does nothing', async () => {
    const disabled = state('button', 'disabled, with a reason').getByRole('button')
    await disabled.hover()
    const tip = gallery.page.locator('[role=tooltip]').filter({ hasText: 'Type an address first' })
    await tip.waitFor({ state: 'attached' })
    expect(await disabled.getAttribute('aria-disabled')).toBe('true')
    await disabled.focus()
    expect(await focused()).toBe('Add registry')
  })

  it('CopyButton: copies, and says so', async () => {
    await state('copy-button', 'medium').getByRole('button', { name: 'Copy address' }).click()
    await gallery.page.getByText('Copied', { exact: true }).waitFor({ state: 'attached' })
    expect(await clipboardText(gallery.page)).toBe('oci://registry.acme.example/web')
  })

  it('Segments and Select: one of a few by keys, as the browser has it', async () => {
    const segments = state('segments', 'three')
    await segments.getByRole('radio', { name: 'sh', exact: true }).focus()
    await press('ArrowRight')
    expect(await segments.getByRole('radio', { name: 'PowerShell' }).isChecked()).toBe(true)
    const select = state('select', 'usual').getByRole('combobox', { name: 'Shell of the snippets' })
    await select.selectOption('cmd')
    expect(await select.inputValue()).toBe('cmd')
    expect(await state('select', 'disabled').getByRole('combobox').isDisabled()).toBe(true)
  })

  it('SplitHandle: keys move it between its bounds', async () => {
    const handle = state('split-handle', 'at a pane').getByRole('separator')
    await handle.focus()
    await press('ArrowLeft')
    expect(await handle.getAttribute('aria-valuenow')).toBe('224')
    for (let at = 0; at < 12; at += 1) await press('ArrowRight')
    expect(await handle.getAttribute('aria-valuenow')).toBe('360')
  })

  it('secrets stand in no markup', async () => {
    for (const of of ['secret-input', 'secret-text']) {
      const field = state(of, 'filled').locator('input, textarea')
      expect(await field.inputValue()).toBe('example')
      expect(await field.evaluate(element => element.outerHTML)).not.toContain('example')
    }
  })

  it('TextField: a fault belongs to its field', async () => {
    const field = state('text-field', 'bad').getByRole('textbox', { name: 'Address' })
    expect(await field.getAttribute('aria-invalid')).toBe('true')
    const note = await field.getAttribute('aria-describedby')
    expect(await gallery.page.locator(`[id="${note}"]`).innerText()).toBe(
      'An address has no blanks.',
    )
  })

  it('Checkbox: some of all is neither on nor off', async () => {
    const mixed = state('checkbox', 'mixed').getByRole('checkbox')
    expect(await mixed.evaluate((box: HTMLInputElement) => box.indeterminate)).toBe(true)
  })

  it('WarningsStrip: kinds are told when asked for', async () => {
    const strip = state('warnings-strip', 'of several kinds')
    const show = strip.getByRole('button', { name: 'Show' })
    expect(await show.getAttribute('aria-expanded')).toBe('false')
    await show.click()
    const list = strip.getByRole('region')
    await list.waitFor()
    expect(await list.getByRole('listitem').count()).toBe(2)
    await strip.getByRole('button', { name: 'Hide' }).click()
    await list.waitFor({ state: 'hidden' })
  })

  it('ExchangesPane: what is selected is what is shown', async () => {
    const pane = state('exchanges-pane', 'several')
    await pane.getByRole('option').nth(2).click()
    await pane.getByText('GET /v2/platform/web/tags/list').first().waitFor()
    expect(await pane.getByRole('option', { selected: true }).count()).toBe(1)
    await press('ArrowUp')
    await pane.getByRole('option', { selected: true }).getByText('401').waitFor()
  })

  it('ErrorPane: a wait counts down in sight, and offers no button that can only fail', async () => {
    const limited = state('error-pane', 'rate-limited')
    await limited.getByRole('timer').waitFor()
    expect(await limited.getByRole('button').count()).toBe(0)
    const refused = state('error-pane', 'unauthorized')
    await refused.getByRole('button', { name: 'Try again' }).waitFor()
    await refused.getByText('"code":"UNAUTHORIZED"').waitFor()
  })

  it('CertificateDialog: Return never pins, and what no file can help is not offered', async () => {
    const { page } = gallery
    await gallery.show({
      of: 'components/connection-form/certificate-dialog.tsx',
      state: 'of an unknown issuer',
    })
    const dialog = page.getByRole('alertdialog')
    await dialog.getByRole('radio', { name: /Pin/ }).check()
    const pin = dialog.getByRole('button', { name: /Pin/ })
    expect(await pin.getAttribute('type')).toBe('button')
    await gallery.show({
      of: 'components/connection-form/certificate-dialog.tsx',
      state: 'expired',
    })
    expect(await dialog.getByRole('radio').first().isDisabled()).toBe(true)
  })
})
