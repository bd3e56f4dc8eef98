import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createFileLogger } from '../../../electron/adapters/file-logger.ts'
import { request, sendRaw } from '../../support/raw-http.ts'
import { openSocket } from '../../support/socket-client.ts'
import { startTestServer, type TestServer } from '../../support/web-server.ts'
import { testClock } from '../../support/clock.ts'

const canary = 'c4n4ry-77d1'
let folder: string
let server: TestServer
let log: () => string
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'chartroom-logs-'))
  const logger = createFileLogger(folder, testClock())
  log = () => readFileSync(logger.file, 'utf8')
  server = await startTestServer({
    logger,
    endpoints: {
      'registries.signOut': () => {
        throw new Error(`GET https://me:${canary}@h/?sig=${canary} failed`)
      },
    },
  })
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

it('holds nothing of what requests carried', async () => {
  const link = server.access.issueLink()
  const answer = await server.exchange(link)
  const { page } = JSON.parse(answer.body) as { page: string }
  const cookie = (answer.headers['set-cookie'] ?? '').split(';')[0] ?? ''
  const headers = {
    ...server.own,
    Cookie: `${cookie}; other=${canary}`,
    'X-Chartroom-Page': page,
    Referer: `http://${server.host}/#${canary}`,
    'User-Agent': canary,
    Authorization: `Bearer ${canary}`,
  }
  const ticket = server.downloads.issue({ path: '/none', fileName: canary, sizeBytes: 1 })
  const upload = {
    'Content-Type': 'application/octet-stream',
    'X-Chartroom-File': canary,
    'X-Chartroom-Modified': '1',
  }
  for (const text of [
    request('POST', '/session/check', headers, '{}'),
    request('POST', `/session/check?token=${canary}`, headers, '{}'),
    request('POST', '/session', { ...headers, 'Content-Type': 'text/plain' }, canary),
    request('POST', '/session', headers, `{"link":"${canary}"}`),
    request('POST', '/upload', { ...headers, ...upload }, canary),
    request('GET', `/download/${ticket}`, headers),
    request('GET', `/?${canary}`, { ...headers, Host: canary }),
    request('GET', '/', { ...headers, Origin: `http://${canary}` }),
  ])
    await sendRaw(server.port, text)
  const client = openSocket(server, { cookie, page })
  await expect(client.call('registries.signOut', { registryId: canary })).rejects.toThrow()
  client.close()

  // Requests, refusals and the failure are there; nothing that they held is.
  expect(log()).toContain('session.open')
  expect(log()).toContain('foreign-host')
  expect(log()).toContain('  unexpected  ')
  for (const secret of [canary, link, page, cookie.split('=')[1] ?? '', ticket])
    expect(log()).not.toContain(secret)
})
