import { type AddressInfo, createServer } from 'node:net'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { addRegistry, startApp } from '../../support/app-rig.ts'
import { reply } from '../../support/fault-registry/fault-registry.ts'
import { type Authority, createAuthority, hasOpenssl } from '../../support/tls/authority.ts'
import { client, never as signal, proxy, throughProxy, tlsRegistry } from '../tls/tls-harness.ts'

const user = { username: 'ann', password: 'canary-of-the-registry' }
const proxyUser = { username: 'pat', password: 'canary-of-the-proxy' }
const basic = ({ username, password }: typeof user) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

describe.skipIf(!hasOpenssl())('through a proxy', () => {
  let root: Authority
  beforeAll(() => {
    root = createAuthority('Lab Root')
  })

  it('TLS goes in a tunnel: the proxy learns the host and its own sign-in, nothing else', async () => {
    const registry = await tlsRegistry(root.issue({ names: ['lab.test'] }))
    registry.on(/v2\/$/, ({ request, response, pass }) =>
      request.headers.authorization
        ? pass()
        : reply(401, '', { 'www-authenticate': 'Basic realm="r"' })({
            request,
            response,
            pass,
            call: 1,
          }),
    )
    const between = await proxy({ hosts: { 'lab.test:443': registry.host }, signIn: proxyUser })
    const route = throughProxy(between.url, proxyUser)
    const lab = client('lab.test', { ca: root, route, signIn: user })
    await lab.ping()
    const lines = between.seen.map(({ method, target }) => `${method} ${target}`)
    expect(new Set(lines)).toEqual(new Set(['CONNECT lab.test:443']))
    expect(between.seen[0]?.headers['proxy-authorization']).toBe(basic(proxyUser))
    expect(between.bytes()).not.toContain('canary')
    expect(registry.requests.length).toBeGreaterThan(0)
    for (const { headers } of registry.requests) {
      expect(JSON.stringify(headers)).not.toContain(basic(proxyUser))
      expect(headers).not.toHaveProperty('proxy-authorization')
    }
    expect(lab.seen[0]).toMatchObject({ proxy: between.host, proxySetBy: 'this registry' })
  })

  it('plain HTTP is asked for by its whole address', async () => {
    const registry = await tlsRegistry(undefined)
    const between = await proxy({ hosts: { 'lab.test': registry.host }, signIn: proxyUser })
    const route = throughProxy(between.url, proxyUser)
    await client('lab.test', { plainHttp: true, route }).ping()
    expect(between.seen.map(({ method, target }) => `${method} ${target}`)).toEqual([
      'GET http://lab.test/v2/',
    ])
    expect(registry.requests[0]?.headers).toMatchObject({ host: 'lab.test' })
    expect(registry.requests[0]?.headers).not.toHaveProperty('proxy-authorization')
  })

  it.each([false, true])(
    'a token service and a redirect go the same way (plain: %s)',
    async plain => {
      const issued = plain
        ? undefined
        : root.issue({ names: ['lab.test', 'tokens.test', 'blobs.test'] })
      const registry = await tlsRegistry(issued)
      const elsewhere = await tlsRegistry(issued)
      const scheme = plain ? 'http' : 'https'
      const port = plain ? 80 : 443
      const key = (name: string) => (plain ? name : `${name}:${port}`)
      const between = await proxy({
        hosts: {
          [key('lab.test')]: registry.host,
          [key('tokens.test')]: elsewhere.host,
          [key('blobs.test')]: elsewhere.host,
        },
      })
      const realm = `Bearer realm="${scheme}://tokens.test/token",service="s"`
      registry.on(/tags/, ({ request, response, pass, call }) =>
        request.headers.authorization === 'Bearer t'
          ? reply(200, { tags: ['1'] })({ request, response, pass, call })
          : reply(401, '', { 'www-authenticate': realm })({ request, response, pass, call }),
      )
      elsewhere.on(/token/, reply(200, { token: 't' }))
      registry.on(/blobs/, reply(307, '', { location: `${scheme}://blobs.test/blob` }))
      elsewhere.on(/blob$/, reply(404, ''))
      const route = throughProxy(between.url)
      const given = { ...(plain ? { plainHttp: true } : { ca: root }), route, trustRealm: true }
      const repository = client('lab.test', given).repository('team/app')
      const page = await repository.tags({ signal }).next()
      expect(page.value).toMatchObject({ names: ['1'] })
      const blob = { digest: `sha256:${'0'.repeat(64)}`, mediaType: 'x/y', sizeBytes: 1 } as never
      await expect(repository.readBlob(blob, { signal, limitBytes: 9 })).rejects.toMatchObject({
        code: 'not-found',
      })
      const hosts = between.seen.map(({ target }) => (plain ? new URL(target).host : target))
      expect(new Set(hosts)).toEqual(new Set(['lab.test', 'tokens.test', 'blobs.test'].map(key)))
    },
  )

  it('an address that a registry must not send us to is refused all the same', async () => {
    const registry = await tlsRegistry(root.issue({ names: ['lab.test'] }))
    const between = await proxy({ hosts: { 'lab.test:443': registry.host } })
    registry.on(/blobs/, reply(307, '', { location: 'https://169.254.169.254/latest' }))
    const lab = client('lab.test', { ca: root, route: throughProxy(between.url) })
    const blob = { digest: `sha256:${'0'.repeat(64)}`, mediaType: 'x/y', sizeBytes: 1 } as never
    const reading = lab.repository('team/app').readBlob(blob, { signal, limitBytes: 9 })
    await expect(reading).rejects.toMatchObject({ reason: 'unsafe-redirect' })
    expect(between.seen.map(({ target }) => target)).toEqual(['lab.test:443'])
  })

  it.each([
    ['proxy-sign-in', undefined],
    ['proxy-sign-in-refused', { ...proxyUser, password: 'wrong' }],
  ] as const)('its want of a sign-in is told as %s', async (reason, given) => {
    const between = await proxy({ signIn: proxyUser })
    const route = throughProxy(between.url, given)
    const error = { code: 'unreachable', reason, params: { proxy: between.host } }
    for (const plainHttp of [false, true]) {
      const failing = client('lab.test', { route, plainHttp, signIn: user }).ping()
      await expect(failing).rejects.toMatchObject(error)
    }
    expect(between.seen).toHaveLength(2)
    expect(JSON.stringify(between.seen)).not.toContain(basic(user))
  })

  it('its refusal, and its absence, name the proxy', async () => {
    const between = await proxy({ refuse: 403 })
    const lab = client('lab.test', { route: throughProxy(between.url) })
    await expect(lab.ping()).rejects.toMatchObject({
      reason: 'proxy-refused',
      params: { proxy: between.host, status: 403 },
    })
    await between.stop()
    for (const plainHttp of [false, true]) {
      const gone = client('lab.test', { route: throughProxy(between.url), plainHttp })
      await expect(gone.ping()).rejects.toMatchObject({
        code: 'unreachable',
        reason: 'proxy-unreachable',
        params: { proxy: between.host },
      })
    }
  })

  it('gets no word of ours into a tunnel that it talks in itself', async () => {
    const heard: Buffer[] = []
    const talking = createServer(socket => {
      socket.on('error', () => undefined).on('data', bytes => heard.push(bytes))
      socket.once('data', () => socket.write('HTTP/1.1 200 OK\r\n\r\nhello'))
    })
    await new Promise<void>(resolve => talking.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void talking.close())
    const { port } = talking.address() as AddressInfo
    const host = `127.0.0.1:${port}`
    const lab = client('lab.test', { route: throughProxy(`http://${host}`) })
    await expect(lab.ping()).rejects.toMatchObject({
      reason: 'proxy-refused',
      params: { proxy: host },
    })
    expect(Buffer.concat(heard).toString('latin1')).toMatch(/^CONNECT [^]*\r\n\r\n$/)
  })

  it('may itself be spoken to over TLS, and is verified then', async () => {
    const registry = await tlsRegistry(root.issue({ names: ['lab.test'] }))
    const hosts = { 'lab.test:443': registry.host }
    const between = await proxy({ hosts, tls: root.issue({ names: ['127.0.0.1'] }) })
    const route = throughProxy(between.url)
    await client('lab.test', { roots: [root.pem], route }).ping()
    await expect(client('lab.test', { route }).ping()).rejects.toMatchObject({
      code: 'untrusted-certificate',
      params: { host: between.host },
    })
  })

  it('that looks into TLS is believed only with its own authority', async () => {
    const registry = await tlsRegistry(root.issue({ names: ['lab.test'] }))
    const company = createAuthority('Company proxy')
    const between = await proxy({ hosts: { 'lab.test:443': registry.host }, intercept: company })
    const route = throughProxy(between.url)
    const signIn = user
    await expect(client('lab.test', { ca: root, route, signIn }).ping()).rejects.toMatchObject({
      code: 'untrusted-certificate',
      reason: 'not-trusted',
    })
    expect(registry.requests).toEqual([])
    const lab = client('lab.test', { ca: company, route })
    await lab.ping()
    expect(lab.seen[0]).toMatchObject({ issuer: 'Company proxy', verifiedBy: 'ca-file' })
    expect(between.bytes()).toContain('GET /v2/')
  })

  it('of the environment is taken and told; a certificate is looked at through it too', async () => {
    const registry = await tlsRegistry(root.issue({ names: ['lab.test'] }))
    const between = await proxy({ hosts: { 'lab.test:443': registry.host }, signIn: proxyUser })
    const HTTPS_PROXY = `http://${proxyUser.username}:${proxyUser.password}@${between.host}`
    const network = {
      systemCertificates: async () => [root.pem],
      systemProxy: async () => undefined,
    }
    const rig = await startApp({ env: { HTTPS_PROXY }, ports: { network } })
    const saved = await addRegistry(rig, 'https://lab.test')
    await rig.stream('repositories.list', { registryId: saved.id })
    const { page } = await rig.call('capabilities.read', { registryId: saved.id })
    expect(page.connectionSeen).toMatchObject({
      proxy: between.host,
      proxySetBy: 'HTTPS_PROXY',
      verifiedBy: 'system',
    })
    const { certificate } = await rig.call('connectionSettings.certificate', {
      address: 'lab.test',
    })
    expect(certificate).toMatchObject({ trusted: true, address: 'lab.test', port: 443 })
    const told = [...rig.logged, JSON.stringify(rig.frames)].join('\n')
    expect(told).not.toContain(proxyUser.password)
    expect(new Set(between.seen.map(({ target }) => target))).toEqual(new Set(['lab.test:443']))
  })

  it('of the system is taken where the environment says nothing', async () => {
    const registry = await tlsRegistry(root.issue({ names: ['lab.test'] }))
    const between = await proxy({ hosts: { 'lab.test:443': registry.host } })
    const asked: string[] = []
    const network = {
      systemCertificates: async () => [root.pem],
      systemProxy: async (url: URL) => {
        asked.push(url.href)
        return `PROXY ${between.host}`
      },
    }
    const rig = await startApp({ host: 'desktop', ports: { network } })
    const saved = await addRegistry(rig, 'https://lab.test')
    const { page } = await rig.call('capabilities.test', { registryId: saved.id })
    expect(page.connectionSeen).toMatchObject({
      proxy: between.host,
      proxySetBy: 'system settings',
    })
    expect(new Set(asked)).toEqual(new Set(['https://lab.test/']))
  })
})
