import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { oneAtATime } from '../http-server/one-at-a-time.ts'
import { authorize, type Guard, refuseForeign } from './access.ts'
import { isDiskFull } from '../files/error-code.ts'
import { RegistryError } from './registry-error.ts'
import type { RegistryStore } from './registry-store.ts'
import { prepare, sendError } from './responses.ts'
import { findRoute } from './routes.ts'
import type { Uploads } from './uploads.ts'
import type { Logger } from '../ports.ts'

export type ServerParts = {
  readonly store: RegistryStore
  readonly uploads: Uploads
  readonly guard: Guard
  readonly logger: Logger
  readonly idleTimeoutMs?: number
}

// Generous for a 1 GiB blob over loopback, and an end for whoever sends a byte a second.
const requestTimeoutMs = 30 * 60 * 1000
const idleTimeoutMs = 60_000
const headersTimeoutMs = 10_000
const maxConnections = 512

/** The HTTP side. Not listening yet. */
export const createRegistryServer = (parts: ServerParts): Server => {
  const server = createServer(
    {
      requestTimeout: requestTimeoutMs,
      headersTimeout: headersTimeoutMs,
      keepAliveTimeout: idleTimeoutMs,
      // Ours answers 421 to a missing Host, before routing; Node's own answer would be another.
      requireHostHeader: false,
      noDelay: true,
    },
    oneAtATime((request, response) => void answer(request, response, parts)).listener,
  )
  server.maxConnections = maxConnections
  // Who reads nothing of its answer is closed too.
  server.timeout = parts.idleTimeoutMs ?? idleTimeoutMs
  return server
}

const answer = async (request: IncomingMessage, response: ServerResponse, parts: ServerParts) => {
  prepare(response)
  try {
    await respond(request, response, parts)
  } catch (error) {
    fail(request, response, { error, logger: parts.logger })
  }
}

const respond = async (request: IncomingMessage, response: ServerResponse, parts: ServerParts) => {
  refuseForeign(request, request.socket.localPort ?? 0)
  const [pathname = '', search = ''] = splitTarget(request.url ?? '')
  const { handle, writes, path } = findRoute(request.method ?? '', pathname)
  authorize(request, parts.guard, writes)
  const query = new URLSearchParams(search)
  const { store, uploads, guard } = parts
  await handle({ request, response, query, path, store, uploads, guard })
}

const splitTarget = (target: string): [string, string] => {
  const question = target.indexOf('?')
  return question === -1 ? [target, ''] : [target.slice(0, question), target.slice(question + 1)]
}

const fail = (
  request: IncomingMessage,
  response: ServerResponse,
  { error, logger }: { error: unknown; logger: Logger },
) => {
  if (response.headersSent || request.socket.destroyed) {
    // Too late for an answer: a broken connection tells the client that the rest does not come.
    response.destroy()
    return
  }
  // The client may still be sending; an answer in the middle of that would be lost.
  request.resume()
  sendError(response, toRegistryError(error, logger))
}

const toRegistryError = (error: unknown, logger: Logger): RegistryError => {
  if (error instanceof RegistryError) return error
  logger.log('error', 'local-registry.request-failed', { message: String(error) })
  return isDiskFull(error)
    ? new RegistryError('UNKNOWN', 'The disk is full.', { status: 507 })
    : new RegistryError('UNKNOWN', 'The registry could not do this; its log says why.')
}

/** Listens on 127.0.0.1 and nowhere else. Port 0 is any. Rejects with the system's error. */
export const listen = async (server: Server, port: number): Promise<number> => {
  server.listen({ host: '127.0.0.1', port, exclusive: true })
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  return address.port
}

/** Answers what is running, at most for this long, then closes every connection. */
export const closeServer = async (server: Server, graceMs: number): Promise<void> => {
  if (!server.listening) return
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  const hurry = setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearTimeout(hurry)
}
