import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createHash, randomBytes } from 'node:crypto'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openRaw, readAnswer, request, sendRaw } from '../../support/raw-http.ts'
import { openSocket } from '../../support/socket-client.ts'
import { type SignedIn, startTestServer, type TestServer } from '../../support/web-server.ts'

const mebibyte = 1024 * 1024
let server: TestServer
let signedIn: SignedIn
beforeAll(async () => {
  server = await startTestServer({ limits: { uploadsAtOnce: 3, idleCheckMs: 20 } })
  signedIn = await server.signIn()
})
afterAll(() => server.close())

const headersFor = ({ own }: TestServer, { cookie, page }: SignedIn) => ({
  ...own,
  Cookie: cookie,
  'X-Chartroom-Page': page,
  'Content-Type': 'application/octet-stream',
  'X-Chartroom-File': 'chart-1.0.0.tgz',
  'X-Chartroom-Modified': '1700000000123',
})
const headers = (extra: Record<string, string> = {}): Record<string, string> => ({
  ...headersFor(server, signedIn),
  ...extra,
})
/** Says itself how long the body is. */
const headOf = (lines: Record<string, string>) =>
  request('POST', '/upload', lines).replace('Content-Length: 0\r\n', '')
const head = (extra: Record<string, string>) => headOf(headers(extra))
const upload = (body: string, extra: Record<string, string> = {}) =>
  sendRaw(server.port, request('POST', '/upload', headers(extra), body))
const left = () => readdirSync(server.uploadsFolder)
/** Sends the body after the head, as a browser does with a large file. */
const uploadBytes = (bytes: Buffer) => {
  const socket = openRaw(server.port, head({ 'Content-Length': String(bytes.length) }))
  socket.write(bytes)
  return readAnswer(socket)
}
const reasonOf = (answer: { body: string }) =>
  (JSON.parse(answer.body) as { error: { code: string; reason: string } }).error

describe('a file that a page hands over', () => {
  it('lies in the spool for this user only, and is granted once', async () => {
    const answer = await upload('some bytes')
    expect(answer.status).toBe(200)
    const { token } = JSON.parse(answer.body) as { token: string }
    const granted = server.grants.redeem(token)
    expect(granted).toMatchObject({
      fileName: 'chart-1.0.0.tgz',
      modifiedMs: 1_700_000_000_123,
      temporary: true,
    })
    expect(server.grants.redeem(token)).toBeUndefined()
    const file = granted?.path ?? ''
    expect(readFileSync(file, 'utf8')).toBe('some bytes')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(server.uploadsFolder).mode & 0o777).toBe(0o700)
    expect(Math.round(statSync(file).mtimeMs)).toBe(1_700_000_000_123)
  })

  it('is deleted when nobody asked for it in half an hour', async () => {
    const before = left()
    await upload('bytes')
    const answer = await upload('kept')
    const { token } = JSON.parse(answer.body) as { token: string }
    const kept = path.basename(server.grants.redeem(token)?.path ?? '')
    expect(left()).toHaveLength(before.length + 2)
    server.clock.advance(30 * 60 * 1000)
    // What was redeemed is the core's to delete.
    await expect.poll(() => left().filter(name => !before.includes(name))).toEqual([kept])
  })

  it('of 101 MiB arrives whole, one byte more does not', async () => {
    const bytes = randomBytes(101 * mebibyte)
    const answer = await uploadBytes(bytes)
    expect(answer.status).toBe(200)
    const { token } = JSON.parse(answer.body) as { token: string }
    const stored = readFileSync(server.grants.redeem(token)?.path ?? '')
    const sha = (of: Buffer) => createHash('sha256').update(of).digest('hex')
    expect(sha(stored)).toBe(sha(bytes))

    const before = left()
    const refused = await uploadBytes(Buffer.alloc(101 * mebibyte + 1))
    expect(refused.status).toBe(413)
    expect(reasonOf(refused)).toMatchObject({ code: 'too-large', reason: 'upload' })
    expect(left()).toEqual(before)
  })

  it('without a length is cut off at the limit, and told so', async () => {
    const before = left()
    const socket = openRaw(server.port, head({ 'Transfer-Encoding': 'chunked' }))
    const chunk = `100000\r\n${'x'.repeat(mebibyte)}\r\n`
    const pump = () => {
      while (!socket.destroyed && socket.write(chunk));
    }
    socket.on('drain', pump)
    pump()
    const answer = await readAnswer(socket)
    expect(answer.status).toBe(413)
    expect(left()).toEqual(before)
  })

  it('that claims more than it brings leaves nothing', async () => {
    const before = left()
    const socket = openRaw(server.port, `${head({ 'Content-Length': '1000' })}only this`)
    await expect.poll(() => left().length).toBe(before.length + 1)
    socket.destroy()
    await expect.poll(left).toEqual(before)
  })

  it('that stands still is given up with 408', async () => {
    const hasty = await startTestServer({ limits: { uploadIdleMs: 300 } })
    const lines = { ...headersFor(hasty, await hasty.signIn()), 'Content-Length': '1000' }
    const answer = await sendRaw(hasty.port, `${headOf(lines)}only this`)
    const rest = readdirSync(hasty.uploadsFolder)
    await hasty.close()
    expect(answer.status).toBe(408)
    expect(reasonOf(answer)).toMatchObject({ code: 'unreachable', reason: 'timed-out' })
    expect(rest).toEqual([])
  })

  it('that drips is given up with 408', async () => {
    const limits = { uploadWindowMs: 600, uploadWindowBytes: 1000 }
    const hasty = await startTestServer({ limits })
    const lines = { ...headersFor(hasty, await hasty.signIn()), 'Content-Length': '100000' }
    const socket = openRaw(hasty.port, headOf(lines))
    const timer = setInterval(() => socket.write('x'), 50)
    const answer = await readAnswer(socket)
    clearInterval(timer)
    const rest = readdirSync(hasty.uploadsFolder)
    await hasty.close()
    expect(answer.status).toBe(408)
    expect(rest).toEqual([])
  })

  it('is not taken behind too many others, and is when they have gone', async () => {
    const slow = Array.from({ length: 3 }, () =>
      openRaw(server.port, `${head({ 'Content-Length': '1000' })}a`),
    )
    const before = left().length
    await expect.poll(() => left().length).toBeGreaterThanOrEqual(before + 3)
    const answer = await upload('b')
    expect(answer.status).toBe(429)
    for (const socket of slow) socket.destroy()
    await expect.poll(async () => (await upload('b')).status).toBe(200)
    await expect.poll(() => left().length).toBe(before + 1)
  })

  it.each([
    [{ 'X-Chartroom-Page': 'wrong' }, 401],
    [{ Cookie: '' }, 401],
    [{ 'Content-Type': 'multipart/form-data; boundary=x' }, 400],
    [{ 'Content-Type': 'text/plain' }, 400],
    [{ 'X-Chartroom-Modified': 'yesterday' }, 400],
    [{ 'X-Chartroom-Modified': '1e400' }, 400],
    [{ 'X-Chartroom-File': '%E0%A4%A' }, 400],
  ])('is not taken with %j', async (extra, status) => {
    const before = left()
    expect((await upload('bytes', extra)).status).toBe(status)
    expect(left()).toEqual(before)
  })

  it.each([
    ['..%2F..%2Fetc%2Fpasswd', 'passwd'],
    ['C%3A%5CUsers%5Cme%5Ca.tgz', 'a.tgz'],
    ['a%00b%0Ac.tgz', 'abc.tgz'],
    ['%D0%B3%D1%80%D0%B0%D1%84.tgz', 'граф.tgz'],
    ['%2F', 'file'],
    [`${'a'.repeat(300)}.tgz`, 'a'.repeat(255)],
  ])('named %s is called %s, and lies under a name of ours', async (sent, shown) => {
    const answer = await upload('bytes', { 'X-Chartroom-File': sent })
    const { token } = JSON.parse(answer.body) as { token: string }
    const granted = server.grants.redeem(token)
    expect(granted?.fileName).toBe(shown)
    expect(granted?.path).toMatch(/\/uploads\/[0-9a-f]{32}\.part$/)
  })
})

