import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import path from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { oneAtATime } from '../../../electron/core/http-server/one-at-a-time.ts'
import { request, sendRaw } from '../../support/raw-http.ts'
import { startTestServer, type TestServerOptions } from '../../support/web-server.ts'

const start = async (limits: NonNullable<TestServerOptions['limits']>) => {
  const server = await startTestServer({ limits })
  onTestFinished(() => server.close())
  const page = () => sendRaw(server.port, request('GET', '/', { Host: server.host }))
  return { server, page }
}

/** A client that keeps its half of the connection open, and reads nothing. */
const hold = (port: number, bytes: string): Socket => {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
  socket.on('error', () => {})
  socket.pause()
  socket.write(bytes)
  onTestFinished(() => void socket.destroy())
  return socket
}

it('refused upgrades that keep their half open take no place from others', async () => {
  const { server, page } = await start({ sockets: 3, lingerMs: 100 })
  const upgrade = request('GET', '/calls', {
    Host: server.host,
    Origin: 'http://elsewhere.example',
    Connection: 'Upgrade',
    Upgrade: 'websocket',
  })
  for (let count = 0; count < 3; count += 1) hold(server.port, upgrade)
  await expect.poll(async () => (await page()).status, { timeout: 10_000 }).toBe(200)
})

it('readers that never read take no place from others', async () => {
  const { server, page } = await start({ sockets: 3, idleMs: 200 })
  const { cookie } = await server.signIn()
  const file = path.join(server.folder, 'large')
  const sizeBytes = 64 * 1024 * 1024
  writeFileSync(file, Buffer.alloc(sizeBytes))
  for (let count = 0; count < 3; count += 1) {
    const ticket = server.downloads.issue({ path: file, fileName: 'a.tgz', sizeBytes })
    hold(server.port, request('GET', `/download/${ticket}`, { Host: server.host, Cookie: cookie }))
  }
  await expect.poll(async () => (await page()).status, { timeout: 10_000 }).toBe(200)
})

it('a connection has one request at a time answered, in order, and a flood ends it', async () => {
  let atOnce = 0
  let most = 0
  const { listener } = oneAtATime((asked, response) => {
    atOnce += 1
    most = Math.max(most, atOnce)
    void turn().then(() => {
      atOnce -= 1
      response.end(asked.url)
    })
  })
  const server = createServer(listener).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const ahead = (count: number) =>
    Array.from({ length: count }, (_, at) => `GET /${at}. HTTP/1.1\r\nHost: a\r\n\r\n`).join('')

  const socket = connect(port, '127.0.0.1')
  let text = ''
  socket.on('data', chunk => (text += String(chunk)))
  for (const round of [1, 2]) {
    socket.write(ahead(20))
    const answered = () => [...text.matchAll(/^\/(\d+)\./gm)].map(([, number]) => Number(number))
    const expected = Array.from({ length: 20 * round }, (_, at) => at % 20)
    await expect.poll(answered).toEqual(expected)
  }
  expect(most).toBe(1)
  socket.write(ahead(1000))
  await once(socket, 'close')
  expect(most).toBe(1)
})
