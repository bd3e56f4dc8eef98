import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { idleLifetimeMs } from '../../../electron/web/access.ts'
import { pageProtocolPrefix, socketProtocol } from '../../../shared/ipc/socket-messages.ts'
import { request, sendRaw } from '../../support/raw-http.ts'
import { openSocket } from '../../support/socket-client.ts'
import {
  type SignedIn,
  startTestServer,
  type TestServer,
  upgradeHeaders,
} from '../../support/web-server.ts'

const watching = new Set<AbortSignal>()
let server: TestServer
let signedIn: SignedIn
beforeAll(async () => {
  server = await startTestServer({
    limits: { callsPerSocket: 3, pingMs: 100, idleCheckMs: 20 },
    endpoints: {
      'registries.list': () => ({ registries: [] }),
      'transfers.watch': (_input, { signal, progress }) => {
        watching.add(signal)
        progress({ transfers: [] })
        return new Promise(resolve =>
          signal.addEventListener('abort', () => {
            watching.delete(signal)
            resolve({})
          }),
        )
      },
    },
  })
  signedIn = await server.signIn()
})
afterAll(() => server.close())

const upgrade = (headers: Record<string, string>, target = '/calls') =>
  sendRaw(server.port, request('GET', target, { ...upgradeHeaders(server, signedIn), ...headers }))
const connect = async ({ cookie, page } = signedIn) => {
  const socket = new WebSocket(
    `ws://${server.host}/calls`,
    [socketProtocol, pageProtocolPrefix + page],
    { headers: { Cookie: cookie, Origin: `http://${server.host}` } },
  )
  socket.on('error', () => {})
  await once(socket, 'open')
  return socket
}
const closeOf = async (socket: WebSocket): Promise<number> => {
  const [code] = (await once(socket, 'close')) as [number]
  return code
}
const watch = (call: number) =>
  JSON.stringify({ call, request: { method: 'transfers.watch', input: {} } })

describe('an upgrade', () => {
  it('names the one protocol, and no extension', async () => {
    const answer = await upgrade({ 'Sec-WebSocket-Extensions': 'permessage-deflate' })
    expect(answer.status).toBe(101)
    expect(answer.headers['sec-websocket-protocol']).toBe(socketProtocol)
    expect(answer.headers).not.toHaveProperty('sec-websocket-extensions')
  })

  it.each([
    ['no protocol', { 'Sec-WebSocket-Protocol': '' }],
    ['no page', { 'Sec-WebSocket-Protocol': socketProtocol }],
    ['another protocol', { 'Sec-WebSocket-Protocol': 'graphql-ws' }],
    ['a wrong page', { 'Sec-WebSocket-Protocol': `${socketProtocol}, page.${'A'.repeat(43)}` }],
    ['no cookie', { Cookie: '' }],
    ['a wrong cookie', { Cookie: `chartroom-1=${'A'.repeat(43)}` }],
  ])('with %s is refused', async (_name, headers) => {
    expect((await upgrade(headers)).status).toBe(401)
  })

  it('with the page’s token first, twice, or with more is refused', async () => {
    const page = pageProtocolPrefix + signedIn.page
    for (const protocols of [
      `${page}, ${socketProtocol}`,
      `${socketProtocol}, ${page}, ${page}`,
      `${socketProtocol}, ${page}, more`,
      page,
    ])
      expect((await upgrade({ 'Sec-WebSocket-Protocol': protocols })).status).toBe(401)
  })

  it.each(['/', '/calls?page=x', '/other', '/session'])('of %s is refused', async target => {
    expect((await upgrade({}, target)).status).toBe(404)
  })

  it('without the word is no call', async () => {
    const answer = await sendRaw(server.port, request('GET', '/calls', { Host: server.host }))
    expect(answer.status).toBe(404)
  })
})

