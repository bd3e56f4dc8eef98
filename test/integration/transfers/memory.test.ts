import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
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

/** A registry that has one blob of each size, `/v2/big/blobs/<digest>`, and makes its bytes as they are asked for. */
const startRegistry = async (sizes: readonly number[]) => {
  const blobs = new Map(sizes.map(mebibytes => [digestOf(mebibytes), mebibytes]))
  const server = createServer((request, response) => {
    const mebibytes = blobs.get(request.url?.split('/').at(-1) ?? '')
    if (mebibytes === undefined) return void response.end()
    response.setHeader('content-length', sizeOf(mebibytes))
    Readable.from(Array(mebibytes).fill(block)).pipe(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, digests: [...blobs.keys()] }
}

// Security row 216; `npm run bench` has the same with 1 GiB. The peak of a process is only to be had from Linux.
it.runIf(existsSync('/proc/self/status'))(
  'a layer of 160 MiB is pulled in as much memory as one of 24 MiB',
  async () => {
    const sizes = [24, 160]
    const { host, digests } = await startRegistry(sizes)
    const folder = temporaryFolder()
    const peakOf = async (index: number) => {
      const file = path.join(folder, `${index}`)
      const size = sizeOf(sizes[index] ?? 0)
      const args = [ours, 'pull', host, 'big', digests[index] ?? '', `${size}`, file]
      const { peakBytes = Infinity } = await measureCommand(process.execPath, args)
      return peakBytes / mebibyte
    }
    const small = await peakOf(0)
    expect((await peakOf(1)) - small).toBeLessThan(64)
  },
  60_000,
)
