import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { inject } from 'vitest'
import { launchBrowser } from '../browser.ts'

export type GalleryPage = {
  readonly page: Page
  /** Errors of the page. */
  readonly problems: string[]
  /** The whole gallery, or one state alone. */
  show(only?: { readonly of: string; readonly state: string }): Promise<void>
  close(): Promise<void>
}

const origin = 'https://gallery.test'

/** Opens the built gallery in a real browser, which takes its files from the folder: there is no server. */
export const openGallery = async (): Promise<GalleryPage> => {
  const folder = inject('galleryFolder')
  const browser = await launchBrowser()
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
    timezoneId: 'UTC',
    // A theme is there at once, and can be looked at.
    reducedMotion: 'reduce',
  })
  await context.route('**/*', route => {
    const { pathname } = new URL(route.request().url())
    const file = path.join(folder, pathname)
    return existsSync(file) ? route.fulfill({ path: file }) : route.fulfill({ status: 404 })
  })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  const problems: string[] = []
  page.on('pageerror', error => problems.push(error.message))
  page.on('console', message => {
    if (message.type() === 'error') problems.push(message.text())
  })
  return {
    page,
    problems,
    show: async only => {
      const query = only ? `?${new URLSearchParams({ only: only.of, state: only.state })}` : ''
      await page.goto(`${origin}/index.html${query}`)
      // A dialog hides what is behind it.
      await page.locator('main').waitFor({ state: 'attached' })
    },
    close: () => browser.close(),
  }
}
