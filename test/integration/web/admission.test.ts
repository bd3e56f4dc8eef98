import { networkInterfaces } from 'node:os'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { request, sendRaw } from '../../support/raw-http.ts'
import {
  type SignedIn,
  startTestServer,
  type TestServer,
  upgradeHeaders,
} from '../../support/web-server.ts'

let server: TestServer
let signedIn: SignedIn

beforeAll(async () => {
  server = await startTestServer({ allowedHosts: ['workspace.example:8443', 'box.example:443'] })
  signedIn = await server.signIn()
})
afterAll(() => server.close())

const withPort = (text: string) => text.replaceAll('PORT', String(server.port))
const check = (headers: Record<string, string>) =>
  sendRaw(
    server.port,
    request(
      'POST',
      '/session/check',
      { ...server.own, Cookie: signedIn.cookie, 'X-Chartroom-Page': signedIn.page, ...headers },
      '{}',
    ),
  )
const upgrade = (headers: Record<string, string>) =>
  sendRaw(
    server.port,
    request('GET', '/calls', { ...upgradeHeaders(server, signedIn), ...headers }),
  )

describe('where it listens', () => {
  const others = [
    '::1',
    ...Object.values(networkInterfaces())
      .flatMap(addresses => addresses ?? [])
      .filter(({ internal }) => !internal)
      .map(({ address }) => address),
  ]
  it.each(others)('not on %s', async address => {
    const reached = await new Promise<boolean>(resolve => {
      const socket = connect(server.port, address)
      socket.once('connect', () => resolve(true))
      socket.once('error', () => resolve(false))
      socket.once('close', () => socket.destroy())
    })
    expect(reached).toBe(false)
  })
})

describe('Host', () => {
  const page = (hostLines: string) =>
    sendRaw(server.port, withPort(`GET / HTTP/1.1\r\n${hostLines}Connection: close\r\n\r\n`))

  it.each([
    'Host: 127.0.0.1:PORT',
    'Host: localhost:PORT',
    'Host: LOCALHOST:PORT',
    'Host: [::1]:PORT',
    'Host: workspace.example:8443',
    'Host: box.example:443',
    'Host: box.example',
  ])('%s is ours', async line => {
    expect((await page(`${line}\r\n`)).status).toBe(200)
  })

  it.each([
    'Host: evil.com',
    'Host: evil.com:PORT',
    'Host: localhost.evil.com:PORT',
    'Host: 127.0.0.1.nip.io:PORT',
    'Host: 0.0.0.0:PORT',
    'Host: localhost.:PORT',
    'Host: 127.0.0.1:1',
    'Host: 127.0.0.1',
    'Host: localhost',
    'Host: 127.1:PORT',
    'Host: 2130706433:PORT',
    'Host: [::ffff:127.0.0.1]:PORT',
    'Host: user@127.0.0.1:PORT',
    'Host: workspace.example:PORT',
    'Host: workspace.example',
    'Host: ',
    'Host: 127.0.0.1:PORT\r\nHost: 127.0.0.1:PORT',
    'Host: 127.0.0.1:PORT\r\nHost: evil.com',
    'Host: 127.0.0.1:PORT, evil.com',
  ])('%s is refused before anything is looked at', async line => {
    const answer = await page(`${line}\r\n`)
    expect([400, 421]).toContain(answer.status)
    expect(answer.body).not.toContain('Chartroom')
  })

  it('is needed', async () => {
    expect((await page('')).status).toBe(400)
    const old = await sendRaw(server.port, 'GET / HTTP/1.0\r\n\r\n')
    expect(old.status).toBe(421)
  })

  it('is not taken from the target', async () => {
    const target = withPort('GET http://127.0.0.1:PORT/ HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n')
    expect((await sendRaw(server.port, target)).status).toBe(400)
  })

  it('is looked at before the session of a call', async () => {
    expect((await check({ Host: 'evil.com', Origin: 'http://evil.com' })).status).toBe(421)
    expect((await upgrade({ Host: 'evil.com', Origin: 'http://evil.com' })).status).toBe(421)
  })
})

