import { beforeEach, describe, expect, it } from 'vitest'
import { createHashHistory, type HashHistory } from '../../../renderer/lib/hash-history.ts'

type Entry = { state: unknown; hash: string }

/** A browser's session history, as the HTML specification has it: entries, one of them current. */
const createBrowser = (hash = '') => {
  const entries: Entry[] = [{ state: null, hash }]
  const listeners: (() => void)[] = []
  let at = 0
  const go = (to: number) => {
    if (!entries[to]) return
    at = to
    for (const listener of listeners) listener()
  }
  const current = (): Entry => entries[at] ?? { state: null, hash: '' }
  return {
    entries,
    location: {
      get hash() {
        return current().hash
      },
    },
    history: {
      get state() {
        return structuredClone(current().state)
      },
      pushState: (state: unknown, _title: string, url?: string | URL | null) => {
        entries.splice(at + 1, Infinity, { state, hash: String(url ?? current().hash) })
        at += 1
      },
      replaceState: (state: unknown, _title: string, url?: string | URL | null) => {
        entries[at] = { state, hash: String(url ?? current().hash) }
      },
      back: () => go(at - 1),
      forward: () => go(at + 1),
    },
    addEventListener: (_type: 'popstate', listener: () => void) => void listeners.push(listener),
    /** The user types another hash, or follows a plain link. */
    type: (typed: string) => {
      entries.splice(at + 1, Infinity, { state: null, hash: typed })
      go(at + 1)
    },
    reload: () => void listeners.splice(0),
  }
}

describe('the history of the hash', () => {
  let browser: ReturnType<typeof createBrowser>
  let history: HashHistory
  const stands = (href: string, canGoBack: boolean, canGoForward: boolean) =>
    expect(history.location()).toEqual({ href, canGoBack, canGoForward })

  beforeEach(() => {
    browser = createBrowser()
    history = createHashHistory(browser)
  })

  it.each([
    ['', '/'],
    ['#', '/'],
    ['#/', '/'],
    ['#/r/a?view=about', '/r/a?view=about'],
    // A repository keeps its encoded slashes, and a digest its colon.
    ['#/r/a/b%2Fc/sha256:00', '/r/a/b%2Fc/sha256:00'],
    // The one-time link is no place: it must not be remembered as one.
    ['#link=hunter2', '/'],
    ['#r/a', '/'],
  ])('begins where the address says: %j is %j', (hash, href) => {
    browser = createBrowser(hash)
    history = createHashHistory(browser)
    stands(href, false, false)
    expect(browser.location.hash).toBe(hash)
  })

  it('goes on, back and forward', () => {
    history.push('/r/a')
    history.push('/r/b')
    stands('/r/b', true, false)
    expect(browser.entries.map(({ hash }) => hash)).toEqual(['', '#/r/a', '#/r/b'])
    history.back()
    stands('/r/a', true, true)
    history.back()
    stands('/', false, true)
    history.forward()
    history.forward()
    stands('/r/b', true, false)
  })

  it('drops what lay ahead when it goes elsewhere', () => {
    history.push('/r/a')
    history.push('/r/b')
    history.back()
    history.back()
    history.push('/r/c')
    stands('/r/c', true, false)
    history.back()
    stands('/', false, true)
    history.forward()
    stands('/r/c', true, false)
  })

  it('replaces a place without a step, and without losing the way forward', () => {
    history.push('/r/a')
    history.push('/r/b')
    history.back()
    history.replace('/r/a?tab=values')
    stands('/r/a?tab=values', true, true)
    history.forward()
    stands('/r/b', true, false)
    expect(browser.entries.length).toBe(3)
  })

  it('takes an address that the user typed as a new step', () => {
    history.push('/r/a')
    history.push('/r/b')
    history.back()
    browser.type('#/r/typed')
    stands('/r/typed', true, false)
    history.back()
    stands('/r/a', true, true)
    history.forward()
    stands('/r/typed', true, false)
  })

  it('knows after a reload that there is a way back', () => {
    history.push('/r/a')
    history.push('/r/b')
    browser.reload()
    history = createHashHistory(browser)
    stands('/r/b', true, false)
    history.back()
    stands('/r/a', true, true)
  })

  it('is not led astray by what another page left as the state of an entry', () => {
    browser.history.replaceState({ step: 'first' }, '', '#/r/a')
    history = createHashHistory(browser)
    stands('/r/a', false, false)
  })

  it('tells each change once, and keeps the same object until the next', () => {
    const told: string[] = []
    const stop = history.subscribe(() => told.push(history.location().href))
    history.push('/r/a')
    expect(history.location()).toBe(history.location())
    history.replace('/r/b')
    history.back()
    stop()
    history.forward()
    expect(told).toEqual(['/r/a', '/r/b', '/'])
  })
})
