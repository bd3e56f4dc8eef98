import { EventEmitter } from 'node:events'
import type { MessagePort } from 'node:worker_threads'
import { vi } from 'vitest'
import type { Endpoints } from '../../electron/core/dispatcher.ts'
import { createDispatcher } from '../../electron/core/dispatcher.ts'
import type { Logger } from '../../electron/core/ports.ts'
import type { Bridge } from '../../renderer/host/open.ts'
import type { Open } from '../../shared/ipc/frames.ts'
import { openSocket } from './socket-client.ts'
import { testEndpoints } from './test-endpoints.ts'
import { startTestServer } from './web-server.ts'

/** One way from the page to the core, both ends as they are in the program. */
export type Transport = {
  readonly host: 'desktop' | 'web'
  readonly open: Open
  /** Everything that crossed towards the page, as text. */
  readonly raw: () => readonly string[]
  /** The core's side goes away without a word. */
  readonly breakOff: () => Promise<void>
  readonly close: () => Promise<void>
}

export type StartTransport = (endpoints: Partial<Endpoints>, logger: Logger) => Promise<Transport>

/** A real server, and the page's own transport over a real WebSocket. */
export const startSocketTransport: StartTransport = async (endpoints, logger) => {
  const server = await startTestServer({ endpoints, logger })
  const client = openSocket(server, await server.signIn())
  return {
    host: 'web',
    open: client.open,
    raw: () => client.received,
    breakOff: async () => client.close(),
    close: async () => {
      client.close()
      await server.close()
    },
  }
}

/** The desktop's preload and IPC host, joined by Node's message channels as Electron joins them. */
export const startPortTransport: StartTransport = async (endpoints, logger) => {
  const raw: string[] = []
  const ports = new Set<MessagePort>()
  const ipcMain = Object.assign(new EventEmitter(), { handle: () => {} })
  const page = { url: 'app://ui/index.html', parent: null }
  const exposed: Record<string, unknown> = {}
  vi.resetModules()
  vi.doMock('electron', () => ({
    ipcMain,
    contextBridge: {
      exposeInMainWorld: (name: string, value: unknown) => (exposed[name] = value),
    },
    ipcRenderer: {
      postMessage: (channel: string, message: unknown, transferred: MessagePort[]) => {
        for (const port of transferred) ports.add(port)
        ipcMain.emit(
          channel,
          {
            ports: transferred.map(port => toMainPort(port, raw)),
            sender: { id: 1 },
            senderFrame: page,
          },
          structuredClone(message),
        )
      },
    },
    webUtils: {},
  }))
  const { serveIpc } = await import('../../electron/desktop/ipc-host.ts')
  const dispatch = createDispatcher(testEndpoints(endpoints), 'desktop', logger)
  const grants = { grant: () => '', redeem: () => undefined, expired: () => [] }
  serveIpc({ app: { dispatch, grants }, windows: new Set([1]), logger })
  await import('../../electron/desktop/preload.ts')
  const breakOff = async () => ports.forEach(port => port.close())
  return {
    host: 'desktop',
    open: (exposed['chartroom'] as Bridge).open,
    raw: () => raw,
    breakOff,
    close: async () => {
      await breakOff()
      vi.doUnmock('electron')
    },
  }
}

/** As the main process gets a port: listeners take an event. */
const toMainPort = (port: MessagePort, raw: string[]) => ({
  on: (name: string, listener: (event: object) => void) =>
    port.on(name, (data: unknown) => listener({ data })),
  start: () => port.start(),
  close: () => port.close(),
  postMessage: (message: unknown) => {
    raw.push(JSON.stringify(message))
    port.postMessage(message)
  },
})
