import { X509Certificate } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net'
import { createServer } from 'node:https'
import path from 'node:path'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { describeBytes } from '../oci/oci-harness.ts'
import { reply } from '../../support/fault-registry/fault-registry.ts'
import {
  type Authority,
  createAuthority,
  createSelfSigned,
  hasOpenssl,
  protectKey,
  tlsFolder,
  toPkcs12,
} from '../../support/tls/authority.ts'
import { startStrictServer } from '../../support/tls/strict-server.ts'
import {
  anyStrength,
  client,
  isBoring,
  keptFile,
  keptText,
  never as signal,
  pem,
  pkcs12,
  tlsRegistry,
} from './tls-harness.ts'

const here = '127.0.0.1'
const someBlob = describeBytes(Buffer.from('?'))

describe.skipIf(!hasOpenssl())('whom a connection trusts', () => {
  let lab: Authority
  let issuing: Authority
  let other: Authority
  beforeAll(() => {
    lab = createAuthority('Lab Root')
    issuing = lab.below('Lab Issuing')
    other = createAuthority('Other Root')
  })

  describe('a CA file', () => {
    it('is added to the roots and never replaces them', async () => {
      const byFile = await tlsRegistry(issuing.issue({ names: [here] }))
      const byRoots = await tlsRegistry(other.issue({ names: [here] }))
      const roots = [other.pem]
      const own = client(byFile.host, { roots, ca: lab })
      await own.ping()
      expect(own.seen[0]).toMatchObject({ verifiedBy: 'ca-file', issuer: 'Lab Issuing' })
      const system = client(byRoots.host, { roots, ca: lab })
      await system.ping()
      expect(system.seen[0]).toMatchObject({ protocol: 'TLS 1.3', verifiedBy: 'system' })
      const extraRoots = [new X509Certificate(other.pem)]
      const extra = client(byRoots.host, { roots, extraRoots, ca: lab })
      await extra.ping()
      expect(extra.seen[0]).toMatchObject({ verifiedBy: 'extra-ca', issuer: 'Other Root' })
    })

    it('counts for its own registry and for no other', async () => {
      const first = await tlsRegistry(issuing.issue({ names: [here] }))
      const second = await tlsRegistry(issuing.issue({ names: [here] }))
      await client(first.host, { ca: lab }).ping()
      await expect(client(second.host).ping()).rejects.toMatchObject({
        code: 'untrusted-certificate',
        reason: 'not-trusted',
        params: { host: second.host },
      })
      expect(second.requests).toHaveLength(0)
    })

    it('counts from the next connection on when it changes', async () => {
      const registry = await tlsRegistry(issuing.issue({ names: [here] }))
      const changing = client(registry.host, { ca: other })
      await expect(changing.ping()).rejects.toMatchObject({ reason: 'not-trusted' })
      changing.trustNow({ caFile: keptFile(lab.file) })
      await changing.ping()
    })

    it.each([
      ['text', 'no certificate'],
      ['a broken block', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'],
      ['nothing', ''],
    ])('that holds %s is named, and nothing is sent', async (_what, text) => {
      const registry = await tlsRegistry(issuing.issue({ names: [here] }))
      const caFile = keptText('~/ca.crt', text)
      await expect(client(registry.host, { caFile }).ping()).rejects.toMatchObject({
        code: 'invalid-input',
        reason: 'not-certificates',
        params: { file: '~/ca.crt' },
      })
      expect(registry.requests).toHaveLength(0)
    })

    it('may be DER, and hold several', async () => {
      const registry = await tlsRegistry(issuing.issue({ names: [here] }))
      const der = path.join(tlsFolder(), 'lab.der')
      const base64 = lab.pem.replaceAll(/-----[^-]+-----|\s/g, '')
      writeFileSync(der, Buffer.from(base64, 'base64'))
      await client(registry.host, { caFile: keptFile(der) }).ping()
      const bundle = keptText('bundle.pem', `# ours\n${other.pem}\n${lab.pem}`)
      await client(registry.host, { caFile: bundle }).ping()
    })
  })

  describe('a certificate', () => {
    it.each([
      ['self-signed', () => createSelfSigned({ names: [here] })],
      ['expired', () => issuing.issue({ names: [here], fromDays: -9, toDays: -2 })],
      ['not-yet-valid', () => issuing.issue({ names: [here], fromDays: 2, toDays: 9 })],
      ['wrong-host', () => issuing.issue({ names: ['registry.example'] })],
      ['weak', () => issuing.issue({ names: [here], key: 'rsa-1024' })],
      ['weak', () => issuing.issue({ names: [here], hash: 'sha1' })],
    ] as const)('that is %s is refused', async (reason, issue) => {
      // Nor would OpenSSL show a weak one without being told to.
      const registry = await tlsRegistry({ ...issue(), ...anyStrength })
      const signIn = { username: 'ann', password: 'canary' }
      await expect(client(registry.host, { ca: lab, signIn }).ping()).rejects.toMatchObject({
        code: 'untrusted-certificate',
        reason,
        params: { host: expect.stringContaining(here) },
      })
      expect(registry.requests).toHaveLength(0)
    })

    it.each([
      ['not-trusted', undefined],
      // Only this tells that there is more, which others send.
      ['incomplete-chain', 'http://127.0.0.1:9/issuing.crt'],
    ])('without those between it and its root is refused as %s', async (reason, issuerUrl) => {
      const { key, leaf } = issuing.issue({ names: [here], ...(issuerUrl && { issuerUrl }) })
      const registry = await tlsRegistry({ key, cert: leaf })
      await expect(client(registry.host, { ca: lab }).ping()).rejects.toMatchObject({
        code: 'untrusted-certificate',
        reason,
        params: { host: registry.host },
      })
      expect(registry.requests).toHaveLength(0)
      await client(registry.host, { ca: issuing }).ping()
    })
  })

  describe('a pin', () => {
    it('takes exactly this certificate, whoever vouches for it', async () => {
      const issued = createSelfSigned({ names: ['registry.example'], fromDays: -9, toDays: -2 })
      const registry = await tlsRegistry(issued)
      const pinned = client(registry.host, { pin: issued.sha256 })
      await pinned.ping()
      expect(pinned.seen[0]).toMatchObject({ verifiedBy: 'pin' })
    })

    it('refuses another one, even of an authority that is trusted', async () => {
      const registry = await tlsRegistry(issuing.issue({ names: [here] }))
      const pin = issuing.issue({ names: [here] }).sha256
      const signIn = { username: 'ann', password: 'canary' }
      const pinned = client(registry.host, { ca: lab, pin, signIn })
      await expect(pinned.ping()).rejects.toMatchObject({
        code: 'untrusted-certificate',
        reason: 'pin-differs',
      })
      expect(registry.requests).toHaveLength(0)
      expect(pinned.seen).toEqual([])
    })

    it('counts for its host, not for its token service, a redirect or another registry', async () => {
      const issued = createSelfSigned({ names: [here] })
      const [registry, tokens, elsewhere] = [
        await tlsRegistry(issued),
        await tlsRegistry(issued),
        await tlsRegistry(issued),
      ]
      const pinned = () => client(registry.host, { pin: issued.sha256, trustRealm: true })
      const realm = `Bearer realm="${tokens.origin}/token",service="s"`
      registry.on(/tags/, reply(401, '', { 'www-authenticate': realm }))
      registry.on(/blobs/, reply(307, '', { location: `${elsewhere.origin}/blob` }))
      const repository = () => pinned().repository('team/app')
      await expect(repository().tags({ signal }).next()).rejects.toMatchObject({
        reason: 'self-signed',
        params: { host: tokens.host },
      })
      await expect(
        repository().readBlob(someBlob, { signal, limitBytes: 9 }),
      ).rejects.toMatchObject({
        reason: 'self-signed',
        params: { host: elsewhere.host },
      })
      await expect(client(elsewhere.host).ping()).rejects.toMatchObject({ reason: 'self-signed' })
      expect([...tokens.requests, ...elsewhere.requests]).toEqual([])
    })

    it('is looked at again for each connection, and no session goes around it', async () => {
      const [before, after] = [1, 2].map(() => createSelfSigned({ names: [here] }))
      if (!before || !after) throw new Error('not made')
      const server = createServer(before, (_request, response) =>
        // The connection ends with its answer, so that the next request needs a new one.
        response.writeHead(200, { connection: 'close' }).end('{}'),
      )
      await new Promise<void>(resolve => server.listen(0, here, resolve))
      onTestFinished(() => void server.close())
      const host = `${here}:${(server.address() as AddressInfo).port}`
      const pinned = client(host, { pin: before.sha256 })
      await pinned.ping()
      await pinned.ping()
      server.setSecureContext(after)
      await expect(pinned.ping()).rejects.toMatchObject({ reason: 'pin-differs' })
      expect(pinned.seen).toHaveLength(2)
    })
  })

  describe('a client certificate', () => {
    const asking = async () => {
      const shown: unknown[] = []
      const server = createServer(
        { ...issuing.issue({ names: [here] }), ca: lab.pem, requestCert: true },
        (request, response) => {
          shown.push(
            (
              request.socket as never as { getPeerCertificate(): { subject: { CN: string } } }
            ).getPeerCertificate().subject.CN,
          )
          response.end('{}')
        },
      )
      server.on('tlsClientError', () => undefined)
      await new Promise<void>(resolve => server.listen(0, here, resolve))
      onTestFinished(() => {
        server.close()
        server.closeAllConnections()
      })
      return { host: `${here}:${(server.address() as AddressInfo).port}`, shown }
    }
    const ann = () => issuing.issue({ names: ['ann'] })
    const annsPem = () => {
      const { files } = ann()
      return pem(files.cert, files.key)
    }

    it.each([
      ['PEM', () => ann(), (made: ReturnType<typeof ann>) => pem(made.files.cert, made.files.key)],
      [
        'PEM with a passphrase',
        () => ann(),
        (made: ReturnType<typeof ann>) =>
          pem(made.files.cert, protectKey(made, 'open 1'), 'open 1'),
      ],
      [
        'PKCS#12',
        () => ann(),
        (made: ReturnType<typeof ann>) => pkcs12(toPkcs12(made, 'open 1'), 'open 1'),
      ],
    ])('as %s is shown to the registry', async (_kind, issue, clientCertificate) => {
      const server = await asking()
      await client(server.host, { ca: lab, clientCertificate: clientCertificate(issue()) }).ping()
      expect(server.shown).toEqual(['ann'])
    })

    const strict = async (version: 'tls1_2' | 'tls1_3') => {
      const server = await startStrictServer(issuing.issue({ names: [here] }), lab, version)
      onTestFinished(() => server.stop())
      return server
    }

    it.each(['tls1_2', 'tls1_3'] as const)(
      'that is asked for and not given, or not known, is told as such (%s)',
      async version => {
        const server = await strict(version)
        // BoringSSL does not tell that it was asked, and the alert of TLS 1.2 stands for other faults too.
        const isSilent = isBoring && version === 'tls1_2'
        await expect(client(server.host, { ca: lab }).ping()).rejects.toMatchObject({
          code: isSilent ? 'unreachable' : 'untrusted-certificate',
          reason: isSilent ? 'handshake-refused' : 'client-certificate',
          params: { host: server.host },
        })
        const { files } = other.issue({ names: ['eve'] })
        const clientCertificate = pem(files.cert, files.key)
        await expect(
          client(server.host, { ca: lab, clientCertificate }).ping(),
        ).rejects.toMatchObject({ reason: 'client-certificate-refused' })
      },
    )

    it.skipIf(isBoring)('is known to have been asked for', async () => {
      const asks = client((await asking()).host, { ca: lab, clientCertificate: annsPem() })
      await asks.ping()
      expect(asks.seen[0]).toMatchObject({ clientCertificateAsked: true })
      const registry = await tlsRegistry(issuing.issue({ names: [here] }))
      const free = client(registry.host, { ca: lab })
      await free.ping()
      expect(free.seen[0]).toMatchObject({ clientCertificateAsked: false })
    })

    it('is not shown to a host that the registry sends us to', async () => {
      const registry = await tlsRegistry(issuing.issue({ names: [here] }))
      const elsewhere = await strict('tls1_3')
      registry.on(/blobs/, reply(307, '', { location: `https://${elsewhere.host}/blob` }))
      const own = client(registry.host, { ca: lab, clientCertificate: annsPem() })
      const reading = own.repository('team/app').readBlob(someBlob, { signal, limitBytes: 9 })
      await expect(reading).rejects.toMatchObject({ reason: 'client-certificate' })
    })

    const legacyPkcs12 = () => pkcs12(toPkcs12(ann(), 'open', { legacy: true }), 'open')
    it.each([
      ['key-passphrase', () => pem(ann().files.cert, protectKey(ann(), 'open'), 'shut')],
      ['key-passphrase', () => pem(ann().files.cert, protectKey(ann(), 'open'))],
      ['key-passphrase', () => pkcs12(toPkcs12(ann(), 'open'), 'shut')],
      ['key-of-other-certificate', () => pem(ann().files.cert, ann().files.key)],
      ['not-a-key', () => pem(ann().files.cert, ann().files.cert)],
      ['not-certificates', () => pem(ann().files.key, ann().files.key)],
      ['not-pkcs12', () => pkcs12(ann().files.key, '')],
      // BoringSSL still opens those.
      ...(isBoring ? [] : [['pkcs12-legacy', legacyPkcs12] as const]),
      ['pkcs12-without-key', () => pkcs12(toPkcs12(ann(), 'open', { withKey: false }), 'open')],
    ] as const)('is refused as %s before anything is sent', async (reason, clientCertificate) => {
      const registry = await tlsRegistry(issuing.issue({ names: [here] }))
      const given = { ca: lab, clientCertificate: clientCertificate() }
      const failing = client(registry.host, given).ping()
      await expect(failing).rejects.toMatchObject({
        code: 'invalid-input',
        reason,
        params: { file: expect.stringContaining(tlsFolder()) },
      })
      expect(registry.requests).toHaveLength(0)
    })
  })

  it('takes no handshake that ends after the first words', async () => {
    const server = createTcpServer((socket: Socket) => {
      socket.on('error', () => undefined)
      socket.once('data', () => socket.end())
    })
    await new Promise<void>(resolve => server.listen(0, here, resolve))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    await expect(client(`${here}:${port}`).ping()).rejects.toMatchObject({
      code: 'unreachable',
      reason: 'cut-off',
    })
  })
})
