import { X509Certificate } from 'node:crypto'
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { lookup } from 'node:dns'
import path from 'node:path'
import { rootCertificates } from 'node:tls'
import { createServer as createTlsServer } from 'node:https'
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createTrustRoots } from '../../../electron/core/connection-settings/trust-roots.ts'
import { dialTls } from '../../../electron/core/http/tls/dial.ts'
import { lookAtCertificate } from '../../../electron/core/http/connect/look-at-certificate.ts'
import { createSecureContexts } from '../../../electron/core/http/tls/secure-contexts.ts'
import type { Lookup } from '../../../electron/core/http/base/address-guard.ts'
import type { Trust } from '../../../electron/core/http/tls/trust.ts'
import { startApp } from '../../support/app-rig.ts'
import { quietLogger } from '../../support/quiet-logger.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import {
  type Authority,
  createAuthority,
  createSelfSigned,
  hasOpenssl,
} from '../../support/tls/authority.ts'
import { startStrictServer } from '../../support/tls/strict-server.ts'
import { anyStrength, keptFile, tlsRegistry } from './tls-harness.ts'

const here = '127.0.0.1'

const look = async (host: string, trust: Partial<Trust> = {}) => {
  const { look: seen } = await lookAtCertificate({
    url: new URL(`https://${host}`),
    trust: { roots: rootCertificates, ...trust },
    route: {},
    nowMs: Date.now(),
  })
  return seen
}

describe.skipIf(!hasOpenssl())('a look at a certificate', () => {
  let root: Authority
  let issuing: Authority
  beforeAll(() => {
    root = createAuthority('Lab Root')
    issuing = root.below('Lab Issuing')
  })
  const other = ['registry.example']
  const past = { fromDays: -9, toDays: -2 }

  it.each([
    ['nothing', () => issuing.issue({ names: [here] }), true, []],
    ['an unknown issuer', () => issuing.issue({ names: [here] }), false, ['unknown-issuer']],
    ['itself alone', () => createSelfSigned({ names: [here] }), false, ['self-signed']],
    [
      'everything at once',
      () => issuing.issue({ names: other, ...past, key: 'rsa-1024' }),
      false,
      ['unknown-issuer', 'expired', 'wrong-host', 'weak'],
    ],
    [
      'its date, though its issuer is known',
      () => issuing.issue({ names: [here], ...past }),
      true,
      ['expired'],
    ],
    [
      'the clock',
      () => issuing.issue({ names: [here], fromDays: 2, toDays: 9 }),
      true,
      ['not-yet-valid'],
    ],
  ] as const)('names what speaks against it: %s', async (_name, issue, isKnown, problems) => {
    const registry = await tlsRegistry({ ...issue(), ...anyStrength })
    const seen = await look(registry.host, isKnown ? { caFile: keptFile(root.file) } : {})
    expect(seen).toMatchObject({ problems, trusted: problems.length === 0, address: here })
    expect(registry.requests).toEqual([])
  })

  it('tells a chain that was cut from an issuer nobody knows, and asks nowhere for the rest', async () => {
    const fetched = await tlsRegistry(undefined)
    const issuerUrl = `${fetched.origin}/issuing.crt`
    const { key, leaf } = issuing.issue({ names: [here], issuerUrl })
    const registry = await tlsRegistry({ key, cert: leaf })
    const seen = await look(registry.host, { caFile: keptFile(root.file) })
    expect(seen).toMatchObject({ problems: ['incomplete-chain'], chain: [{ subject: here }] })
    expect(fetched.requests).toEqual([])
  })

  it('shows the whole chain, dates, names and fingerprint', async () => {
    const issued = issuing.issue({ names: [here, 'lab.test', 'notary.lab.test'] })
    const registry = await tlsRegistry(issued)
    const { chain } = await look(registry.host)
    expect(chain.map(({ subject, issuer }) => [subject, issuer])).toEqual([
      [here, 'Lab Issuing'],
      ['Lab Issuing', 'Lab Root'],
    ])
    expect(chain[0]).toMatchObject({
      names: [here, 'lab.test', 'notary.lab.test'],
      sha256: issued.sha256,
    })
    const { validFromMs = 0, validToMs = 0 } = chain[0] ?? {}
    expect(validToMs - validFromMs).toBe(31 * 24 * 60 * 60 * 1000)
  })

  it('strips what a stranger may have put into a name', async () => {
    const registry = await tlsRegistry(createSelfSigned({ names: [here], subject: 'a\u202Eb' }))
    expect((await look(registry.host)).chain[0]?.subject).toBe('a\uFFFDb')
  })

  it('works where a client certificate is asked for, which it does not show', async () => {
    const asked: boolean[] = []
    const server = createTlsServer({
      ...issuing.issue({ names: [here] }),
      ca: root.pem,
      requestCert: true,
      rejectUnauthorized: false,
    })
    server.on('secureConnection', socket =>
      asked.push(Object.keys(socket.getPeerCertificate() ?? {}).length > 0),
    )
    await new Promise<void>(resolve => server.listen(0, here, resolve))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    expect((await look(`${here}:${port}`)).problems).toEqual(['unknown-issuer'])
    await expect.poll(() => asked).toEqual([false])
    const strict = await startStrictServer(issuing.issue({ names: [here] }), root, 'tls1_3')
    onTestFinished(() => strict.stop())
    expect((await look(strict.host)).chain[0]).toMatchObject({ subject: here })
  })

  it('offers what docker and podman have for the host, each once, and pairs of their clients', async () => {
    const registry = await tlsRegistry(issuing.issue({ names: [here] }))
    const homeDir = temporaryFolder()
    const place = (folder: string, name: string, file: string) => {
      const full = path.join(homeDir, folder, registry.host)
      mkdirSync(full, { recursive: true })
      copyFileSync(file, path.join(full, name))
    }
    const { cert, key } = issuing.issue({ names: ['ann'] }).files
    place('.docker/certs.d', 'ca.crt', issuing.file)
    place('.docker/certs.d', 'client.cert', cert)
    place('.docker/certs.d', 'client.key', key)
    place('.docker/certs.d', 'alone.cert', cert)
    place('.config/containers/certs.d', 'broken.crt', key)
    const rig = await startApp({ homeDir })
    const address = `https://${registry.host}`
    const { certificate } = await rig.call('connectionSettings.certificate', { address })
    const docker = `~/.docker/certs.d/${registry.host}`
    expect(certificate.offers).toMatchObject([
      { file: `${docker}/ca.crt`, foundFor: 'docker', vouches: 'Lab Issuing' },
      { file: `~/.config/containers/certs.d/${registry.host}/broken.crt`, foundFor: 'podman' },
    ])
    expect(certificate.offers[1]).not.toHaveProperty('vouches')
    const [pair, ...more] = certificate.clientOffers ?? []
    expect(more).toEqual([])
    expect(pair).toMatchObject({ file: `${docker}/client.cert`, keyFile: `${docker}/client.key` })
    expect(JSON.stringify(rig.frames)).not.toContain('PRIVATE')
    // Each is used where it lies.
    const added = await rig.call('registries.add', {
      address,
      signIn: { kind: 'anonymous' },
      connection: {
        ca: { kind: 'offered', offerId: certificate.offers[0]?.id ?? '' },
        clientCertificate: { kind: 'offered', offerId: pair?.id ?? '' },
      },
      decisions: {},
    })
    expect(added).toMatchObject({
      registry: { connection: { clientCertificate: { file: `${docker}/client.cert` } } },
    })
  })

  it('does not wait for a handshake that stalls', async () => {
    const held: Socket[] = []
    const server = createServer(socket => void held.push(socket))
    await new Promise<void>(resolve => server.listen(0, here, resolve))
    onTestFinished(() => {
      server.close()
      held.forEach(socket => socket.destroy())
    })
    const place = { hostname: here, port: String((server.address() as AddressInfo).port) }
    const context = createSecureContexts().for({ roots: [] })
    const dialling = dialTls({
      place,
      lookup: lookup as Lookup,
      context,
      verify: true,
      withinMs: 50,
    })
    await expect(dialling).rejects.toMatchObject({ code: 'ETIMEDOUT' })
  })
})

