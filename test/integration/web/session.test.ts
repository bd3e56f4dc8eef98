import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { idleLifetimeMs, linkLifetimeMs } from '../../../electron/web/access.ts'
import { request, sendRaw } from '../../support/raw-http.ts'
import { type SignedIn, startTestServer, type TestServer } from '../../support/web-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const post = (target: string, headers: Record<string, string>) =>
  sendRaw(server.port, request('POST', target, { ...server.own, ...headers }, '{}'))
const check = ({ cookie, page }: SignedIn) =>
  post('/session/check', { Cookie: cookie, 'X-Chartroom-Page': page })

describe('the one-time link', () => {
  it('is exchanged for a cookie that scripts, other sites and other ports’ names cannot have', async () => {
    const answer = await server.exchange(server.access.issueLink())
    expect(answer.status).toBe(200)
    const [pair, ...attributes] = (answer.headers['set-cookie'] ?? '').split('; ')
    expect(pair).toMatch(new RegExp(`^chartroom-${server.port}=[\\w-]{43}$`))
    expect(attributes.toSorted()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Strict'])
    expect(answer.headers['cache-control']).toBe('no-store')
    expect(answer.headers['referrer-policy']).toBe('no-referrer')
    const { page } = JSON.parse(answer.body) as { page: string }
    expect(page).toMatch(/^[\w-]{43}$/)
    expect(pair).not.toContain(page)
  })

  it('works once', async () => {
    const link = server.access.issueLink()
    expect((await server.exchange(link)).status).toBe(200)
    const again = await server.exchange(link)
    expect(again.status).toBe(401)
    expect(again.headers).not.toHaveProperty('set-cookie')
  })

  it('works for one of two that come at once', async () => {
    const link = server.access.issueLink()
    const answers = await Promise.all([server.exchange(link), server.exchange(link)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 401])
  })

  it('works for ten minutes', async () => {
    const old = server.access.issueLink()
    server.clock.advance(linkLifetimeMs)
    expect((await server.exchange(old)).status).toBe(401)
    const young = server.access.issueLink()
    server.clock.advance(linkLifetimeMs - 1)
    expect((await server.exchange(young)).status).toBe(200)
  })

  it('ends the one before it', async () => {
    const first = server.access.issueLink()
    const second = server.access.issueLink()
    expect((await server.exchange(first)).status).toBe(401)
    expect((await server.exchange(second)).status).toBe(200)
  })

  it.each(['', 'a', 'a'.repeat(43), 'a'.repeat(129), 'ü'.repeat(43)])('is not %s', async guess => {
    const link = server.access.issueLink()
    expect((await server.exchange(guess)).status).toBe(401)
    // A wrong guess does not use it up.
    expect((await server.exchange(link)).status).toBe(200)
  })

  it.each([`{"link":5}`, `{"link":null}`, `[]`, `{}`, `{"link":"x","more":1}`, `not json`])(
    'is not in %s',
    async body => {
      const answer = await sendRaw(server.port, request('POST', '/session', server.own, body))
      expect([400, 401]).toContain(answer.status)
    },
  )

  it('keeps the session of a browser that has one, with a token for its new page', async () => {
    const first = await server.signIn()
    const answer = await server.exchange(server.access.issueLink(), { Cookie: first.cookie })
    expect(answer.headers).not.toHaveProperty('set-cookie')
    const { page } = JSON.parse(answer.body) as { page: string }
    expect((await check(first)).status).toBe(204)
    expect((await check({ cookie: first.cookie, page })).status).toBe(204)
  })
})

describe('a session', () => {
  const wrong = 'A'.repeat(43)

  it('needs the cookie and the page’s token, both right', async () => {
    const mine = await server.signIn()
    const other = await server.signIn()
    expect((await check(mine)).status).toBe(204)
    expect((await post('/session/check', {})).status).toBe(401)
    expect((await post('/session/check', { Cookie: mine.cookie })).status).toBe(401)
    expect((await post('/session/check', { 'X-Chartroom-Page': mine.page })).status).toBe(401)
    expect((await check({ ...mine, page: wrong })).status).toBe(401)
    expect((await check({ ...mine, page: mine.page.slice(0, -1) })).status).toBe(401)
    expect((await check({ ...mine, page: `${mine.page}A` })).status).toBe(401)
    expect((await check({ ...mine, cookie: `${server.cookieName}=${wrong}` })).status).toBe(401)
    expect((await check({ cookie: mine.cookie, page: other.page })).status).toBe(401)
  })

  it('is not known by a token in another place', async () => {
    const { cookie, page } = await server.signIn()
    const value = cookie.split('=')[1]
    const named = (name: string) => check({ cookie: `${name}=${value}`, page })
    expect((await named('chartroom')).status).toBe(401)
    expect((await named(`x${server.cookieName}`)).status).toBe(401)
    expect((await named(`chartroom-${server.port + 1}`)).status).toBe(401)
    const inQuery = `/session/check?page=${page}`
    expect((await post(inQuery, { Cookie: cookie })).status).toBe(404)
    expect((await post('/session/check', { Cookie: `${cookie}; page=${page}` })).status).toBe(401)
    expect((await post('/session/check', { Authorization: `Bearer ${page}` })).status).toBe(401)
  })

  it('is found among cookies of other programs on this machine', async () => {
    const { cookie, page } = await server.signIn()
    expect((await check({ cookie: `a=1; ${cookie}; b="x;y"`, page })).status).toBe(204)
  })

  it('ends when its page says so', async () => {
    const mine = await server.signIn()
    const answer = await post('/session/end', {
      Cookie: mine.cookie,
      'X-Chartroom-Page': mine.page,
    })
    expect(answer.status).toBe(204)
    expect(answer.headers['set-cookie']).toContain('Max-Age=0')
    expect((await check(mine)).status).toBe(401)
  })

  it('ends after twelve hours without use', async () => {
    const mine = await server.signIn()
    server.clock.advance(idleLifetimeMs - 1)
    expect((await check(mine)).status).toBe(204)
    server.clock.advance(idleLifetimeMs - 1)
    expect((await check(mine)).status).toBe(204)
    server.clock.advance(idleLifetimeMs)
    expect((await check(mine)).status).toBe(401)
  })

  it('is nothing to another run of the program', async () => {
    const mine = await server.signIn()
    const other = await startTestServer()
    const value = mine.cookie.split('=')[1]
    const answer = await sendRaw(
      other.port,
      request(
        'POST',
        '/session/check',
        { ...other.own, Cookie: `${other.cookieName}=${value}`, 'X-Chartroom-Page': mine.page },
        '{}',
      ),
    )
    await other.close()
    expect(answer.status).toBe(401)
    expect(other.port).not.toBe(server.port)
    expect(other.cookieName).not.toBe(server.cookieName)
  })
})
