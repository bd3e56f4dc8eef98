type Browser = {
  readonly location: Pick<Location, 'hash'>
  readonly history: Pick<History, 'state' | 'pushState' | 'replaceState' | 'back' | 'forward'>
  readonly addEventListener: (type: 'popstate', listener: () => void) => void
}

/** Where the window stands in its history. `href` is the path and query below the `#`. */
export type HashLocation = {
  readonly href: string
  readonly canGoBack: boolean
  readonly canGoForward: boolean
}

export type HashHistory = {
  /** The same object until something changes. */
  location(): HashLocation
  /** Calls the listener after each change; returns the end of that. */
  subscribe(listener: () => void): () => void
  push(href: string): void
  replace(href: string): void
  back(): void
  forward(): void
}

// A hash that is no path, like the one-time link of the web host, names no place.
const hrefIn = (hash: string): string => (hash.startsWith('#/') ? hash.slice(1) : '/')

/** Each entry of the browser's history knows its number, so that a reload and the browser's own buttons keep it. */
const stepIn = (state: unknown): number | undefined =>
  typeof state === 'object' && state !== null && 'step' in state && typeof state.step === 'number'
    ? state.step
    : undefined

/** The history of the places in the URL hash, over the browser's own. */
export const createHashHistory = (browser: Browser): HashHistory => {
  const { history } = browser
  const listeners = new Set<() => void>()
  let step = stepIn(history.state) ?? 0
  /** Browsers do not tell whether there is a way forward, so the newest step that was seen is kept. */
  let newest = step
  let location: HashLocation

  const settle = (nextStep: number, href = hrefIn(browser.location.hash)) => {
    step = nextStep
    location = { href, canGoBack: step > 0, canGoForward: step < newest }
    for (const listener of listeners) listener()
  }
  /** An address that was typed, or a link that was followed: a new step, and the later ones are gone. */
  const enter = () => {
    newest = step + 1
    history.replaceState({ step: newest }, '')
    settle(newest)
  }

  history.replaceState({ step }, '')
  settle(step)
  browser.addEventListener('popstate', () => {
    const arrived = stepIn(history.state)
    if (arrived === undefined) return enter()
    newest = Math.max(newest, arrived)
    settle(arrived)
  })
  return {
    location: () => location,
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    push: href => {
      newest = step + 1
      history.pushState({ step: newest }, '', `#${href}`)
      settle(newest, href)
    },
    replace: href => {
      history.replaceState({ step }, '', `#${href}`)
      settle(step, href)
    },
    back: () => history.back(),
    forward: () => history.forward(),
  }
}