describe('a socket', () => {
  it.each([
    ['no JSON', 'hello'],
    ['a list', '[]'],
    ['an unknown message', '{"open":1}'],
    ['a call and a hang-up at once', '{"call":1,"hangUp":1,"request":{"method":"a"}}'],
    ['a negative number', '{"call":-1,"request":{"method":"a"}}'],
    ['a number of no use', '{"call":1.5,"request":{"method":"a"}}'],
    ['a call without a request', '{"call":1}'],
  ])('that says %s is closed', async (_name, text) => {
    const socket = await connect()
    socket.send(text)
    expect(await closeOf(socket)).toBe(1008)
  })

  it('that sends bytes is closed', async () => {
    const socket = await connect()
    socket.send(Buffer.from(watch(1)))
    expect(await closeOf(socket)).toBe(1008)
  })

  it('that sends more than 1 MiB is closed', async () => {
    const socket = await connect()
    socket.send('x'.repeat(1024 * 1024 + 1))
    expect(await closeOf(socket)).toBe(1009)
  })

  it('that uses a number twice is closed, and its calls end', async () => {
    const socket = await connect()
    socket.send(watch(1))
    await once(socket, 'message')
    expect(watching.size).toBe(1)
    socket.send(watch(1))
    expect(await closeOf(socket)).toBe(1008)
    await expect.poll(() => watching.size).toBe(0)
  })

  it('that opens more calls than it may is closed', async () => {
    const socket = await connect()
    for (const call of [1, 2, 3, 4]) socket.send(watch(call))
    expect(await closeOf(socket)).toBe(1008)
    await expect.poll(() => watching.size).toBe(0)
  })

  it('that breaks without a word ends its calls', async () => {
    const socket = await connect()
    socket.send(watch(1))
    await once(socket, 'message')
    socket.terminate()
    await expect.poll(() => watching.size).toBe(0)
  })

  it('that answers no ping ends its calls', async () => {
    const socket = await connect()
    socket.send(watch(1))
    await once(socket, 'message')
    socket.pause()
    await expect.poll(() => watching.size).toBe(0)
    socket.terminate()
  })

  it('is closed when its session ends', async () => {
    const mine = await server.signIn()
    const socket = await connect(mine)
    const closed = closeOf(socket)
    await sendRaw(
      server.port,
      request(
        'POST',
        '/session/end',
        { ...server.own, Cookie: mine.cookie, 'X-Chartroom-Page': mine.page },
        '{}',
      ),
    )
    expect(await closed).toBe(4401)
    expect((await upgrade({ Cookie: mine.cookie })).status).toBe(401)
  })

  it('is closed when nobody used its session for twelve hours', async () => {
    const mine = await server.signIn()
    const client = openSocket(server, mine)
    await client.call('registries.list', {})
    server.clock.advance(idleLifetimeMs - 1)
    // A call counts as use.
    await client.call('registries.list', {})
    server.clock.advance(idleLifetimeMs - 1)
    await client.call('registries.list', {})
    const { promise: isWatching, resolve: onProgress } = Promise.withResolvers<unknown>()
    const watched = client.call('transfers.watch', {}, { onProgress })
    watched.catch(() => {})
    await isWatching
    server.clock.advance(idleLifetimeMs)
    await expect(watched).rejects.toMatchObject({ code: 'unreachable', reason: 'host-gone' })
    await expect.poll(client.sessionEnded).toBe(true)
    signedIn = await server.signIn()
  })
})

describe('the page', () => {
  it('opens a new socket after a lost one, and repeats nothing', async () => {
    const small = await startTestServer({
      endpoints: {
        'registries.list': () => ({ registries: [] }),
        'transfers.watch': (_input, { signal }) =>
          new Promise(resolve => signal.addEventListener('abort', () => resolve({}))),
      },
    })
    const client = openSocket(small, await small.signIn())
    const running = client.call('transfers.watch', {})
    running.catch(() => {})
    await client.call('registries.list', {})
    client.close()
    await expect(running).rejects.toMatchObject({ code: 'unreachable', reason: 'host-gone' })
    expect(client.connections()).toBe(1)
    expect(await client.call('registries.list', {})).toEqual({ registries: [] })
    expect(client.connections()).toBe(2)
    expect(client.sessionEnded()).toBe(false)
    client.close()
    await small.close()
  })

  it('loads itself again after a build, with its session', async () => {
    const client = openSocket(server, signedIn)
    await client.call('registries.list', {})
    await server.reload()
    await expect.poll(client.reloads).toBe(1)
    expect(client.sessionEnded()).toBe(false)
    expect(await client.call('registries.list', {})).toEqual({ registries: [] })
    client.close()
  })

  it('knows a host that is gone from a session that has ended', async () => {
    const small = await startTestServer()
    const mine = await small.signIn()
    const gone = openSocket(small, mine)
    small.access.endAll()
    await expect(gone.call('registries.list', {})).rejects.toMatchObject({ reason: 'host-gone' })
    await expect.poll(gone.sessionEnded).toBe(true)
    await expect(gone.call('registries.list', {})).rejects.toMatchObject({ reason: 'host-gone' })
    expect(gone.connections()).toBe(1)

    const other = openSocket(small, await small.signIn())
    await small.close()
    await expect(other.call('registries.list', {})).rejects.toMatchObject({ reason: 'host-gone' })
    expect(other.sessionEnded()).toBe(false)
  })
})
