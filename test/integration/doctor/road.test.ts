import { createServer, type AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Lookup } from '../../../electron/core/http/base/address-guard.ts'
import { createSecret } from '../../../electron/core/http/base/secret.ts'
import type { RouteSource } from '../../../electron/core/http/proxy/route.ts'
import { AppError } from '../../../shared/errors.ts'
import { mediaType } from '../../../shared/model/media-types.ts'
import { startFaultRegistry } from '../../support/fault-registry/fault-registry.ts'
import { createTestClock } from '../../support/fault-registry/test-clock.ts'
import type { TlsFiles } from '../../support/fault-registry/http-server.ts'
import { type ProxyOptions, startProxy } from '../../support/proxies/proxy.ts'
import { createAuthority, hasOpenssl } from '../../support/tls/authority.ts'
import { manifestBytes } from '../oci/oci-harness.ts'
import { examine, failureOf, linesOf, unknownSights } from './doctor-harness.ts'

const running: (() => Promise<void>)[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map(stop => stop()))
})

const repository = 'team/charts'

const registry = async (tls?: TlsFiles) => {
  const server = await startFaultRegistry(tls)
  running.push(() => server.stop())
  server.addManifest(repository, manifestBytes(), mediaType.ociManifest, '1.0.0')
  return server
}

const proxyWith = async (options: ProxyOptions) => {
  const proxy = await startProxy(options)
  running.push(() => proxy.stop())
  return proxy
}

/** A host and port where nothing listens. */
const deadPlace = async () => {
  const server = await startFaultRegistry()
  await server.stop()
  return server.host
}

const noSuchName: Lookup = (name, _options, callback) =>
  callback(Object.assign(new Error(`ENOTFOUND ${name}`), { code: 'ENOTFOUND' }), [])

describe('the road to a registry', () => {
  it('stops where the name has no address', async () => {
    const { report } = await examine({
      host: 'registry.corp.internal',
      https: true,
      lookup: noSuchName,
      repository,
    })
    expect(linesOf(report)).toEqual([
      'dns: failed no-address',
      'tcp: not-reached not-reached-tcp',
      'proxy: not-reached not-reached-proxy',
      'tls: not-reached not-reached-tls',
      'v2: not-reached not-reached-v2',
      'challenge: not-reached not-reached-challenge',
      'token: not-reached not-reached-token',
      'scope: not-reached not-reached-scope',
      'repository: not-reached not-reached-repository',
    ])
    expect(failureOf(report)).toBe('unreachable/name-not-found')
    expect(report).toMatchObject({ verdict: 'not-reachable', stoppedAt: 'dns', exchanges: [] })
    expect(unknownSights(report)).toEqual([])
  })

  it('names the address that a name has', async () => {
    const server = await registry()
    const port = server.host.split(':')[1] ?? ''
    const lookup: Lookup = (_name, { all }, callback) =>
      all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4)
    const { report } = await examine({ host: `registry.test:${port}`, lookup, repository })
    expect(linesOf(report).slice(0, 2)).toEqual(['dns: ok address', 'tcp: ok connected'])
    expect(report.steps[0]?.params).toEqual({
      host: 'registry.test',
      address: '127.0.0.1',
      more: 0,
    })
    expect(report.verdict).toBe('all-well')
  })

  it('stops where nothing listens', async () => {
    const { report } = await examine({ host: await deadPlace(), repository })
    expect(linesOf(report).slice(0, 3)).toEqual([
      'dns: skipped address-given',
      'tcp: failed connection-refused',
      'proxy: not-reached not-reached-proxy',
    ])
    expect(failureOf(report)).toBe('unreachable/connection-refused')
    expect(report.verdict).toBe('not-reachable')
  })

  it('stops where TLS is spoken to a plain port', async () => {
    const { host } = await registry()
    const { report } = await examine({ host, https: true, repository })
    expect(linesOf(report)[3]).toBe('tls: failed answers-plain-http')
    expect(failureOf(report)).toBe('unreachable/speaks-http')
    expect(report.verdict).toBe('not-reachable')
    expect(unknownSights(report)).toEqual([])
  })

  it('stops where nobody answers a handshake, after ten seconds', async () => {
    const greeted = Promise.withResolvers<void>()
    const server = createServer(socket => {
      socket.on('error', () => undefined)
      socket.once('data', () => greeted.resolve())
    })
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    running.push(() => new Promise(resolve => server.close(() => resolve())))
    const clock = createTestClock()
    const { port } = server.address() as AddressInfo
    const run = examine({ host: `127.0.0.1:${port}`, https: true, clock, repository })
    await greeted.promise
    await clock.advanceUntil(run, 5_000)
    const { report } = await run
    expect(linesOf(report)[3]).toBe('tls: failed tls-failed')
    expect(failureOf(report)).toBe('unreachable/timed-out')
  })

  it('ends when it is hung up on', async () => {
    const server = await registry()
    const asked = Promise.withResolvers<void>()
    server.on(/^GET \/v2\/$/, () => asked.resolve())
    const hangUp = new AbortController()
    const run = examine({ host: server.host, repository, signal: hangUp.signal })
    await asked.promise
    hangUp.abort()
    await expect(run).rejects.toMatchObject({ code: 'cancelled' })
  })
})

