import { randomBytes } from 'node:crypto'
import { createServer as createHttpServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { receiveBlob } from '../../../electron/core/oci/blobs/receive-blob.ts'
import { createSecret } from '../../../electron/core/http/base/secret.ts'
import { type Fault, raw, reset } from '../../support/fault-registry/fault-registry.ts'
import {
  createTestAuthority,
  hasOpenssl,
  type TestAuthority,
} from '../../support/fault-registry/test-certificates.ts'
import { startProxy } from '../../support/proxies/proxy.ts'
import {
  clientFor,
  describeBytes,
  failureOf,
  faultRegistry,
  memorySink,
  never as signal,
} from './oci-harness.ts'

// Long bodies of known length are read from the connection past the parser: what HTTP allows, and what it does not.

const blob = randomBytes(5_000_000)
const descriptor = describeBytes(blob)
const blobPath = new RegExp(`^GET /v2/team/app/blobs/${descriptor.digest}$`)
const length = `Content-Length: ${blob.byteLength}`
const head = (...lines: string[]) => ['HTTP/1.1 200 OK', ...lines, '', ''].join('\r\n')

const setUp = async () => {
  const registry = await faultRegistry()
  registry.addBlob(blob)
  const received = memorySink()
  const repository = clientFor(registry).repository('team/app')
  const pull = () => receiveBlob(repository, descriptor, received.receive, { signal })
  return { registry, received, repository, pull }
}

/** The connections that blobs came on. */
const countConnections = (fault: Fault) => {
  const connections = new Set<Socket | null>()
  const counting: Fault = exchange => {
    connections.add(exchange.response.socket)
    return fault(exchange)
  }
  return { connections, counting }
}

describe('a long body of known length', () => {
  const whole: ReadonlyArray<readonly [string, Fault]> = [
    ['in one piece with its head', raw(Buffer.concat([Buffer.from(head(length)), blob]))],
    [
      'in odd pieces',
      async ({ response }) => {
        const { socket } = response
        const answer = Buffer.concat([Buffer.from(head(length)), blob])
        for (let at = 0, size = 1; at < answer.byteLength; at += size, size = (size * 7) % 65_521) {
          socket?.write(answer.subarray(at, at + size))
          if (size % 3 === 0) await turn()
        }
      },
    ],
    ['after an interim answer', raw('HTTP/1.1 103 Early Hints\r\n\r\n', head(length), blob)],
    ['with an answer behind it that nobody asked for', raw(head(length), blob, head(length), blob)],
    ['with other bytes behind it', raw(head(length), blob, 'not HTTP at all')],
    ['from a server that closes', raw(head(length, 'Connection: close'), blob)],
  ]
  it.each(whole)('is read %s', async (_name, fault) => {
    const { registry, received, pull } = await setUp()
    registry.on(blobPath, fault)
    await pull()
    expect(registry.log(blobPath)).toHaveLength(1)
    expect(received.bytes().equals(blob)).toBe(true)
  })

  const unclear: ReadonlyArray<readonly [string, string]> = [
    ['a coding beside its length', head(length, 'Transfer-Encoding: chunked')],
    ['two lengths', head(length, 'Content-Length: 5')],
    ['a list of lengths', head(`${length}, ${blob.byteLength}`)],
    ['a length with a sign', head(`Content-Length: +${blob.byteLength}`)],
    ['a length with an exponent', head('Content-Length: 5e6')],
    ['a length below zero', head('Content-Length: -5000000')],
    ['a length in hexadecimal', head('Content-Length: 0x4c4b40')],
  ]
  it.each(unclear)('is not read where the head has %s', async (_name, text) => {
    const { registry, received, pull } = await setUp()
    registry.on(blobPath, raw(text, blob))
    expect(await failureOf(pull())).toMatchObject({
      code: expect.stringMatching(/^(?:unreachable|unsupported)$/),
    })
    expect(received.bytes().byteLength).toBe(0)
  })

  it('ends its connection: nothing that came behind it answers another request', async () => {
    const { registry, repository, received, pull } = await setUp()
    const forged = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'
    const { connections, counting } = countConnections(raw(head(length), blob, forged))
    registry.on(blobPath, counting)
    await pull()
    expect(received.bytes().equals(blob)).toBe(true)
    const small = Buffer.from('the honest one')
    registry.addBlob(small)
    const read = await repository.readBlob(describeBytes(small), { signal, limitBytes: 100 })
    expect(Buffer.from(read).equals(small)).toBe(true)
    expect([...connections].every(socket => socket?.destroyed !== false)).toBe(true)
  })

  it('goes on by a range where it was reset, and hashes across', async () => {
    const { registry, received, pull } = await setUp()
    registry.on(blobPath, reset(head(length), blob.subarray(0, 3_333_333)), 1)
    await pull()
    expect(received.restarts()).toBe(0)
    expect(received.bytes().equals(blob)).toBe(true)
    expect(registry.requests.at(-1)?.headers.range).toMatch(/^bytes=\d+-$/)
  })

  it('waits for a slow reader without taking more from the network', async () => {
    const large = randomBytes(40_000_000)
    const registry = await faultRegistry()
    let server: Socket | null = null
    const { digest } = describeBytes(large)
    registry.on(/^GET .*blobs/, ({ response }) => {
      server = response.socket
      response.writeHead(200, { 'content-length': large.byteLength })
      response.end(large)
    })
    const reached = Promise.withResolvers<void>()
    const release = Promise.withResolvers<void>()
    const pulled = receiveBlob(
      clientFor(registry).repository('team/app'),
      { ...describeBytes(large), digest },
      async () => {
        reached.resolve()
        await release.promise
      },
      { signal },
    )
    await reached.promise
    for (let turns = 0; turns < 200; turns += 1) await turn()
    // Two chunks of ours, and what the system holds on both sides.
    const left = (server as Socket | null)?.writableLength ?? 0
    expect(left).toBeGreaterThan(large.byteLength / 2)
    release.resolve()
    await pulled
  })

  it('is cancelled in the middle, and the connection with it', async () => {
    const { registry, repository } = await setUp()
    const closed = Promise.withResolvers<void>()
    registry.on(blobPath, ({ response }) => {
      response.socket?.once('close', closed.resolve)
      response.writeHead(200, { 'content-length': blob.byteLength })
      response.write(blob.subarray(0, 3_000_000))
    })
    const abort = new AbortController()
    const pulled = receiveBlob(repository, descriptor, () => abort.abort(), {
      signal: abort.signal,
    })
    expect(await failureOf(pulled)).toMatchObject({ code: 'cancelled' })
    await closed.promise
  })

  it('is cancelled before its connection stands', async () => {
    const { repository } = await setUp()
    const abort = new AbortController()
    const pulled = receiveBlob(repository, descriptor, () => undefined, { signal: abort.signal })
    abort.abort()
    expect(await failureOf(pulled)).toMatchObject({ code: 'cancelled' })
  })
})

describe('a short body, or one of unknown length', () => {
  it('keeps its connection for the next', async () => {
    const registry = await faultRegistry()
    const small = randomBytes(500_000)
    registry.addBlob(small)
    const { connections, counting } = countConnections(({ pass }) => pass())
    registry.on(/^GET .*blobs/, counting)
    const repository = clientFor(registry).repository('team/app')
    for (let time = 0; time < 3; time += 1) {
      await receiveBlob(repository, describeBytes(small), memorySink().receive, { signal })
      // The one is looked at for a turn before it is used again, and another opened if need be.
      for (let turns = 0; turns < 5; turns += 1) await turn()
    }
    expect(connections.size).toBe(1)
  })

  it.each<[string, Fault]>([
    ['chunked', ({ response }) => void response.end(blob)],
    ['until the connection ends', raw(head(), blob)],
  ])('is read: %s', async (_name, fault) => {
    const { registry, received, pull } = await setUp()
    registry.on(blobPath, fault)
    await pull()
    expect(received.bytes().equals(blob)).toBe(true)
  })
})

describe('a long body on other ways', () => {
  let authority: TestAuthority
  beforeAll(() => {
    if (hasOpenssl()) authority = createTestAuthority()
  })
  const trusting = () => ({ https: true, trust: async () => ({ roots: [authority.certificate] }) })
  const through = (url: string) => async () => ({
    proxy: {
      url: new URL(url),
      credential: { username: 'pat', secret: createSecret('canary-of-the-proxy') },
    },
  })

  it.skipIf(!hasOpenssl())('comes over TLS, and goes on by a range there too', async () => {
    const registry = await faultRegistry(authority.issue('127.0.0.1'))
    registry.addBlob(blob)
    registry.on(blobPath, raw(head(length), blob.subarray(0, 2_500_000)), 1)
    const received = memorySink()
    const repository = clientFor(registry, trusting()).repository('team/app')
    await receiveBlob(repository, descriptor, received.receive, { signal })
    expect(received.bytes().equals(blob)).toBe(true)
    expect(received.restarts()).toBe(0)
    expect(registry.log(blobPath)).toHaveLength(2)
  })

  it.skipIf(!hasOpenssl())('never calls a TLS connection cut at a record a success', async () => {
    const registry = await faultRegistry(authority.issue('127.0.0.1'))
    registry.on(blobPath, raw(head(length), blob.subarray(0, -1)))
    const repository = clientFor(registry, trusting()).repository('team/app')
    const pulled = receiveBlob(repository, descriptor, memorySink().receive, { signal })
    expect(await failureOf(pulled)).toMatchObject({ code: 'unreachable' })
  })

  it.skipIf(!hasOpenssl())('comes through a tunnel', async () => {
    const registry = await faultRegistry(authority.issue('127.0.0.1'))
    registry.addBlob(blob)
    const proxy = await startProxy()
    onTestFinished(() => proxy.stop())
    const received = memorySink()
    await receiveBlob(
      clientFor(registry, { ...trusting(), route: through(proxy.url) }).repository('team/app'),
      descriptor,
      received.receive,
      { signal },
    )
    expect(received.bytes().equals(blob)).toBe(true)
    expect(proxy.seen[0]?.method).toBe('CONNECT')
  })

  it('comes through a proxy that reads along, whose refusal is not taken for a body', async () => {
    const registry = await faultRegistry()
    registry.addBlob(blob)
    const proxy = await startProxy()
    onTestFinished(() => proxy.stop())
    const received = memorySink()
    await receiveBlob(
      clientFor(registry, { route: through(proxy.url) }).repository('team/app'),
      descriptor,
      received.receive,
      { signal },
    )
    expect(received.bytes().equals(blob)).toBe(true)

    const refusing = await listen(
      createHttpServer((_request, response) => response.writeHead(407).end(blob)),
    )
    const pulled = receiveBlob(
      clientFor(registry, { route: through(refusing) }).repository('team/app'),
      descriptor,
      received.receive,
      { signal },
    )
    expect(await failureOf(pulled)).toMatchObject({ reason: 'proxy-sign-in-refused' })
  })
})

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
}

describe('a body that is sent', () => {
  /** One piece of memory: what was handed out is overwritten once more is asked for. */
  async function* reusing() {
    const memory = Buffer.alloc(300_000)
    for (let at = 0; at < blob.byteLength; at += memory.byteLength) {
      const part = blob.subarray(at, at + memory.byteLength)
      memory.set(part)
      yield memory.subarray(0, part.byteLength)
    }
    memory.fill(0)
  }

  it.each(['http', 'https'])('is with the system before more is asked for: %s', async scheme => {
    if (scheme === 'https' && !hasOpenssl()) return
    const authority = scheme === 'https' ? createTestAuthority() : undefined
    const registry = await faultRegistry(authority?.issue('127.0.0.1'))
    const trust = async () => ({ roots: authority ? [authority.certificate] : [] })
    await clientFor(registry, { https: scheme === 'https', trust })
      .repository('team/app')
      .pushBlob(descriptor, reusing, { signal })
    const sent = registry.requests.find(({ method }) => method === 'PUT')
    expect(sent?.body.equals(blob)).toBe(true)
  })
})
