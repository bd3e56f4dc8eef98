import { createHash, type Hash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { expect, it } from 'vitest'
import { createFolder } from '../../support/local-registry/registry-rig.ts'
import { spawnKeeper } from '../../support/local-registry/spawn-keeper.ts'

const mebibyte = 1024 * 1024
// More than four times what it may cost; `npm run test:soak` sends the whole GiB.
const sizeMebibytes = process.env['CHARTROOM_SOAK'] === '1' ? 1024 : 400

const peakMebibytes = async (pid: number) => {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1]) / 1024
}

function* blob(hash: Hash) {
  for (let index = 0; index < sizeMebibytes; index++) {
    const piece = Buffer.alloc(mebibyte)
    piece.writeUInt32LE(index)
    hash.update(piece)
    yield piece
  }
}

const send = async (port: number, method: string, target: string, body: Readable) => {
  const sent = request({ port, host: '127.0.0.1', method, path: target })
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>
  await pipeline(body, sent)
  const [response] = await answered
  response.resume()
  return response
}

/** In one stream, with the digest at the end: it is known only then. */
const push = async (port: number) => {
  const started = await send(port, 'POST', '/v2/app/blobs/uploads/', Readable.from([]))
  const location = String(started.headers.location)
  const hash = createHash('sha256')
  await send(port, 'PATCH', location, Readable.from(blob(hash)))
  const digest = `sha256:${hash.digest('hex')}`
  const end = await send(port, 'PUT', `${location}?digest=${digest}`, Readable.from([]))
  expect(end.statusCode).toBe(201)
  return digest
}

// The peak of a process is only to be had from Linux.
it.runIf(existsSync('/proc/self/status'))(
  `a blob of ${sizeMebibytes} MiB goes in and out in a few MiB of memory`,
  { timeout: 180_000 },
  async () => {
    await using home = await createFolder()
    const child = spawnKeeper(home.folder)
    const [line] = (await once(child.stdout, 'data')) as [Buffer]
    const port = Number(line)
    const pid = child.pid ?? 0
    try {
      const before = await peakMebibytes(pid)
      const digest = await push(port)
      const get = request({ port, host: '127.0.0.1', path: `/v2/app/blobs/${digest}` }).end()
      const [download] = await once(get, 'response')
      const received = createHash('sha256')
      for await (const chunk of download) received.update(chunk)
      expect(`sha256:${received.digest('hex')}`).toBe(digest)
      expect((await peakMebibytes(pid)) - before).toBeLessThan(96)
    } finally {
      child.kill('SIGKILL')
      await once(child, 'exit')
    }
  },
)
