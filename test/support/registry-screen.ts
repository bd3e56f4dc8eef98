import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { type FaultRegistry, startFaultRegistry } from './fault-registry/fault-registry.ts'
import { axeProblems, openScreen, originOf, type Screen } from './screen.ts'

export type RegistryScreen = {
  readonly screen: Screen
  readonly page: Page
  /** One of its own for each test. */
  readonly registry: FaultRegistry
}

/**
 * Sets up a group of tests that share one screen: each begins at its first page with a registry of its own, and ends
 * without an error of the page or a request to a stranger.
 */
export const shareScreen = (told: (now: RegistryScreen) => void): void => {
  let screen: Screen
  let registry: FaultRegistry
  beforeAll(async () => {
    screen = await openScreen()
  })
  afterAll(() => screen?.close())
  beforeEach(async () => {
    const { page } = screen
    registry = await startFaultRegistry()
    told({ screen, page, registry })
    await page.goto(`${originOf(screen)}/#/`)
    await page.reload()
    await page.getByRole('navigation', { name: 'Registries' }).waitFor()
  })
  afterEach(async () => {
    await registry.stop()
    expect(screen.problems).toEqual([])
    expect(screen.strangers).toEqual([])
  })
}

/** The line of a registry in the sidebar. */
export const registryLine = (page: Page, { host }: FaultRegistry): Locator =>
  page.getByRole('treeitem', { name: new RegExp(`^${host.replaceAll('.', '\\.')}`) })

export const axeInBothThemes = async (page: Page): Promise<void> => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    expect(await axeProblems(page)).toEqual([])
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' })
}
