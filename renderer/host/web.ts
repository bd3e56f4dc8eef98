import type { Host } from './open.ts'
import { startSession } from './session.ts'
import { createUpload } from './uploads.ts'
import { createSocketOpen } from './web-socket.ts'

/** The host behind a browser tab: calls over one socket, files up and down over plain HTTP. */
export const createWebHost = (window: Window & typeof globalThis): Host => {
  const { location, document } = window
  const session = startSession(window)
  return {
    kind: 'web',
    open: createSocketOpen({
      session,
      connect: protocols =>
        new WebSocket(
          `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/calls`,
          protocols,
        ),
      isSessionAlive: pageToken => isSessionAlive(window.fetch, pageToken),
      reload: () => location.reload(),
    }),
    grant: createUpload(session, window.fetch.bind(window)),
    download: (url, fileName) => startDownload(document, new URL(url, location.href), fileName),
    session,
  }
}

/** A host that does not answer may come back with the session alive, so only a refusal ends it. */
const isSessionAlive = async (fetch: typeof globalThis.fetch, pageToken: string) => {
  try {
    const { status } = await fetch('/session/check', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Chartroom-Page': pageToken },
      body: '{}',
    })
    return status !== 401
  } catch {
    return true
  }
}

const startDownload = (document: Document, url: URL, fileName: string) => {
  const link = document.createElement('a')
  link.href = url.href
  link.download = fileName
  link.click()
}