describe.skipIf(!hasOpenssl())('certificates on the road', () => {
  it('names the one that is not trusted, and takes it with its authority', async () => {
    const authority = createAuthority('Corp Internal CA')
    const { host, requests } = await registry(authority.issue({ names: ['127.0.0.1'] }))
    const { report } = await examine({ host, https: true, repository })
    expect(linesOf(report)[3]).toBe('tls: failed certificate-refused')
    expect(report.steps[3]?.params).toMatchObject({
      subject: '127.0.0.1',
      issuer: 'Corp Internal CA',
      validToMs: expect.any(Number),
    })
    expect(failureOf(report)).toBe('untrusted-certificate/not-trusted')
    expect(report.verdict).toBe('not-reachable')
    expect(requests).toHaveLength(0)

    const caFile = { shown: '~/corp.pem', bytes: Buffer.from(authority.pem) }
    const again = await examine({ host, https: true, repository, trust: { roots: [], caFile } })
    expect(linesOf(again.report)[3]).toBe('tls: ok tls-ca-file')
    expect(again.report.steps[3]?.params).toMatchObject({
      protocol: 'TLS 1.3',
      issuer: 'Corp Internal CA',
    })
    expect(again.report.verdict).toBe('all-well')
    expect(unknownSights(again.report)).toEqual([])
  })

  it('goes through the tunnel of a proxy, which alone looks the name up', async () => {
    const authority = createAuthority('Corp Internal CA')
    const server = await registry(authority.issue({ names: ['registry.test'] }))
    const proxy = await proxyWith({ hosts: { 'registry.test:443': server.host } })
    const { report } = await examine({
      host: 'registry.test',
      https: true,
      lookup: noSuchName,
      trust: { roots: [authority.pem] },
      route: async () => ({ proxy: { url: new URL(proxy.url) }, setBy: 'HTTPS_PROXY' }),
      repository,
    })
    expect(linesOf(report).slice(0, 5)).toEqual([
      'dns: skipped address-given',
      'tcp: ok connected-to-proxy',
      'proxy: ok through-proxy',
      'tls: ok tls-system',
      'v2: ok registry',
    ])
    expect(report.steps[2]?.params).toEqual({ proxy: proxy.host, setBy: 'HTTPS_PROXY' })
    expect(report.verdict).toBe('all-well')
    expect(unknownSights(report)).toEqual([])
  })
})

describe('a proxy on the road', () => {
  const through = (url: string, signIn?: { username: string; password: string }): RouteSource => {
    const credential = signIn && {
      username: signIn.username,
      secret: createSecret(signIn.password),
    }
    return async () => ({ proxy: { url: new URL(url), credential }, setBy: 'HTTPS_PROXY' })
  }

  it.each([
    [
      'asks for a sign-in',
      { signIn: { username: 'ann', password: 'pw' } },
      undefined,
      'proxy-asks',
      'proxy-sign-in',
    ],
    [
      'refuses its sign-in',
      { signIn: { username: 'ann', password: 'pw' } },
      { username: 'ann', password: 'wr0ng-proxy-pw' },
      'proxy-asks',
      'proxy-sign-in-refused',
    ],
    ['refuses the registry', { refuse: 403 }, undefined, 'proxy-refused', 'proxy-refused'],
  ] as const)('that %s is named', async (_name, options, signIn, seen, reason) => {
    const proxy = await proxyWith(options)
    const route = through(proxy.url, signIn)
    const { report } = await examine({ host: 'registry.test', https: true, route, repository })
    expect(linesOf(report).slice(1, 4)).toEqual([
      'tcp: ok connected-to-proxy',
      `proxy: failed ${seen}`,
      'tls: not-reached not-reached-tls',
    ])
    expect(failureOf(report)).toBe(`unreachable/${reason}`)
    expect(report).toMatchObject({ verdict: 'not-reachable', stoppedAt: 'proxy' })
    expect(unknownSights(report)).toEqual([])
    expect(JSON.stringify(report)).not.toContain('wr0ng-proxy-pw')
  })

  it('that is not there is told from a registry that is not', async () => {
    const host = await deadPlace()
    const route = through(`http://${host}`)
    const { report } = await examine({ host: 'registry.test', https: true, route, repository })
    expect(linesOf(report)[1]).toBe('tcp: failed connection-refused')
    expect(failureOf(report)).toBe('unreachable/proxy-unreachable')
  })

  it('is not used where a setting says so', async () => {
    const { host } = await registry()
    const route = async () => ({ setBy: 'NO_PROXY has .corp.internal' })
    const { report } = await examine({ host, route, repository })
    expect(report.steps[2]).toMatchObject({
      state: 'skipped',
      seen: 'no-proxy-because',
      params: { setBy: 'NO_PROXY has .corp.internal' },
    })
    expect(report.verdict).toBe('all-well')
  })

  it('that cannot be used is found before anything is sent', async () => {
    const { host, requests } = await registry()
    const route = async () => {
      throw new AppError('invalid-input', 'not-an-address', { address: 'HTTPS_PROXY' })
    }
    const { report } = await examine({ host, route, repository })
    expect(report).toMatchObject({ stoppedAt: 'proxy', verdict: 'not-reachable' })
    expect(linesOf(report).slice(0, 3)).toEqual([
      'dns: not-reached not-reached-dns',
      'tcp: not-reached not-reached-tcp',
      'proxy: failed failed',
    ])
    expect(requests).toHaveLength(0)
  })
})
