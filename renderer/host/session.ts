import type { SessionState } from './open.ts'

/** Survives a reload of the page, and goes with the tab. */
const storageKey = 'chartroom.page'
const channelName = 'chartroom.page'

type Browser = Pick<Window, 'location' | 'history' | 'sessionStorage' | 'addEventListener'> & {
  readonly fetch: typeof fetch
  readonly BroadcastChannel: typeof BroadcastChannel
}

export type Session = {
  /** The token that every request of this page carries; undefined once the session has ended. */
  pageToken(): Promise<string | undefined>
  /** The host refused the token, or said goodbye. */
  end(): void
  state(): SessionState
  subscribe(listener: () => void): () => void
}

/** Takes the one-time link out of the address at once and exchanges it; else goes on with what the tab has. */
export const startSession = (browser: Browser): Session => {
  const listeners = new Set<() => void>()
  let state: SessionState = 'open'
  const end = () => {
    if (state === 'ended') return
    state = 'ended'
    browser.sessionStorage.removeItem(storageKey)
    for (const listener of listeners) listener()
  }
  const token = findToken(browser, takeLink(browser)).catch(() => undefined)
  void token.then(found => {
    if (found === undefined) return end()
    browser.sessionStorage.setItem(storageKey, found)
    shareToken(browser, () => (state === 'open' ? found : undefined))
  })
  return {
    pageToken: async () => {
      const found = await token
      return state === 'open' ? found : undefined
    },
    end,
    state: () => state,
    subscribe: listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const linkIn = (hash: string) => /^#link=([\w-]+)$/.exec(hash)?.[1]

const takeLink = ({ location, history, addEventListener }: Browser): string | undefined => {
  // A new link pasted into this tab changes the hash only.
  addEventListener('hashchange', () => {
    if (linkIn(location.hash) !== undefined) location.reload()
  })
  const link = linkIn(location.hash)
  if (link !== undefined) history.replaceState(history.state, '', location.pathname)
  return link
}

const findToken = async (browser: Browser, link: string | undefined) =>
  (link === undefined ? undefined : await exchange(browser, link)) ??
  browser.sessionStorage.getItem(storageKey) ??
  (await askOtherTabs(browser))

/** Undefined for a link that was used or is too old: the tab may still have a session. */
const exchange = async ({ fetch }: Browser, link: string): Promise<string | undefined> => {
  const response = await fetch('/session', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ link }),
  })
  if (!response.ok) return undefined
  const { page } = (await response.json()) as { page: string }
  return page
}

const answerWithinMs = 300

/** A second tab has the cookie but no token; only pages of this very origin can hear the question. */
const askOtherTabs = ({ BroadcastChannel }: Browser): Promise<string | undefined> =>
  new Promise(resolve => {
    const channel = new BroadcastChannel(channelName)
    const settle = (token: string | undefined) => {
      clearTimeout(timer)
      channel.close()
      resolve(token)
    }
    const timer = setTimeout(() => settle(undefined), answerWithinMs)
    channel.onmessage = ({ data }: MessageEvent<{ token?: string }>) => {
      if (typeof data.token === 'string') settle(data.token)
    }
    channel.postMessage({ wanted: true })
  })

const shareToken = ({ BroadcastChannel }: Browser, token: () => string | undefined) => {
  const channel = new BroadcastChannel(channelName)
  channel.onmessage = ({ data }: MessageEvent<{ wanted?: boolean }>) => {
    const known = token()
    if (data.wanted === true && known !== undefined) channel.postMessage({ token: known })
  }
}
