import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { AppError } from '../../shared/errors.ts'
import type { App } from '../core/app.ts'
import type { Access, Session } from './access.ts'
import { cookieName, endedCookie, readCookie, sessionCookie } from './cookies.ts'
import { serveDownload, ticketOf } from './downloads.ts'
import type { WebLimits } from './limits.ts'
import { readJson } from './read-json.ts'
import { replyEmpty, replyJson } from './replies.ts'
import type { Uploads } from './uploads.ts'

export type RouteOptions = {
  readonly app: Pick<App, 'downloads'>
  readonly access: Access
  readonly uploads: Uploads
  readonly limits: WebLimits
}

export type Route = {
  /** For the log: an address may hold a ticket. */
  readonly name: string
  readonly method: 'GET' | 'POST'
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>
}

export type Guard = {
  cookie(request: IncomingMessage): string | undefined
  /** The session of the cookie and the page's token, or 401. */
  session(request: IncomingMessage): Session
}

export const createGuard = (access: Access, port: number): Guard => {
  const cookie = ({ headers }: IncomingMessage) => readCookie(headers.cookie, cookieName(port))
  return {
    cookie,
    session: request => {
      const page = request.headers['x-chartroom-page']
      const session = access.authenticate(cookie(request), String(page))
      if (session === undefined) throw new AppError('unauthorized', 'no-session')
      return session
    },
  }
}

const linkSchema = z.strictObject({ link: z.string().max(128) })

/** Everything but the built files and the socket, by exact path. */
export const createRoutes = (
  { app, access, uploads, limits }: RouteOptions,
  guard: Guard,
  port: number,
): ((target: string) => Route | undefined) => {
  const openSession = async (request: IncomingMessage, response: ServerResponse) => {
    const body = linkSchema.safeParse(await readJson(request, limits))
    const exchange = body.success && access.exchange(body.data.link, guard.cookie(request))
    if (!exchange) throw new AppError('unauthorized', 'no-session')
    if (exchange.cookie !== undefined)
      response.setHeader('Set-Cookie', sessionCookie(cookieName(port), exchange.cookie))
    replyJson(response, 200, { page: exchange.page })
  }
  const checkSession = async (request: IncomingMessage, response: ServerResponse) => {
    await readJson(request, limits)
    guard.session(request)
    replyEmpty(response, 204)
  }
  const endSession = async (request: IncomingMessage, response: ServerResponse) => {
    await readJson(request, limits)
    access.end(guard.session(request))
    response.setHeader('Set-Cookie', endedCookie(cookieName(port)))
    replyEmpty(response, 204)
  }
  const upload = async (request: IncomingMessage, response: ServerResponse) => {
    guard.session(request)
    replyJson(response, 200, { token: await uploads.receive(request) })
  }
  const download = async (request: IncomingMessage, response: ServerResponse) => {
    const ticket = ticketOf(request)
    if (access.recognise(guard.cookie(request)) === undefined)
      throw new AppError('unauthorized', 'no-session')
    if (ticket === undefined) return replyEmpty(response, 404)
    await serveDownload(response, app.downloads, ticket)
  }

  const routes: Readonly<Record<string, Route>> = {
    '/session': { name: 'session.open', method: 'POST', handle: openSession },
    '/session/check': { name: 'session.check', method: 'POST', handle: checkSession },
    '/session/end': { name: 'session.end', method: 'POST', handle: endSession },
    '/upload': { name: 'upload', method: 'POST', handle: upload },
  }
  const downloadRoute: Route = { name: 'download', method: 'GET', handle: download }
  return target => (target.startsWith('/download/') ? downloadRoute : ownValue(routes, target))
}

const ownValue = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined
