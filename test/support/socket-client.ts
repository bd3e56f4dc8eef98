import WebSocket from 'ws'
import { createCall, type Call } from '../../shared/ipc/client.ts'
import type { Open } from '../../shared/ipc/frames.ts'
import { createSocketOpen } from '../../renderer/host/web-socket.ts'
import type { SignedIn, TestServer } from './web-server.ts'

export type SocketClient = {
  readonly open: Open
  readonly call: Call
  /** Everything the server sent, as it came. */
  readonly received: readonly string[]
  readonly sessionEnded: () => boolean
  /** Connections made so far. */
  readonly connections: () => number
  /** How often the page was told to load itself again. */
  readonly reloads: () => number
  close(): void
}

/** The page's own transport over a real socket, with the cookie that a browser would add. */
export const openSocket = (
  { host }: Pick<TestServer, 'host'>,
  { cookie, page }: SignedIn,
): SocketClient => {
  const sockets: WebSocket[] = []
  const received: string[] = []
  let hasEnded = false
  let reloads = 0
  const open = createSocketOpen({
    session: {
      pageToken: async () => (hasEnded ? undefined : page),
      end: () => (hasEnded = true),
      state: () => (hasEnded ? 'ended' : 'open'),
      subscribe: () => () => {},
    },
    connect: protocols => {
      const headers = { Cookie: cookie, Origin: `http://${host}` }
      const socket = new WebSocket(`ws://${host}/calls`, protocols, { headers })
      socket.on('message', data => received.push(String(data)))
      // Here an error without a listener would end the program; a page has its `close`.
      socket.on('error', () => {})
      sockets.push(socket)
      // The part of the browser's WebSocket that the page uses is the same.
      return socket as unknown as globalThis.WebSocket
    },
    reload: () => (reloads += 1),
    isSessionAlive: async token => {
      const response = await fetch(`http://${host}/session/check`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          'X-Chartroom-Page': token,
          Cookie: cookie,
          Origin: `http://${host}`,
        },
        body: '{}',
      }).catch(() => undefined)
      return response?.status !== 401
    },
  })
  return {
    open,
    call: createCall(open),
    received,
    sessionEnded: () => hasEnded,
    connections: () => sockets.length,
    reloads: () => reloads,
    close: () => sockets.forEach(socket => socket.close()),
  }
}
