import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { Readable } from 'node:stream'
import { expect, it, onTestFinished } from 'vitest'
import { measureCommand } from '../../bench/measure.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const ours = path.join(import.meta.dirname, '../../bench/ours.ts')
const mebibyte = 1024 * 1024
const block = Buffer.alloc(mebibyte, 'layer')
const sizeOf = (mebibytes: number) => mebibytes * mebibyte

const digestOf = (mebibytes: number) => {
  const hash = createHash('sha256')
  for (let at = 0; at < mebibytes; at += 1) hash.update(block)
  return `sha256:${hash.digest('hex')}`
}

/**
 * A registry that has one blob of each size, `/v2/big/blobs/<digest>`, makes its bytes as they are asked for, and takes
 * uploads of which it keeps the digest.
 */
const startRegistry = async (sizes: readonly number[]) => {
  const blobs = new Map(sizes.map(mebibytes => [digestOf(mebibytes), mebibytes]))
  const stored: string[] = []
  const takeUpload = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method === 'POST') {
      response.writeHead(202, { location: '/v2/copy/blobs/uploads/1', 'content-length': 0 }).end()
      return
    }
    const hash = createHash('sha256')
    for await (const chunk of request) hash.update(chunk as Buffer)
    stored.push(`sha256:${hash.digest('hex')}`)
    response.writeHead(201, { 'content-length': 0 }).end()
  }
  const server = createServer((request, response) => {
    if (request.url?.includes('/uploads/')) return void takeUpload(request, response)
    const mebibytes = blobs.get(request.url?.split('/').at(-1) ?? '')
    if (mebibytes === undefined) return void response.end()
    response.setHeader('content-length', sizeOf(mebibytes))
    Readable.from(Array(mebibytes).fill(block)).pipe(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return { host, digests: [...blobs.keys()], stored }
}

// `npm run bench` has the same with 1 GiB. The peak of a process is only to be had from Linux.
it.runIf(existsSync('/proc/self/status')).each([
  ['pulled', 'pull'],
  ['copied', 'copy'],
] as const)(
  'a layer of 160 MiB is %s in as much memory as one of 24 MiB',
  async (_what, task) => {
    const folder = temporaryFolder()
    const target = (index: number) => (task === 'pull' ? path.join(folder, `${index}`) : 'copy')
    const sizes = [24, 160]
    const { host, digests, stored } = await startRegistry(sizes)
    const peakOf = async (index: number) => {
      const size = sizeOf(sizes[index] ?? 0)
      const args = [ours, task, host, 'big', digests[index] ?? '', `${size}`, target(index)]
      const { peakBytes = Infinity } = await measureCommand(process.execPath, args)
      return peakBytes / mebibyte
    }
    const small = await peakOf(0)
    expect((await peakOf(1)) - small).toBeLessThan(64)
    expect(stored).toEqual(task === 'copy' ? digests : [])
  },
  60_000,
)