describe('Origin', () => {
  const foreign = [
    'null',
    'http://127.0.0.1:1',
    'https://127.0.0.1:PORT',
    'http://127.0.0.1',
    'http://127.0.0.1:PORT.evil.com',
    'http://127.0.0.1:PORT9',
    'http://evil.com',
    'http://127.0.0.1:PORT/',
    'http://127.0.0.1:PORT@evil.com',
    'http://127.0.0.1:PORT, http://evil.com',
    'http://user@127.0.0.1:PORT',
    'HTTP://127.0.0.1:PORT',
    // Its own origin, but asked for under another of our names.
    'http://localhost:PORT',
    'http://[::1]:PORT',
    'http://workspace.example:8443',
    '',
    // Jupyter's bypass list.
    'http://127.0.0.1comedy:PORT',
    'http://127.0.0.1.evil.com:PORT',
    'http://not-127.0.0.1:PORT',
  ]

  it.each(foreign)('%s calls nothing', async origin => {
    expect((await check({ Origin: withPort(origin) })).status).toBe(403)
  })

  it.each(foreign)('%s opens no socket', async origin => {
    expect((await upgrade({ Origin: withPort(origin) })).status).toBe(403)
  })

  it('is needed by whatever changes state', async () => {
    const { Origin: _, ...without } = server.own
    const answer = await sendRaw(server.port, request('POST', '/session/check', without, '{}'))
    expect(answer.status).toBe(403)
    const { Origin: __, ...upgradeWithout } = upgradeHeaders(server, signedIn)
    const socket = await sendRaw(server.port, request('GET', '/calls', upgradeWithout))
    expect(socket.status).toBe(403)
  })

  it('of our own page is let in', async () => {
    expect((await check({})).status).toBe(204)
    expect((await upgrade({})).status).toBe(101)
  })

  it.each([
    ['localhost:PORT', 'http://localhost:PORT'],
    ['workspace.example:8443', 'https://workspace.example:8443'],
    ['workspace.example:8443', 'http://workspace.example:8443'],
    ['box.example', 'https://box.example'],
  ])('of a page under %s is %s', async (host, origin) => {
    const answer = await check({ Host: withPort(host), Origin: withPort(origin) })
    expect(answer.status).toBe(204)
  })
})

describe('Sec-Fetch', () => {
  const get = (target: string, headers: Record<string, string>) =>
    sendRaw(
      server.port,
      request('GET', target, { Host: server.host, Cookie: signedIn.cookie, ...headers }),
    )

  it.each(['cross-site', 'same-site', 'none'])('%s reaches no call', async site => {
    expect((await check({ 'Sec-Fetch-Site': site })).status).toBe(403)
    expect((await upgrade({ 'Sec-Fetch-Site': site })).status).toBe(403)
  })

  it('lets nobody be sent to a download from elsewhere', async () => {
    const ticket = server.downloads.issue({ path: '/nowhere', fileName: 'a.tgz', sizeBytes: 1 })
    const navigation = { 'Sec-Fetch-Mode': 'navigate', 'Sec-Fetch-Dest': 'document' }
    for (const site of ['cross-site', 'same-site', 'none']) {
      const answer = await get(`/download/${ticket}`, { 'Sec-Fetch-Site': site, ...navigation })
      expect(answer.status).toBe(403)
    }
    expect(server.downloads.redeem(ticket)).toBeDefined()
  })

  it('lets the page be opened from a file, in a tab of its own', async () => {
    const opened = { 'Sec-Fetch-Site': 'cross-site', 'Sec-Fetch-Mode': 'navigate' }
    expect((await get('/', { ...opened, 'Sec-Fetch-Dest': 'document' })).status).toBe(200)
    expect((await get('/', { ...opened, 'Sec-Fetch-Dest': 'iframe' })).status).toBe(403)
  })

  it('lets no other page load our scripts', async () => {
    const script = { 'Sec-Fetch-Mode': 'no-cors', 'Sec-Fetch-Dest': 'script' }
    const target = '/assets/main-1a2b3c4d.js'
    expect((await get(target, { ...script, 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403)
    expect((await get(target, { ...script, 'Sec-Fetch-Site': 'same-site' })).status).toBe(403)
    expect((await get(target, { ...script, 'Sec-Fetch-Site': 'same-origin' })).status).toBe(200)
  })
})

describe('requests that a page elsewhere can make without asking', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
    'a form of %s changes nothing',
    async type => {
      const link = server.access.issueLink()
      const answer = await server.exchange(link, { 'Content-Type': type })
      expect(answer.status).toBe(400)
      expect((await server.exchange(link)).status).toBe(200)
    },
  )

  it('no GET changes state', async () => {
    for (const target of ['/session', '/session/end', '/session/check', '/upload']) {
      const answer = await sendRaw(
        server.port,
        request('GET', target, { Host: server.host, Cookie: signedIn.cookie }),
      )
      expect(answer.status).toBe(405)
    }
    expect((await check({})).status).toBe(204)
  })

  it.each(['/', '/session', '/upload', '/calls', '/assets/main-1a2b3c4d.js'])(
    'a preflight of %s is not answered with leave',
    async target => {
      for (const origin of [`http://${server.host}`, 'http://evil.com', 'null']) {
        const answer = await sendRaw(
          server.port,
          request('OPTIONS', target, {
            Host: server.host,
            Origin: origin,
            'Access-Control-Request-Method': 'POST',
            'Access-Control-Request-Headers': 'x-chartroom-page',
            'Access-Control-Request-Private-Network': 'true',
          }),
        )
        expect(answer.status).toBeGreaterThanOrEqual(400)
        expect(answer.text.toLowerCase()).not.toContain('access-control')
      }
    },
  )
})