describe('many connections', () => {
  it('are closed when they say nothing, and those that speak are answered', async () => {
    const small = await startTestServer({ limits: { sockets: 20, headersMs: 300 } })
    const silent = Array.from({ length: 100 }, () => openRaw(small.port, ''))
    const partial = openRaw(small.port, 'GET / HTTP/1.1\r\nHost: ')
    const closed = Promise.all(
      [...silent, partial].map(
        socket => new Promise(resolve => socket.resume().once('close', resolve)),
      ),
    )
    await closed
    const answer = await sendRaw(small.port, request('GET', '/', { Host: small.host }))
    await small.close()
    expect(answer.status).toBe(200)
  })

  it('with a body that nobody reads are closed once they have their answer', async () => {
    const small = await startTestServer({ limits: { sockets: 4, lingerMs: 100 } })
    const endless = [
      request('POST', '/session', { Host: small.host, 'Content-Length': '1000' }),
      request('POST', '/nowhere', { ...small.own, 'Content-Length': '1000' }),
      request('GET', '/', { Host: small.host, 'Content-Length': '1000' }),
      request('GET', '/download/x', { Host: small.host, 'Content-Length': '1000' }),
    ].map(text => openRaw(small.port, text))
    const closed = endless.map(
      socket => new Promise(resolve => socket.resume().once('close', resolve)),
    )
    // Something comes all the time, so they are not idle.
    const drip = setInterval(() => endless.forEach(socket => socket.write('a')), 20)
    await Promise.all(closed)
    clearInterval(drip)
    const answer = await sendRaw(small.port, request('GET', '/', { Host: small.host }))
    await small.close()
    expect(answer.status).toBe(200)
  })

  it('do not keep the page’s own socket from answering', async () => {
    const small = await startTestServer({
      limits: { sockets: 20 },
      endpoints: { 'registries.list': () => ({ registries: [] }) },
    })
    const client = openSocket(small, await small.signIn())
    await client.call('registries.list', {})
    const silent = Array.from({ length: 1000 }, () => openRaw(small.port, ''))
    const answer = await client.call('registries.list', {})
    for (const socket of silent) socket.destroy()
    client.close()
    await small.close()
    expect(answer).toEqual({ registries: [] })
  })
})

describe('a JSON body', () => {
  it('of more than 1 MiB is refused', async () => {
    const answer = await sendRaw(
      server.port,
      request('POST', '/session', server.own, `{"link":"${'a'.repeat(mebibyte)}"}`),
    )
    expect(answer.status).toBe(413)
    expect(reasonOf(answer)).toMatchObject({ reason: 'request' })
  })
})
