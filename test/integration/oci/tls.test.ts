import { createServer } from 'node:net'
import { beforeAll, describe, expect, it } from 'vitest'
import { receiveBlob } from '../../../electron/core/oci/blobs/receive-blob.ts'
import { reply } from '../../support/fault-registry/fault-registry.ts'
import {
  createTestAuthority,
  hasOpenssl,
  type TestAuthority,
} from '../../support/fault-registry/test-certificates.ts'
import {
  clientFor,
  collectAll,
  describeBytes,
  failureOf,
  faultRegistry,
  memorySink,
  never as signal,
  newCanary,
  sink,
} from './oci-harness.ts'

describe.skipIf(!hasOpenssl())('TLS', () => {
  let authority: TestAuthority
  beforeAll(() => {
    authority = createTestAuthority()
  })
  const trusting = () => ({ https: true, trust: async () => ({ roots: [authority.certificate] }) })

  it('is accepted where the authority is trusted, and only there', async () => {
    const registry = await faultRegistry(authority.issue('127.0.0.1'))
    expect(await clientFor(registry, trusting()).ping({ signal })).toMatchObject({
      authentication: 'none',
    })
    expect(await failureOf(clientFor(registry, { https: true }).ping({ signal }))).toMatchObject({
      code: 'untrusted-certificate',
      reason: 'not-trusted',
      params: { host: registry.host },
    })
    expect(registry.requests).toHaveLength(1)
  })

  it('is refused for another host, after its end, and when it vouches for itself', async () => {
    const other = await faultRegistry(authority.issue('registry.example'))
    expect(await failureOf(clientFor(other, trusting()).ping({ signal }))).toMatchObject({
      reason: 'wrong-host',
    })
    const ended = await faultRegistry(authority.issue('127.0.0.1', -1))
    expect(await failureOf(clientFor(ended, trusting()).ping({ signal }))).toMatchObject({
      reason: 'expired',
    })
    const self = await faultRegistry(authority.selfSigned)
    expect(await failureOf(clientFor(self, { https: true }).ping({ signal }))).toMatchObject({
      reason: 'self-signed',
    })
  })

  it('is refused whatever the environment says', async () => {
    const registry = await faultRegistry(authority.issue('127.0.0.1'))
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED']
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
    try {
      expect(await failureOf(clientFor(registry, { https: true }).ping({ signal }))).toMatchObject({
        code: 'untrusted-certificate',
      })
    } finally {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before
    }
  })

  it('is found missing at a registry that speaks plain HTTP, which gets nothing', async () => {
    const registry = await faultRegistry()
    const client = clientFor(registry, { https: true, signIn: newCanary() })
    expect(await failureOf(client.ping({ signal }))).toMatchObject({
      code: 'unreachable',
      reason: 'speaks-http',
    })
    expect(registry.requests).toHaveLength(0)
  })

  it('is not left by a redirect, an upload location or a token service', async () => {
    const blob = Buffer.from('blob')
    const registry = await faultRegistry(authority.issue('127.0.0.1'))
    const plain = await sink()
    const client = clientFor(registry, {
      ...trusting(),
      signIn: newCanary(),
      trustRealm: () => true,
    })
    const repository = client.repository('team/app')
    const source = async function* () {
      yield blob
    }
    registry.on(/^GET .*blobs/, reply(307, '', { location: `${plain.origin}/blob` }))
    registry.on(/^POST/, reply(202, '', { location: `http://${registry.host}/upload` }))
    const bearer = `Bearer realm="${plain.origin}/token"`
    registry.on(/tags/, reply(401, '', { 'www-authenticate': bearer }))
    const pulled = receiveBlob(repository, describeBytes(blob), memorySink().receive, { signal })
    expect(await failureOf(pulled)).toMatchObject({ reason: 'unsafe-redirect' })
    const pushed = repository.pushBlob(describeBytes(blob), source, { signal })
    expect(await failureOf(pushed)).toMatchObject({ reason: 'unsafe-upload-location' })
    expect(await failureOf(collectAll(repository.tags({ signal })))).toMatchObject({
      reason: 'unsafe-realm',
    })
    expect(plain.requests).toHaveLength(0)
  })

  it('is kept for the next page whose link forgot it', async () => {
    const registry = await faultRegistry(authority.issue('127.0.0.1'))
    const link = `<http://${registry.host}/v2/team/app/tags/list?page=2>; rel="next"`
    registry.on(/tags\/list$/, reply(200, { tags: ['1'] }, { link }))
    registry.on(/page=2$/, reply(200, { tags: ['2'] }))
    const listed = await collectAll(
      clientFor(registry, trusting()).repository('team/app').tags({ signal }),
    )
    expect(listed).toEqual({ names: ['1', '2'], skipped: 0, truncated: false })
  })

  it('that breaks off in its handshake is told as such', async () => {
    const server = createServer(socket => socket.once('data', () => socket.destroy()))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const host = `127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
    expect(await failureOf(clientFor({ host }, { https: true }).ping({ signal }))).toMatchObject({
      code: 'unreachable',
      reason: 'cut-off',
    })
    await new Promise(resolve => server.close(resolve))
  })
})
