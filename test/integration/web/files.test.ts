import { rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { contentSecurityPolicy } from '../../../shared/content-security-policy.ts'
import { request, sendRaw } from '../../support/raw-http.ts'
import { type SignedIn, startTestServer, type TestServer } from '../../support/web-server.ts'

let server: TestServer
let signedIn: SignedIn
beforeAll(async () => {
  server = await startTestServer()
  signedIn = await server.signIn()
})
afterAll(() => server.close())

const get = (target: string, headers: Record<string, string> = {}) =>
  sendRaw(server.port, request('GET', target, { Host: server.host, ...headers }))

describe('built files', () => {
  it.each(['/', '/index.html'])('%s is the page, never kept by a cache', async target => {
    const answer = await get(target)
    expect(answer.status).toBe(200)
    expect(answer.body).toContain('<title>Chartroom</title>')
    expect(answer.headers['cache-control']).toBe('no-store')
  })

  it('with a hash in the name may be kept', async () => {
    const answer = await get('/assets/main-1a2b3c4d.js')
    expect(answer.headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(answer.headers['cache-control']).toContain('immutable')
  })

  it.each([
    '/..%2findex.html',
    '/../index.html',
    '/assets/../index.html',
    '/assets/..%2findex.html',
    '/assets%2fmain-1a2b3c4d.js',
    '/assets/..%5cindex.html',
    '/assets\\main-1a2b3c4d.js',
    '/index.html%00',
    '/index.html%00.js',
    '/%2e%2e/index.html',
    '/%252e%252e%252findex.html',
    '//index.html',
    '/./index.html',
    '/index.html/',
    '/index.html?x=1',
    '/INDEX.HTML',
    '/.hidden',
    '/renderer/index.html',
    '/assets',
    '/assets/',
    '/__proto__',
    '/constructor',
    '/etc/passwd',
    '//etc/passwd',
    `/${'a'.repeat(8000)}`,
  ])('%s is none', async target => {
    expect((await get(target)).status).toBe(404)
  })

  it('are served to GET and HEAD only', async () => {
    const head = await sendRaw(
      server.port,
      `HEAD / HTTP/1.1\r\nHost: ${server.host}\r\nConnection: close\r\n\r\n`,
    )
    expect(head.status).toBe(200)
    expect(head.body).toBe('')
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) {
      const answer = await sendRaw(server.port, request(method, '/', server.own, '{}'))
      expect(answer.status).toBe(405)
    }
  })

  it('an address longer than the headers may be is refused', async () => {
    expect((await get(`/${'a'.repeat(20_000)}`)).status).toBe(431)
  })
})

describe('every answer', () => {
  const answers = (): [string, Promise<Awaited<ReturnType<typeof get>>>][] => [
    ['a page', get('/')],
    ['a script', get('/assets/main-1a2b3c4d.js')],
    ['a missing file', get('/none')],
    ['a refusal', get('/', { Host: 'evil.com' })],
    ['a call', sendRaw(server.port, request('POST', '/session/check', server.own, '{}'))],
    ['a new session', server.exchange(server.access.issueLink())],
    ['a refused socket', get('/calls', { Connection: 'Upgrade', Upgrade: 'websocket' })],
    ['a download', get('/download/none', { Cookie: signedIn.cookie })],
  ]

  it('keeps other pages out', async () => {
    for (const [what, pending] of answers()) {
      const { headers } = await pending
      expect(headers['content-security-policy'], what).toContain("frame-ancestors 'none'")
      expect(headers['cross-origin-opener-policy'], what).toBe('same-origin')
      expect(headers['cross-origin-resource-policy'], what).toBe('same-origin')
      expect(headers['x-content-type-options'], what).toBe('nosniff')
      expect(headers['referrer-policy'], what).toBe('no-referrer')
      expect(headers['permissions-policy'], what).toContain('camera=()')
      expect(Object.keys(headers).join(' '), what).not.toMatch(/access-control|x-powered-by|server/)
    }
  })

  it('of a page carries the policy that the desktop has, but for connections', async () => {
    const { headers } = await get('/')
    expect(headers['content-security-policy']).toBe(contentSecurityPolicy('web'))
    expect(contentSecurityPolicy('web').replace("connect-src 'self'", "connect-src 'none'")).toBe(
      contentSecurityPolicy('desktop'),
    )
  })
})

describe('downloads', () => {
  const spool = (fileName: string, content = 'chart bytes') => {
    const file = path.join(server.folder, 'spooled')
    writeFileSync(file, content)
    return server.downloads.issue({ path: file, fileName, sizeBytes: content.length })
  }
  const download = (ticket: string, cookie = signedIn.cookie) =>
    get(`/download/${ticket}`, { Cookie: cookie })

  it('hands a file out once', async () => {
    const ticket = spool('cilium-1.2.3.tgz')
    const answer = await download(ticket)
    expect(answer.status).toBe(200)
    expect(answer.body).toBe('chart bytes')
    expect(answer.headers['content-type']).toBe('application/octet-stream')
    expect(answer.headers['content-disposition']).toBe(
      `attachment; filename="cilium-1.2.3.tgz"; filename*=UTF-8''cilium-1.2.3.tgz`,
    )
    expect((await download(ticket)).status).toBe(404)
  })

  it('needs the session too, and is not used up without it', async () => {
    const ticket = spool('a.tgz')
    expect((await download(ticket, '')).status).toBe(401)
    expect((await download(ticket, `${server.cookieName}=x`)).status).toBe(401)
    expect((await download(ticket)).status).toBe(200)
  })

  it('waits for sixty seconds', async () => {
    const ticket = spool('a.tgz')
    server.clock.advance(60_000)
    expect((await download(ticket)).status).toBe(404)
  })

  it.each(['', 'none', '..%2f..', 'a/b', 'x'.repeat(200), '%00'])('%s is no ticket', async text => {
    expect((await download(text)).status).toBe(404)
  })

  it('that is gone is not found', async () => {
    const ticket = spool('a.tgz')
    rmSync(path.join(server.folder, 'spooled'))
    expect((await download(ticket)).status).toBe(404)
  })

  it.each([
    [
      'a"; x="b.tgz',
      `attachment; filename="a_; x=_b.tgz"; filename*=UTF-8''a%22%3B%20x%3D%22b.tgz`,
    ],
    [
      '../../etc/passwd',
      `attachment; filename=".._.._etc_passwd"; filename*=UTF-8''.._.._etc_passwd`,
    ],
    [
      'a\r\nSet-Cookie: x',
      `attachment; filename="a__Set-Cookie: x"; filename*=UTF-8''a__Set-Cookie%3A%20x`,
    ],
    [
      'графік.tgz',
      `attachment; filename="______.tgz"; filename*=UTF-8''%D0%B3%D1%80%D0%B0%D1%84%D1%96%D0%BA.tgz`,
    ],
    ["a'b(c)*.tgz", `attachment; filename="a'b(c)*.tgz"; filename*=UTF-8''a%27b%28c%29%2A.tgz`],
  ])('names %j safely', async (fileName, header) => {
    const answer = await download(spool(fileName))
    expect(answer.headers['content-disposition']).toBe(header)
    expect(answer.headers).not.toHaveProperty('set-cookie')
  })
})
