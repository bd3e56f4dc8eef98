import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createDispatcher, type Endpoints } from '../../electron/core/dispatcher.ts'
import type { Logger } from '../../electron/core/ports.ts'
import { createDownloads } from '../../electron/core/files/downloads.ts'
import { createFileGrants } from '../../electron/core/files/file-grants.ts'
import { createAccess } from '../../electron/web/access.ts'
import { cookieName } from '../../electron/web/cookies.ts'
import { webLimits, type WebLimits } from '../../electron/web/limits.ts'
import { startWebServer } from '../../electron/web/server.ts'
import { createStaticFiles, type StaticFiles } from '../../electron/web/static-files.ts'
import { openUploads } from '../../electron/web/uploads.ts'
import type { ThemeChoice } from '../../shared/model/theme.ts'
import { pageProtocolPrefix, socketProtocol } from '../../shared/ipc/socket-messages.ts'
import { testClock } from './clock.ts'
import { quietLogger } from './quiet-logger.ts'
import { type RawAnswer, request, sendRaw } from './raw-http.ts'
import { testEndpoints } from './test-endpoints.ts'

export type TestServerOptions = {
  readonly endpoints?: Partial<Endpoints>
  readonly limits?: Partial<WebLimits>
  readonly allowedHosts?: readonly string[]
  readonly logger?: Logger
  /** A built page in place of two small files. */
  readonly files?: StaticFiles
  readonly theme?: ThemeChoice
}

export type SignedIn = { readonly cookie: string; readonly page: string }

/** The real server over a small core: two built files, the endpoints a test gives, a clock it can move. */
export const startTestServer = async (options: TestServerOptions = {}) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'chartroom-web-'))
  const clock = testClock()
  const logger = options.logger ?? quietLogger
  const limits = { ...webLimits, ...options.limits }
  const access = createAccess(clock)
  const grants = createFileGrants(clock)
  const downloads = createDownloads(clock)
  const uploadsFolder = path.join(folder, 'uploads')
  const server = await startWebServer({
    app: {
      dispatch: createDispatcher(testEndpoints(options.endpoints ?? {}), 'web', logger),
      downloads,
      theme: () => options.theme ?? 'system',
    },
    access,
    uploads: await openUploads(uploadsFolder, grants, limits),
    files: options.files ?? writeBuiltFiles(folder),
    limits,
    logger,
    port: 0,
    allowedHosts: options.allowedHosts ?? [],
  })
  const { port } = server
  const host = `127.0.0.1:${port}`
  /** What a page of ours sends with every POST. */
  const own = { Host: host, Origin: `http://${host}`, 'Content-Type': 'application/json' }
  const exchange = (link: string, extra: Record<string, string> = {}): Promise<RawAnswer> =>
    sendRaw(port, request('POST', '/session', { ...own, ...extra }, JSON.stringify({ link })))

  return {
    port,
    host,
    own,
    access,
    clock,
    grants,
    downloads,
    folder,
    uploadsFolder,
    exchange,
    /** Follows a new link, as a browser does. */
    signIn: async (): Promise<SignedIn> => {
      const answer = await exchange(access.issueLink())
      const cookie = (answer.headers['set-cookie'] ?? '').split(';')[0] ?? ''
      const { page } = JSON.parse(answer.body) as { page: string }
      return { cookie, page }
    },
    cookieName: cookieName(port),
    reload: server.reload,
    close: async () => {
      await server.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type TestServer = Awaited<ReturnType<typeof startTestServer>>

const writeBuiltFiles = (folder: string) => {
  const renderer = path.join(folder, 'renderer')
  mkdirSync(path.join(renderer, 'assets'), { recursive: true })
  writeFileSync(
    path.join(renderer, 'index.html'),
    '<!doctype html><html lang="en"><title>Chartroom</title>',
  )
  writeFileSync(path.join(renderer, 'assets', 'main-1a2b3c4d.js'), 'export {}')
  writeFileSync(path.join(renderer, '.hidden'), 'not listed')
  return createStaticFiles(renderer, {
    'index.html': { type: 'text/html; charset=utf-8', immutable: false },
    'assets/main-1a2b3c4d.js': { type: 'text/javascript; charset=utf-8', immutable: true },
  })
}

/** The headers of a socket's upgrade as a page of ours sends them. */
export const upgradeHeaders = (
  { host }: Pick<TestServer, 'host'>,
  { cookie, page }: SignedIn,
): Record<string, string> => ({
  Host: host,
  Origin: `http://${host}`,
  Cookie: cookie,
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': '13',
  'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'Sec-WebSocket-Protocol': `${socketProtocol}, ${pageProtocolPrefix}${page}`,
})
