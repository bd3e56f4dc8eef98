import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { securityHeaders } from '../../shared/content-security-policy.ts'
import { AppError, isAppError } from '../../shared/errors.ts'
import { socketProtocol } from '../../shared/ipc/socket-messages.ts'
import type { App } from '../core/app.ts'
import { oneAtATime } from '../core/http-server/one-at-a-time.ts'
import type { Logger } from '../core/ports.ts'
import { createKnownHosts, refuse, type KnownHosts } from './admission.ts'
import { endBody, replyEmpty, replyError, setBaseHeaders } from './replies.ts'
import type { WebLimits } from './limits.ts'
import { createGuard, createRoutes, type Route, type RouteOptions } from './routes.ts'
import { closeSocket, offeredPage, reloadPage, serveSocket } from './socket.ts'
import { serveFile, type StaticFiles } from './static-files.ts'

export type WebServerOptions = Omit<RouteOptions, 'app'> & {
  readonly app: Pick<App, 'dispatch' | 'downloads' | 'theme'>
  readonly files: StaticFiles
  readonly logger: Logger
  /** 0 for any. */
  readonly port: number
  /** `host:port` pairs under which forwarded ports are opened. */
  readonly allowedHosts: readonly string[]
}

export type WebServer = {
  readonly port: number
  /** After a build: serves the new files, and has every page load itself again. */
  reload(): Promise<void>
  close(): Promise<void>
}

/** Serves the renderer and its calls on 127.0.0.1, to browsers that followed a one-time link. */
export const startWebServer = async (options: WebServerOptions): Promise<WebServer> => {
  const { access, limits } = options
  const server = createServer({
    headersTimeout: limits.headersMs,
    // A slow upload is timed by its own pace.
    requestTimeout: 0,
    connectionsCheckingInterval: Math.min(1000, limits.headersMs),
    keepAliveTimeout: 5000,
    maxHeaderSize: 16 * 1024,
  })
  server.maxConnections = limits.sockets
  // A connection that reads nothing of its answer, or sends nothing of its request, is closed.
  server.timeout = limits.idleMs
  const port = await listen(server, options.port)

  const hosts = createKnownHosts(port, options.allowedHosts)
  const guard = createGuard(access, port)
  const { listener, isBusy } = oneAtATime(
    createRequestListener(options, hosts, createRoutes(options, guard, port)),
  )
  server.on('request', listener)
  const sockets = createSockets(options)
  server.on('upgrade', (request, stream, head) => {
    // After an upgrade Node no longer watches the socket: neither its time limits nor its queue of answers hold.
    if (isBusy(stream)) return stream.destroy()
    const refusal = refuseUpgrade(request, options, hosts)
    if (refusal !== undefined) return refuseSocket(stream, refusal, limits)
    const session = access.authenticate(guard.cookie(request), offeredPage(request))
    if (session === undefined) return refuseSocket(stream, 401, limits)
    sockets.handleUpgrade(request, stream, head, socket =>
      serveSocket(socket, session, options.app.dispatch, limits, () => access.touch(session)),
    )
  })
  const idleCheck = setInterval(() => {
    access.endIdle()
    options.uploads
      .sweep()
      .catch((error: unknown) => options.logger.log('error', 'sweep-failed', { error }))
  }, limits.idleCheckMs)
  return {
    port,
    reload: async () => {
      await options.files.reread()
      for (const socket of sockets.clients) reloadPage(socket)
    },
    close: async () => {
      clearInterval(idleCheck)
      await closeServer(server, sockets)
    },
  }
}

/** IPv4 loopback only: whoever asks for localhost falls back to it. */
const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', error => reject(explain(error, port)))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.removeAllListeners('error')
      const address = server.address()
      resolve(typeof address === 'object' && address !== null ? address.port : port)
    })
  })

const explain = (error: Error, port: number) =>
  'code' in error && error.code === 'EADDRINUSE'
    ? new Error(`Port ${port} is in use: choose another with --port.`, { cause: error })
    : error

const createRequestListener =
  (options: WebServerOptions, hosts: KnownHosts, routeOf: (target: string) => Route | undefined) =>
  (request: IncomingMessage, response: ServerResponse) => {
    setBaseHeaders(response)
    response.once('finish', () => endBody(request, options.limits.lingerMs))
    const target = request.url ?? ''
    const file = options.files.find(target)
    const refusal = refuse(request, file ? 'page' : 'api', hosts)
    if (refusal !== undefined) {
      options.logger.log('warn', 'request-refused', { reason: refusal.reason })
      return replyEmpty(response, refusal.status)
    }
    if (file) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return replyEmpty(response, 405)
      return void serveFile(request, response, file, options.app.theme()).catch(() =>
        response.destroy(),
      )
    }
    const route = routeOf(target)
    if (route === undefined) return replyEmpty(response, 404)
    if (request.method !== route.method) return replyEmpty(response, 405)
    void run(route, request, response, options.logger)
  }

const run = async (
  route: Route,
  request: IncomingMessage,
  response: ServerResponse,
  logger: Logger,
) => {
  try {
    await route.handle(request, response)
    logger.log('info', 'request', { route: route.name, status: response.statusCode })
  } catch (error) {
    // A browser that went away needs no answer.
    const isGone = request.destroyed && !request.complete
    if (!isAppError(error) && !isGone)
      logger.log('error', 'request-failed', { route: route.name, error })
    const answer = isAppError(error) ? error : new AppError('unexpected', 'internal')
    replyError(response, answer)
    if (!isGone) logger.log('warn', 'request', { route: route.name, status: response.statusCode })
  }
}

const createSockets = ({ limits }: WebServerOptions) =>
  new WebSocketServer({
    noServer: true,
    maxPayload: limits.messageBytes,
    perMessageDeflate: false,
    handleProtocols: () => socketProtocol,
  })

const refuseUpgrade = (
  request: IncomingMessage,
  options: WebServerOptions,
  hosts: KnownHosts,
): number | undefined => {
  const refusal = refuse(request, 'api', hosts)
  if (refusal !== undefined) {
    options.logger.log('warn', 'request-refused', { reason: refusal.reason })
    return refusal.status
  }
  if (request.url !== '/calls') return 404
  return undefined
}

/**
 * A client that keeps its half open, or never reads the answer, would hold one of a few places, so it is closed soon.
 */
const refuseSocket = (stream: Duplex, status: number, { lingerMs }: WebLimits) => {
  stream.on('error', () => {})
  const timer = setTimeout(() => stream.destroy(), lingerMs)
  stream.once('close', () => clearTimeout(timer))
  stream.resume()
  const headers = { ...securityHeaders('web'), 'Content-Length': '0', Connection: 'close' }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  stream.end([`HTTP/1.1 ${status} Refused`, ...lines, '', ''].join('\r\n'))
}

const goodbyeMs = 500

/** Says goodbye to every page, then ends what is left. */
const closeServer = async (server: Server, sockets: WebSocketServer) => {
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  for (const socket of sockets.clients) closeSocket(socket)
  const timer = setTimeout(() => {
    for (const socket of sockets.clients) socket.terminate()
    server.closeAllConnections()
  }, goodbyeMs)
  await closed
  clearTimeout(timer)
}
