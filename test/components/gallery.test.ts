import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chromiumPath } from '../support/browser.ts'
import { openGallery, type GalleryPage } from '../support/gallery/open-gallery.ts'
import { axeProblems } from '../support/screen.ts'

const themes = ['light', 'dark'] as const

describe.skipIf(chromiumPath === undefined)('the gallery', () => {
  let gallery: GalleryPage

  beforeAll(async () => {
    gallery = await openGallery()
  })
  afterAll(() => gallery?.close())

  /** What axe finds in either theme. */
  const problemsOfBoth = async (): Promise<string[]> => {
    const found: string[] = []
    for (const colorScheme of themes) {
      await gallery.page.emulateMedia({ colorScheme })
      await gallery.page.locator(`html[data-theme=${colorScheme}]`).waitFor()
      for (const problem of await axeProblems(gallery.page))
        found.push(`${colorScheme}: ${problem}`)
    }
    return found
  }

  /** Those that are shown alone: a link leads to each. */
  const alone = (): Promise<{ of: string; state: string }[]> =>
    gallery.page.locator('[data-alone]').evaluateAll(links =>
      links.map(link => {
        const asked = new URLSearchParams(link.getAttribute('href') ?? '')
        return { of: asked.get('only') ?? '', state: asked.get('state') ?? '' }
      }),
    )

  it('has no fault that axe finds, in either theme, and nothing that sticks out', async () => {
    await gallery.show()
    // What waits for a moment before it is seen.
    await gallery.page.getByText('Waiting for registry.acme.example').first().waitFor()
    expect(await problemsOfBoth()).toEqual([])
    const wide = await gallery.page
      .locator('[data-shows]')
      .evaluateAll(states =>
        states
          .filter(({ lastElementChild: shown }) => shown && shown.scrollWidth > shown.clientWidth)
          .map(state => `${state.parentElement?.id} ${state.getAttribute('data-shows')}`),
      )
    expect(wide).toEqual([])
    expect(gallery.problems).toEqual([])
  })

  it('has none in what is shown alone either', async () => {
    await gallery.show()
    const asked = await alone()
    expect(asked.length).toBeGreaterThan(15)
    const found: string[] = []
    for (const one of asked) {
      await gallery.show(one)
      for (const problem of await problemsOfBoth()) found.push(`${one.of} ${one.state}: ${problem}`)
    }
    expect(found).toEqual([])
    expect(gallery.problems).toEqual([])
  })

  it('has words for every reason, with nothing left to be filled in', async () => {
    await gallery.show({ of: 'components/failure.tsx', state: 'every reason there is' })
    const notes = gallery.page.getByRole('alert')
    const texts = await notes.allInnerTexts()
    expect(texts.length).toBeGreaterThan(200)
    expect(texts.filter(text => text.includes('{{') || !/\p{L}/u.test(text))).toEqual([])
  })
})
