import path from 'node:path'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { chartArchive } from '../support/archives/chart-archive.ts'
import { chromiumPath } from '../support/browser.ts'
import { putChart, putManifest } from '../support/chart-version.ts'
import {
  type FaultRegistry,
  reply,
  startFaultRegistry,
} from '../support/fault-registry/fault-registry.ts'
import {
  addAnonymously,
  clipboardText,
  dropFiles,
  openScreen,
  type Screen,
} from '../support/screen.ts'

const eventually = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: 15_000 })

/** Role or tag, and name, of what has the focus. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const { activeElement: element } = document
    const name = element?.getAttribute('aria-label') ?? element?.textContent?.slice(0, 40)
    return `${element?.getAttribute('role') ?? element?.tagName} ${name}`
  })

const widths = [1440, 1000, 640] as const

describe.skipIf(chromiumPath === undefined)('the keyboard always has a place', () => {
  let screen: Screen
  let page: Page

  beforeAll(async () => {
    screen = await openScreen()
    page = screen.page
  })
  afterAll(() => screen?.close())
  afterEach(() => expect(screen.problems).toEqual([]))

  const isHeld = async () => {
    expect(await focused(page)).not.toMatch(/^BODY/)
  }
  const press = async (...keys: readonly string[]) => {
    for (const key of keys) {
      await page.keyboard.press(key)
      await isHeld()
    }
  }
  const hasFocus = (words: RegExp) => eventually(() => focused(page)).toMatch(words)
  const inspector = () => page.getByRole('complementary', { name: 'Inspector' })
  const sidebar = () => page.getByRole('navigation', { name: 'Registries' })
  const isOverlay = () => inspector().isVisible()

  it.each(widths)('walks by keys alone, %i px wide', async width => {
    await page.setViewportSize({ width, height: 900 })
    await hasFocus(/^BUTTON Open the built-in local/)
    await press('Enter')
    await hasFocus(/^listbox Repositories/)
    await press('ArrowDown', 'ArrowUp', 'Enter')
    await hasFocus(/^grid Versions of/)
    await page.getByRole('row', { selected: true }).waitFor()

    await press('Enter')
    await eventually(isOverlay).toBe(true)
    await eventually(() =>
      inspector().evaluate(pane => pane.contains(document.activeElement)),
    ).toBe(true)
    await press('Escape')
    if (width < 1180) {
      await inspector().waitFor({ state: 'hidden' })
      await hasFocus(/^grid Versions of/)
    }

    await press('Alt+p')
    const field = sidebar().getByRole('searchbox', { name: 'Filter repositories' })
    await eventually(() => field.evaluate(input => input === document.activeElement)).toBe(true)
    await page.keyboard.type('API')
    await isHeld()
    const match = sidebar().getByRole('treeitem', { name: /^order-api/ })
    await match.waitFor()
    await press('ArrowDown')
    await hasFocus(/^tree /)
    expect(await page.getByRole('tree').getAttribute('aria-activedescendant')).toBe(
      await match.getAttribute('id'),
    )
    await press('Enter')
    await page.getByRole('heading', { name: 'order-api' }).waitFor()
    await eventually(() => sidebar().isVisible()).toBe(width >= 900)
    if (width < 900) await hasFocus(/^grid Versions of/)

    // Esc clears what was typed first, and closes the sidebar where it covers the centre.
    await press('Alt+p')
    await eventually(() => field.evaluate(input => input === document.activeElement)).toBe(true)
    if ((await field.inputValue()) !== '') await press('Escape')
    expect(await field.inputValue()).toBe('')
    await press('Escape')
    await eventually(() => sidebar().isVisible()).toBe(width >= 900)

    await press('Control+\\', 'Control+\\', 'F6', 'F6', 'F6', 'F6', 'F6', 'Shift+F6')
    if (await sidebar().isVisible()) await press('Control+\\', 'Control+\\')

    await press('Alt+n')
    await page.getByRole('dialog', { name: 'Add registry' }).waitFor()
    await press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await isHeld()

    await press('Alt+ArrowLeft')
    await page.getByRole('main').getByRole('grid').waitFor()
    await page.getByRole('main').getByRole('grid').focus()
    await press('Shift+F10')
    await page.getByRole('menu').waitFor()
    await press('Escape')
    await page.getByRole('menu').waitFor({ state: 'hidden' })
    await hasFocus(/^grid Versions of/)

    await press('Alt+p')
    await page.getByRole('tree').focus()
    await press('Home', 'Shift+F10')
    await page.getByRole('menuitem', { name: 'Remove…' }).focus()
    await press('Enter')
    const question = page.getByRole('alertdialog')
    await question.getByRole('button', { name: 'Remove' }).focus()
    await press('Enter')
    await question.waitFor({ state: 'hidden' })
    await hasFocus(/^BUTTON Open the built-in local/)
  })

  it('goes from button to button while their tooltips come and go', async () => {
    await page.setViewportSize({ width: 1440, height: 900 })
    const hasTooltip = (name: string) =>
      eventually(() =>
        page.getByRole('button', { name }).getAttribute('aria-describedby'),
      ).not.toBe(null)
    await page.getByRole('button', { name: 'Back' }).focus()
    await hasTooltip('Back')
    await page.keyboard.press('Tab')
    await hasFocus(/^BUTTON Forward/)
    await hasTooltip('Forward')
    await page.keyboard.press('Shift+Tab')
    await hasFocus(/^BUTTON Back/)
  })

  it('closes by a click beside what covers the centre, and keeps the keyboard', async () => {
    await page.setViewportSize({ width: 640, height: 900 })
    await page.getByRole('button', { name: /^Open the built-in local/ }).click()
    await page.getByRole('option').first().click()
    await page.getByRole('row', { selected: true }).waitFor()
    await isHeld()
    await page.getByRole('button', { name: 'Show sidebar' }).click()
    await sidebar().waitFor()
    await hasFocus(/^tree /)
    await page.mouse.click(600, 700)
    await sidebar().waitFor({ state: 'hidden' })
    await isHeld()
    const toggle = page.getByRole('button', { name: /^(Show|Hide) inspector/ })
    await toggle.click()
    await inspector().waitFor()
    await isHeld()
    await toggle.click()
    await inspector().waitFor({ state: 'hidden' })
    await toggle.click()
    await inspector().waitFor()
    await page.mouse.click(20, 700)
    await inspector().waitFor({ state: 'hidden' })
    await isHeld()
    // A menu too.
    await page.getByRole('button', { name: 'Other forms to copy' }).click()
    await page.getByRole('menu').waitFor()
    await page.mouse.click(20, 800)
    await page.getByRole('menu').waitFor({ state: 'hidden' })
    await isHeld()
  })
})

describe.skipIf(chromiumPath === undefined)('what the window tells and offers', () => {
  let folder = ''
  let screen: Screen
  let page: Page
  let registry: FaultRegistry
  const manyRepositories = 300

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'shell-'))
    await writeFile(
      path.join(folder, 'demo-1.0.0.tgz'),
      chartArchive({ 'demo/Chart.yaml': 'apiVersion: v2\nname: demo\nversion: 1.0.0\n' }),
    )
    registry = await startFaultRegistry()
    const config = { apiVersion: 'v2', name: 'redis', version: '18.6.1', description: 'Keeps keys' }
    putChart(registry, { repository: 'apps/redis', tag: '18.6.0' })
    putChart(registry, {
      repository: 'apps/redis',
      tag: '18.6.1',
      config,
      annotations: { 'org.opencontainers.image.created': '2020-01-01T00:00:00Z' },
    })
    putManifest(registry, 'apps/toolbox', 'v3', {
      schemaVersion: 2,
      config: {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        digest: registry.addBlob(Buffer.from('{}')),
        size: 2,
      },
      layers: [],
    })
    for (let at = 0; at < manyRepositories; at += 1)
      putChart(registry, { repository: `team-${at % 3}/app-${at}`, tag: '1.0.0' })
    screen = await openScreen()
    page = screen.page
  })
  afterAll(async () => {
    await screen?.close()
    await registry?.stop()
    await rm(folder, { recursive: true, force: true })
  })
  afterEach(() => expect(screen.problems).toEqual([]))

  const title = () => page.title()
  const main = () => page.getByRole('main')
  const status = () => page.getByRole('contentinfo')
  const line = (name: RegExp) => page.getByRole('treeitem', { name })
  const option = (name: RegExp) => main().getByRole('option', { name })
  const drop = () => dropFiles(page, [path.join(folder, 'demo-1.0.0.tgz')], { x: 700, y: 400 })
  const openMenu = async (of: ReturnType<typeof line>, item: string | RegExp) => {
    await of.click({ button: 'right' })
    return page.getByRole('menuitem', { name: item })
  }

  it('says what is open where it is a file and no registry', async () => {
    await page.getByRole('heading', { name: 'Open a registry to start' }).waitFor()
    await status().getByText('No registry open').waitFor()
    expect(await title()).toBe('Chartroom')
    await drop()
    await page.getByRole('button', { name: 'Read in the inspector' }).click()
    await main().getByRole('tab', { name: 'Chart.yaml' }).waitFor()
    await status().getByText('Chart from a file on this machine').waitFor()
    expect(await status().getByText('No registry open').count()).toBe(0)
    await eventually(title).toBe('demo-1.0.0.tgz · Chartroom')
    await main().getByRole('button', { name: 'Close' }).click()
  })

  it('tells of the repositories in sight what they hold, and asks for no other', async () => {
    await addAnonymously(page, registry.host)
    await option(/^apps\/redis 18\.6\.1 Keeps keys 2 versions \d+ years ago/).waitFor()
    await option(/^apps\/toolbox v3 Container image 1 version/).waitFor()
    await option(/^team-0\/app-0 1\.0\.0/).waitFor()
    const asked = () => registry.log(/tags\/list/).length
    const first = asked()
    expect(first).toBeLessThan(60)
    await eventually(title).toBe(`${registry.host} · Chartroom`)

    // Back from a chart nothing is asked again; nor while the registry wants to be left alone.
    await option(/^apps\/redis/).click()
    await main().getByRole('grid').waitFor()
    await eventually(title).toBe(`redis 18.6.1 · ${registry.host} · Chartroom`)
    const before = asked()
    await page.keyboard.press('Alt+ArrowLeft')
    await option(/^apps\/redis 18\.6\.1/).waitFor()
    registry.on(/tags\/list/, reply(429, { errors: [] }, { 'retry-after': '300' }), 3)
    await main().getByRole('listbox').press('End')
    await main().getByText(`Rate limited by ${registry.host}.`).waitFor()
    expect(asked() - before).toBeLessThanOrEqual(3)
    await main().getByRole('listbox').press('Home')
    await option(/^apps\/redis 18\.6\.1/).waitFor()
    expect(asked() - before).toBeLessThanOrEqual(3)
  })

  it('shows the first match of the filter, hides what has none, and reveals what is opened', async () => {
    await (await openMenu(line(new RegExp(registry.host)), 'Collapse all')).click()
    await line(/^apps/).waitFor({ state: 'hidden' })
    await page.keyboard.press('Alt+p')
    await page.keyboard.type('REDIS')
    await line(/^redis/).waitFor()
    const tree = page.getByRole('tree', { name: 'Registries and repositories' })
    await eventually(() => tree.getAttribute('aria-activedescendant')).toMatch(/apps\/redis$/)
    await page.keyboard.press('Enter')
    await main().getByRole('heading', { name: 'redis' }).waitFor()
    await page.keyboard.press('Escape')
    await line(/^redis/).waitFor()
    expect(await line(/^redis/).getAttribute('aria-selected')).toBe('true')

    await page.keyboard.type('no-such-chart')
    await page.getByText('No repository matches no-such-chart').waitFor()
    await eventually(() => page.getByRole('treeitem').count()).toBe(0)
    await page.keyboard.press('Escape')
  })

  it('offers in menus what can be done, and names the version it is done to', async () => {
    const install = await openMenu(line(/^redis/), 'Copy install command of 18.6.1')
    await install.click()
    await eventually(() => clipboardText(page)).toMatch(
      new RegExp(`^helm install redis oci://${registry.host}/apps/redis@sha256:`),
    )
    const pull = await openMenu(line(/^toolbox/), /^Pull/)
    await page.getByText('The latest version is no chart').first().waitFor()
    expect(await pull.getAttribute('aria-disabled')).toBe('true')
    await page.keyboard.press('Escape')
    const chooser = page.waitForEvent('filechooser')
    await (await openMenu(line(/^apps/), 'Push a chart…')).click()
    await (await chooser).setFiles(path.join(folder, 'demo-1.0.0.tgz'))
    const sheet = page.getByRole('dialog', { name: /^Push demo/ })
    await sheet.getByText(`${registry.host}/apps/demo`).waitFor()
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'hidden' })
  })

  it('lists the keys there are, and keeps the theme that was chosen from the first byte', async () => {
    await page.keyboard.press('?')
    const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await keys.getByText('Alt+P').waitFor()
    await page.keyboard.press('Escape')
    await keys.waitFor({ state: 'hidden' })
    await page.keyboard.press('Alt+p')
    await page.keyboard.type('?')
    expect(await keys.count()).toBe(0)
    await page.keyboard.press('Escape')

    await page.getByRole('button', { name: 'Settings' }).click()
    await page.getByRole('menuitem', { name: 'About Chartroom' }).click()
    const about = page.getByRole('dialog', { name: 'About Chartroom' })
    await about.getByText(/^Version \d+\.\d+\.\d+ \(web, linux\)$/).waitFor()
    const notices = about.getByRole('region', { name: /^Contains the work of others/ })
    await notices.getByText(/^react 19\.[\d.]+, MIT$/m).waitFor()
    await page.keyboard.press('Escape')
    await about.waitFor({ state: 'hidden' })
    await eventually(() => focused(page)).toBe('BUTTON Settings')

    const choose = async (name: string) => {
      await page.getByRole('button', { name: 'Settings' }).click()
      await page.getByRole('menuitemcheckbox', { name }).click()
    }
    const theme = () => page.evaluate(() => document.documentElement.dataset['theme'])
    await choose('Dark')
    await eventually(theme).toBe('dark')
    const served = () =>
      page.evaluate(() =>
        fetch('/').then(
          answer => answer.text(),
          () => '',
        ),
      )
    await eventually(served).toMatch(/<html data-theme="dark"/)
    await page.reload()
    await page.getByRole('tree').waitFor()
    expect(await theme()).toBe('dark')
    await choose('As the system')
    await eventually(theme).toBe('light')
    await eventually(served).not.toMatch(/data-theme/)
  })

  it('opens a chart from the transfer that moved it', async () => {
    const local = await openScreen()
    const { page: window } = local
    await window.getByRole('button', { name: /^Open the built-in local/ }).click()
    await window.getByRole('option', { name: /order-api/ }).waitFor()
    await dropFiles(window, [path.join(folder, 'demo-1.0.0.tgz')], { x: 700, y: 400 })
    await window
      .getByRole('dialog', { name: /^Push demo/ })
      .getByRole('button', { name: 'Push', exact: true })
      .click()
    await window.getByRole('button', { name: 'Done' }).click()
    await window.getByRole('treeitem', { name: /^order-api/ }).click()
    await window.getByRole('heading', { name: 'order-api' }).waitFor()
    await window.getByRole('button', { name: '1 transfer finished' }).click()
    await window.getByRole('button', { name: 'Open chart demo 1.0.0' }).click()
    await window.getByRole('heading', { name: 'demo' }).waitFor()
    await eventually(() => focused(window)).toMatch(/^grid Versions of/)
    await eventually(() => window.title()).toMatch(/^demo sha256:/)
    await local.close()
  })
})

describe.skipIf(chromiumPath === undefined)('keys and settings', () => {
  let screen: Screen
  let page: Page
  let registry: FaultRegistry

  beforeAll(async () => {
    registry = await startFaultRegistry()
    const config = { apiVersion: 'v2', name: 'redis', version: '18.6.1' }
    putChart(registry, { repository: 'apps/redis', tag: '18.6.0' })
    putChart(registry, { repository: 'apps/redis', tag: '18.6.1', config })
    screen = await openScreen()
    page = screen.page
    await addAnonymously(page, registry.host)
    await page.getByRole('option', { name: /^apps\/redis/ }).click()
    await main().getByRole('grid').waitFor()
  })
  afterAll(async () => {
    await screen?.close()
    await registry?.stop()
  })
  afterEach(() => expect(screen.problems).toEqual([]))

  const main = () => page.getByRole('main')
  const line = (name: RegExp) => page.getByRole('treeitem', { name })
  const openMenu = async (of: ReturnType<typeof line>, item: string | RegExp) => {
    await of.click({ button: 'right' })
    return page.getByRole('menuitem', { name: item })
  }

  it('takes over the shell that the page kept by itself once', async () => {
    await page.evaluate(() => localStorage.setItem('chartroom.shell', 'cmd'))
    await page.reload()
    const forms = page.getByRole('button', { name: 'Other forms to copy', disabled: false })
    await forms.click()
    await page.getByRole('menuitemcheckbox', { name: 'cmd', checked: true }).waitFor()
    await page.getByRole('menuitemcheckbox', { name: 'bash, zsh' }).click()
    await eventually(() => page.evaluate(() => localStorage.getItem('chartroom.shell'))).toBe(null)
    await page.reload()
    await forms.click()
    await page.getByRole('menuitemcheckbox', { name: 'bash, zsh', checked: true }).waitFor()
    await page.keyboard.press('Escape')
  })

  it('runs every key that it lists', async () => {
    const dialog = page.getByRole('dialog')
    const selectedTab = () =>
      page.getByRole('tab', { selected: true }).evaluate(tab => tab.textContent)
    const address = () => page.evaluate(() => location.hash)
    const isFocused = (name: string) =>
      page.getByRole('searchbox', { name }).evaluate(field => field === document.activeElement)
    const pane = () =>
      page.evaluate(() => document.activeElement?.closest('[data-pane]')?.getAttribute('data-pane'))
    const opens = (name: string | RegExp) => async (press: () => Promise<void>) => {
      await press()
      await page.getByRole('dialog', { name }).waitFor()
      await page.keyboard.press('Escape')
      await dialog.waitFor({ state: 'hidden' })
    }
    const changes =
      (read: () => Promise<unknown>, isBack = false) =>
      async (press: () => Promise<void>) => {
        const before = await read()
        await press()
        await eventually(read).not.toBe(before)
        if (isBack) await press()
        if (isBack) await eventually(read).toBe(before)
      }
    const copies = (text: RegExp) => async (press: () => Promise<void>) => {
      await press()
      await eventually(() => clipboardText(page)).toMatch(text)
    }
    const shows = (tab: string) => async (press: () => Promise<void>) => {
      await press()
      await eventually(selectedTab).toBe(tab)
    }
    const focuses = (name: string) => async (press: () => Promise<void>) => {
      await press()
      await eventually(() => isFocused(name)).toBe(true)
      await page.keyboard.press('Escape')
    }
    const inspectorShown = () => page.getByRole('complementary', { name: 'Inspector' }).isVisible()
    const sidebarShown = () => page.getByRole('navigation', { name: 'Registries' }).isVisible()
    const asked = async () => registry.log(/apps\/redis\/tags\/list/).length
    const current = () => page.getByRole('tree').getAttribute('aria-activedescendant')
    const grid = () => main().getByRole('grid', { name: /^Versions of/ })
    const onTree = async () => {
      await page.getByRole('tree').focus()
      await page.keyboard.press('Home')
      await page.keyboard.press('ArrowDown')
    }
    const moves = async (press: () => Promise<void>) => {
      await onTree()
      await changes(current)(press)
    }
    const folds = (isOpen: boolean) => async (press: () => Promise<void>) => {
      await onTree()
      const unfolded = () => line(/^apps/).getAttribute('aria-expanded')
      if ((await unfolded()) === `${isOpen}`)
        await page.keyboard.press(isOpen ? 'ArrowLeft' : 'ArrowRight')
      await eventually(unfolded).toBe(`${!isOpen}`)
      await press()
      await eventually(unfolded).toBe(`${isOpen}`)
      if (!isOpen) await page.keyboard.press('ArrowRight')
    }
    const doctor = async () => {
      await (await openMenu(line(new RegExp(registry.host)), 'Sign-in doctor')).click()
      await page.getByRole('button', { name: 'Copy report', disabled: false }).waitFor()
      await main().focus()
    }
    const acts: Record<string, (press: () => Promise<void>) => Promise<void>> = {
      'Filter repositories': focuses('Filter repositories'),
      'Filter this list, find in this file': focuses('Filter versions'),
      Back: async press => {
        await line(new RegExp(registry.host)).click()
        await grid().waitFor({ state: 'hidden' })
        await changes(address)(press)
      },
      Forward: async press => {
        await line(new RegExp(registry.host)).click()
        await grid().waitFor({ state: 'hidden' })
        await page.keyboard.press('Alt+ArrowLeft')
        await grid().waitFor()
        await changes(address)(press)
      },
      'Next pane': changes(pane),
      'Previous pane': changes(pane),
      'Pull…': opens(/^Pull redis/),
      'Copy digest reference': copies(/^oci:\/\/.*apps\/redis@sha256:/),
      'Copy install command': copies(/^helm install redis /),
      'First tab of the inspector': shows('README'),
      'Second tab': shows('Values'),
      'Third tab': shows('Chart.yaml'),
      'Fourth tab': shows('Files'),
      'Fifth tab': shows('Manifest'),
      'Add registry…': opens('Add registry'),
      'Import sign-ins…': opens(/^Import/),
      'Push a chart…': async press => {
        const chooser = page.waitForEvent('filechooser')
        await press()
        await chooser
      },
      Refresh: changes(asked),
      'Copy report': async press => {
        await doctor()
        await copies(/Sign-in doctor|doctor/i)(press)
      },
      'Show or hide the sidebar': changes(sidebarShown, true),
      'Show or hide the inspector': changes(inspectorShown, true),
      'Keyboard shortcuts': opens('Keyboard shortcuts'),
      Down: moves,
      Up: moves,
      'Unfold, or into it': folds(true),
      'Fold, or out of it': folds(false),
      'To the first line': moves,
      'To the last line': moves,
      Open: async press => {
        await onTree()
        await changes(address)(press)
      },
      'Close, or clear the filter': async press => {
        await page.keyboard.press('Alt+n')
        await dialog.waitFor()
        await press()
        await dialog.waitFor({ state: 'hidden' })
      },
    }

    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    const listed = await dialog.locator('dl > div').evaluateAll(rows =>
      rows.map(row => ({
        label: row.querySelector('dt')?.textContent ?? '',
        keys: [...row.querySelectorAll('kbd')].map(key => key.textContent ?? ''),
      })),
    )
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    expect(listed.map(({ label }) => label)).toEqual(Object.keys(acts))

    const arrows: Record<string, string> = {
      '↓': 'ArrowDown',
      '↑': 'ArrowUp',
      '←': 'ArrowLeft',
      '→': 'ArrowRight',
      '↵': 'Enter',
      Esc: 'Escape',
      Ctrl: 'Control',
    }
    const pressed = (keys: string) =>
      keys
        .split('+')
        .map(part => arrows[part] ?? (/^[A-Z]$/.test(part) ? part.toLowerCase() : part))
        .join('+')
    for (const { label, keys } of listed) {
      for (const key of keys) {
        await line(/^redis/).click()
        await grid()
          .getByRole('row', { name: /^18\.6\.1/, selected: true })
          .waitFor()
        await page.getByRole('button', { name: /^Pull 18/, disabled: false }).waitFor()
        await main().focus()
        await acts[label]?.(() => page.keyboard.press(pressed(key)))
      }
    }
  })
})
