import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { Socket } from 'node:net'

export type RecordedRequest = {
  readonly method: string
  /** Path and query as sent. */
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: Buffer
}

export type Handler = (request: RecordedRequest, response: ServerResponse) => void | Promise<void>

export type TestServer = {
  /** `127.0.0.1:port` */
  readonly host: string
  readonly origin: string
  /** Everything received so far, whole. */
  readonly requests: readonly RecordedRequest[]
  stop(): Promise<void>
}

export type TlsFiles = { readonly key: string; readonly cert: string }

/** A server on a free loopback port that records each request before it is handled. */
export const startServer = async (handler: Handler, tls?: TlsFiles): Promise<TestServer> => {
  const requests: RecordedRequest[] = []
  const listener = async (incoming: IncomingMessage, response: ServerResponse) => {
    // What a test breaks on purpose must not end the process that runs it.
    response.on('error', () => undefined)
    const chunks: Buffer[] = []
    try {
      for await (const chunk of incoming) chunks.push(chunk as Buffer)
    } catch {
      return
    }
    const { method = '', url: path = '', headers } = incoming
    const request = { method, path, headers, body: Buffer.concat(chunks) }
    requests.push(request)
    await handler(request, response)
  }
  const options = { maxHeaderSize: 64 * 1024, keepAliveTimeout: 60_000 }
  const server = tls
    ? createTlsServer({ ...options, ...tls }, listener)
    : createServer(options, listener)
  // What Go's and Node's own servers say to a TLS hello on a plain port.
  server.on('clientError', (_error, socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  // Of its own: Node's list of connections misses some below TLS, and their keep-alive would hold up the end for a minute.
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const host = `127.0.0.1:${port}`
  const stop = () =>
    new Promise<void>(resolve => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  return { host, origin: `${tls ? 'https' : 'http'}://${host}`, requests, stop }
}
