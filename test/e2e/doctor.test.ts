import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { chromiumPath } from '../support/browser.ts'
import { putChart } from '../support/chart-version.ts'
import type { FaultRegistry } from '../support/fault-registry/fault-registry.ts'
import {
  addAnonymously,
  axeProblems,
  clipboardText,
  originOf,
  type Screen,
} from '../support/screen.ts'
import { axeInBothThemes, registryLine, shareScreen } from '../support/registry-screen.ts'
import { guardByTokens, type TokenGuard } from '../support/token-guard.ts'

// The sign-in doctor as a user meets it: by mouse and by keyboard, well and not.

const password = 'canary-password-7f3a'

describe.skipIf(chromiumPath === undefined)('the sign-in doctor', () => {
  let screen: Screen
  let page: Page
  let registry: FaultRegistry
  let guard: TokenGuard

  shareScreen(now => {
    ;({ screen, page, registry } = now)
    putChart(registry, { repository: 'team/demo', tag: '1.2.3' })
    putChart(registry, { repository: 'team/demo', tag: '1.3.0' })
    guard = guardByTokens(registry)
    guard.accounts.set('ci-reader', password)
  })

  const main = () => page.getByRole('main')
  const inspector = () => page.getByRole('complementary', { name: 'Inspector' })
  const steps = () => main().getByRole('grid', { name: 'Steps', exact: true })
  const stepRow = (name: string) =>
    steps().getByRole('row', { name: new RegExp(`^\\w[\\w ]* ?${name}`) })
  const registryRow = () => registryLine(page, registry)

  const addSignedIn = async () => {
    await page.keyboard.press('Alt+n')
    const dialog = page.getByRole('dialog', { name: 'Add registry' })
    await dialog.getByRole('textbox', { name: 'Address' }).fill(registry.host)
    await page.keyboard.press('Enter')
    await dialog.getByText('OCI registry').waitFor()
    await dialog.getByRole('radio', { name: /User name and password/ }).check()
    await dialog.getByRole('textbox', { name: 'User name' }).fill('ci-reader')
    await dialog.getByRole('textbox', { name: 'Password or token' }).fill(password)
    await dialog.getByRole('button', { name: 'Add registry' }).click()
    const untilQuit = dialog.getByRole('button', { name: 'Keep it until quit' })
    await untilQuit
      .or(main().getByRole('option', { name: 'team/demo' }))
      .first()
      .waitFor()
    if (await untilQuit.isVisible()) await untilQuit.click()
    await dialog.waitFor({ state: 'hidden' })
    await main().getByRole('option', { name: 'team/demo' }).waitFor()
  }
  const openByMenu = async () => {
    await registryRow().click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Sign-in doctor' }).click()
    await page.getByRole('heading', { name: 'Sign-in doctor' }).waitFor()
  }

  it('passes every step of a registry that is well, and says so', async () => {
    await addSignedIn()
    await openByMenu()
    await main().getByText('All is well.').waitFor()
    expect(await steps().getByText('the same since').count()).toBe(0)
    await page.getByRole('button', { name: 'Run again' }).click()
    await stepRow('Challenge')
      .getByText(/, the same since \d\d:\d\d$/)
      .waitFor()
    await main().getByText('All is well.').waitFor()
    await main().getByText('Tried to list team/demo as ci-reader. Every step passed.').waitFor()
    expect(await steps().getByRole('row').count()).toBe(10)
    await steps().getByText('Gave a token to ci-reader (200)').waitFor()
    await steps().getByText('team/demo has 2 tags (200)').waitFor()
    expect(await steps().getByText('failed').count()).toBe(0)
    expect(await axeProblems(page)).toEqual([])
  })

  it('finds that the saved sign-in is the problem, explains it and offers another', async () => {
    await addSignedIn()
    guard.accounts.clear()
    guard.refusal = 'account ci-reader is disabled'
    guard.isPublic = true
    await openByMenu()
    await main().getByText('Stopped at Token service, step 7 of 9.').waitFor()
    const failed = stepRow('Token service')
    await failed.getByText('Refused.').waitFor()
    await failed.getByText('Answered 401, “account ci-reader is disabled”').waitFor()
    await main().getByText('The saved sign-in is the problem.').waitFor()
    await main().getByText('Without it, team/demo lists its 2 tags.').waitFor()
    await main()
      .getByRole('grid', { name: 'Steps without a sign-in' })
      .getByText('team/demo has 2 tags (200)')
      .waitFor()
    // The way out has the focus, shows it after the clicks that led here too, and opens by Enter.
    const another = failed.getByRole('button', { name: 'Sign in with another account…' })
    expect(await another.evaluate(button => button.matches(':focus-visible'))).toBe(true)
    await page.keyboard.press('Enter')
    await page.getByRole('dialog', { name: `Sign in to ${registry.host}` }).waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await axeInBothThemes(page)
  })

  it('shows every exchange with its secrets replaced, by mouse and by keyboard', async () => {
    await addSignedIn()
    guard.accounts.clear()
    await openByMenu()
    await main().getByText('This is private.').waitFor()
    const list = inspector().getByRole('listbox', { name: 'Requests' })
    const shown = inspector().getByRole('region', { name: 'Request and answer' })
    // Of the step that failed, before anything is chosen.
    await shown.getByText('401 Unauthorized').waitFor()
    await shown.getByText('ci-reader, secret hidden').waitFor()
    expect(await shown.textContent()).toContain('Authorization: Basic ●●●')
    expect(await shown.textContent()).toContain('Set-Cookie: session=●●●')
    await list.getByRole('option').first().click()
    await shown.getByText('WWW-Authenticate').waitFor()
    // From the steps by keyboard: one up from the failed one is what asked for the sign-in.
    await stepRow('Challenge').click()
    await page.keyboard.press('ArrowUp')
    expect(await stepRow('/v2/').getAttribute('aria-selected')).toBe('true')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    expect(await stepRow('Token service').getAttribute('aria-selected')).toBe('true')
    await shown.getByText('ci-reader, secret hidden').waitFor()
    await page.keyboard.press('Enter')
    await expect
      .poll(() => inspector().evaluate(pane => pane.contains(document.activeElement)))
      .toBe(true)
    const everything = await page.evaluate(() => document.documentElement.outerHTML)
    for (const secret of [password, 'cookie-of-the-token-service', 'of-a-user'])
      expect(everything).not.toContain(secret)
  })

  it('copies a report for a ticket, by button and by key, and runs again', async () => {
    await addSignedIn()
    guard.accounts.clear()
    await openByMenu()
    await main().getByText('This is private.').waitFor()
    await page.getByRole('button', { name: 'Copy report' }).click()
    const report = await clipboardText(page)
    for (const part of [
      `Registry: ${registry.host}`,
      'Account: ci-reader',
      'Repository: team/demo',
      'Verdict: This is private.',
      /^failed +Token service/m,
      /^not reached +Repository/m,
      'Same steps without a sign-in',
      '> Authorization: Basic ●●●',
      '< 401 Unauthorized',
    ])
      expect(report).toMatch(part)
    expect(report).not.toContain(password)
    await inspector().getByRole('tab', { name: 'Report' }).click()
    await inspector().getByText(`Registry: ${registry.host}`, { exact: false }).waitFor()
    await inspector().getByRole('tab', { name: 'Exchanges' }).click()

    guard.accounts.set('ci-reader', password)
    await main().getByText('Every step passed.').waitFor({ state: 'hidden' })
    await page.keyboard.press('Alt+r')
    await main().getByText('All is well.').waitFor()
    await stepRow('DNS').click()
    await page.keyboard.press('Control+c')
    await expect.poll(() => clipboardText(page)).toContain('Verdict: All is well.')
  })

  it('streams: the step that runs has a look of its own, and those after it wait', async () => {
    await addSignedIn()
    const held = Promise.withResolvers<void>()
    // The list of repositories asks for tags too: whoever comes first, all wait.
    registry.on(/tags\/list/, ({ pass }) => held.promise.then(pass))
    await openByMenu()
    await steps().getByText('Listing tags…').waitFor()
    // Requests stand there once they are answered: that of the step is still on its way.
    expect(
      await inspector()
        .getByRole('option', { name: /tags\/list/ })
        .count(),
    ).toBe(0)
    const running = stepRow('Repository')
    expect(await running.getAttribute('aria-busy')).toBe('true')
    await steps().getByText('Gave a token to ci-reader (200)').waitFor()
    expect(
      await page.getByRole('button', { name: 'Copy report' }).getAttribute('aria-disabled'),
    ).toBe('true')
    expect(await axeProblems(page)).toEqual([])
    held.resolve()
    await main().getByText('All is well.').waitFor()
  })

  it('opens from an error, with the repository that was asked for, and by its own address', async () => {
    await addSignedIn()
    guard.accounts.clear()
    await page.goto(`${originOf(screen)}/#/`)
    await registryRow().waitFor()
    await page.getByRole('treeitem', { name: 'demo' }).last().click()
    const error = main().getByRole('alert')
    await error.getByRole('heading', { name: `Sign in to ${registry.host}` }).waitFor()
    await error.getByRole('button', { name: 'Find out why…' }).click()
    await main()
      .getByText(/Tried to list team\/demo as ci-reader\. Stopped/)
      .waitFor()
    expect(page.url()).toContain('view=doctor')
    expect(page.url()).toContain('subject=team%2Fdemo')
    await page.reload()
    await main()
      .getByText(/Tried to list team\/demo as ci-reader\. Stopped/)
      .waitFor()
    await page.getByRole('button', { name: 'Back' }).click()
    await error.getByRole('heading', { name: `Sign in to ${registry.host}` }).waitFor()
  })

  it('says where the way ends when nothing answers', async () => {
    guard.isPublic = true
    await addAnonymously(page, registry.host)
    await main().getByRole('option', { name: 'team/demo' }).waitFor()
    await registry.stop()
    await openByMenu()
    await main().getByText('The registry was not reached.').waitFor()
    const failed = stepRow('TCP')
    await failed.getByText('Failed.').waitFor()
    await failed.getByRole('button', { name: 'Run again' }).waitFor()
    await failed.getByRole('button', { name: 'TLS and proxy…' }).waitFor()
    await stepRow('Repository').getByText('Not reached, would list the tags of team/demo').waitFor()
  })
})