describe('the environment', () => {
  it('cannot switch verification off, and is told so in the log', async () => {
    const rig = await startApp({ env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } })
    expect(rig.logged.join('\n')).toContain('tls-environment-ignored')
    const quiet = await startApp()
    expect(quiet.logged.join('\n')).not.toContain('tls-environment-ignored')
  })

  it.skipIf(!hasOpenssl())(
    'adds the authorities of NODE_EXTRA_CA_CERTS, if they can be read',
    async () => {
      const company = createAuthority('Company')
      const registry = await tlsRegistry(company.issue({ names: [here] }))
      const address = `https://${registry.host}`
      const rig = await startApp({ env: { NODE_EXTRA_CA_CERTS: company.file } })
      expect(
        (await rig.call('connectionSettings.certificate', { address })).certificate.trusted,
      ).toBe(true)
      const without = await startApp({ env: { NODE_EXTRA_CA_CERTS: '/nowhere/ca.pem' } })
      const { certificate } = await without.call('connectionSettings.certificate', { address })
      expect(certificate.problems).toEqual(['unknown-issuer'])
      expect(without.logged.join('\n')).toContain('certificates-not-read')
    },
  )

  it.skipIf(!hasOpenssl())('is told from the system where both name an authority', async () => {
    const [shared, company] = [createAuthority('Shared'), createAuthority('Company')]
    const bundle = path.join(await temporaryFolder(), 'extra.pem')
    writeFileSync(bundle, shared.pem + company.pem)
    const roots = createTrustRoots({
      network: { systemCertificates: async () => [shared.pem], systemProxy: async () => undefined },
      env: { NODE_EXTRA_CA_CERTS: bundle },
      logger: quietLogger,
    })
    const found = await roots()
    expect(found.extraRoots.map(({ subject }) => subject)).toEqual(['CN=Company'])
    const named = found.roots.map(pem => new X509Certificate(pem).subject)
    expect(named.slice(-2)).toEqual(['CN=Shared', 'CN=Company'])
  })
})
