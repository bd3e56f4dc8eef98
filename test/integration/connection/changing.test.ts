import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { createMemorySecrets } from '../../../electron/adapters/memory-secrets.ts'
import type { SecretStore } from '../../../electron/core/ports.ts'
import { openStore } from '../../../electron/core/store/store.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Input } from '../../../shared/ipc/contract.ts'
import { type AppRig, startApp } from '../../support/app-rig.ts'
import { quietLogger } from '../../support/quiet-logger.ts'
import { systemClock } from '../../../electron/adapters/system-clock.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import {
  type Authority,
  createAuthority,
  createSelfSigned,
  hasOpenssl,
  protectKey,
  toPkcs12,
} from '../../support/tls/authority.ts'
import { proxy, tlsRegistry } from '../tls/tls-harness.ts'
import { askingRegistry } from './asking-registry.ts'

type Change = NonNullable<Input<'registries.add'>['connection']>

const here = '127.0.0.1'

/** As the desktop's preload, or the web host's upload, hands a file over. */
const grant = ({ app }: AppRig, file: string, temporary = false) => {
  const given = temporary ? path.join(temporaryFolder(), 'upload') : file
  if (temporary) copyFileSync(file, given)
  const fileName = path.basename(file)
  const token = app.grants.grant({ path: given, fileName, modifiedMs: 0, temporary })
  return { token, path: given }
}

const add = (
  rig: AppRig,
  host: string,
  connection?: Change,
  decisions: Input<'registries.add'>['decisions'] = {},
) =>
  rig.call('registries.add', {
    address: `https://${host}`,
    signIn: { kind: 'anonymous' },
    ...(connection && { connection }),
    decisions,
  })

const added = async (...args: Parameters<typeof add>) => {
  const answer = await add(...args)
  if (answer.result !== 'ok') throw new Error(`owes ${answer.decision}`)
  return answer.registry
}

const list = ({ stream }: AppRig, registryId: string) => stream('repositories.list', { registryId })

/** All text that lies below a folder. */
const textBelow = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')

const brokenKeychain: SecretStore = {
  ...createMemorySecrets(),
  write: async () => {
    throw new AppError('keychain-unavailable', 'no-keychain')
  },
}

describe.skipIf(!hasOpenssl())('the connection of a registry', () => {
  let root: Authority
  let issuing: Authority
  beforeAll(() => {
    root = createAuthority('Lab Root R2')
    issuing = root.below('Lab Issuing CA 3')
  })
  const untrusted = () => tlsRegistry(issuing.issue({ names: [here, 'lab.test'] }))

  it('is asked about where the certificate is not trusted, before anything is sent', async () => {
    const registry = await untrusted()
    const rig = await startApp()
    const owed = await add(rig, registry.host)
    expect(owed).toMatchObject({
      result: 'needs-decision',
      decision: 'certificate',
      certificate: {
        host: registry.host,
        address: here,
        port: Number(registry.host.split(':')[1]),
        trusted: false,
        problems: ['unknown-issuer'],
        chain: [
          { subject: here, issuer: 'Lab Issuing CA 3', names: [here, 'lab.test'] },
          { subject: 'Lab Issuing CA 3', issuer: 'Lab Root R2' },
        ],
        offers: [],
      },
    })
    expect(registry.requests).toEqual([])
    const probed = await rig.call('registries.probe', {
      address: `https://${registry.host}`,
      decisions: {},
    })
    expect(probed).toEqual(owed)
  })

  it('takes the CA file that podman would use, and keeps it over a restart', async () => {
    const registry = await untrusted()
    const dataDir = temporaryFolder()
    const homeDir = temporaryFolder()
    const folder = path.join(homeDir, '.config/containers/certs.d', registry.host)
    mkdirSync(folder, { recursive: true })
    copyFileSync(root.file, path.join(folder, 'ca.crt'))
    writeFileSync(path.join(folder, 'other.crt'), createAuthority('Another').pem)
    const rig = await startApp({ dataDir, homeDir })
    const owed = await add(rig, registry.host)
    if (owed.result === 'ok' || owed.decision !== 'certificate') throw new Error('not asked')
    const shown = `~/.config/containers/certs.d/${registry.host}/ca.crt`
    const [offer, other] = owed.certificate.offers
    expect(offer).toMatchObject({ file: shown, foundFor: 'podman', vouches: 'Lab Root R2' })
    expect(other).not.toHaveProperty('vouches')
    const ca = { kind: 'offered', offerId: offer?.id ?? '' } as const
    const saved = await added(rig, registry.host, { ca })
    expect(saved.connection.ca).toEqual({ kind: 'file', file: shown, helmCanUse: true })
    await list(rig, saved.id)
    const { page } = await rig.call('capabilities.read', { registryId: saved.id })
    expect(page.connectionSeen).toMatchObject({
      protocol: 'TLS 1.3',
      verifiedBy: 'ca-file',
      issuer: 'Lab Issuing CA 3',
    })
    // A sign-in of a registry in the sidebar is tried over its connection, which stays as it is.
    for (const tries of [1, 2]) {
      const tried = await rig.call('registries.probe', {
        address: `https://${registry.host}`,
        decisions: {},
      })
      expect(tried.result, `try ${tries}`).toBe('ok')
    }
    await rig.app.close()
    const again = await startApp({ dataDir, homeDir })
    await list(again, saved.id)
  })

  it('pins a certificate, and refuses the next one with a view of it', async () => {
    const [first, second] = [1, 2].map(() => createSelfSigned({ names: ['lab.test'] }))
    if (!first || !second) throw new Error('not made')
    const registry = await tlsRegistry(first)
    const rig = await startApp()
    expect(await add(rig, registry.host)).toMatchObject({
      certificate: { problems: ['self-signed', 'wrong-host'] },
    })
    const saved = await added(rig, registry.host, { pin: first.sha256 })
    expect(saved.connection.pin).toBe(first.sha256)
    await list(rig, saved.id)
    const change = { registryId: saved.id, connection: { pin: second.sha256 }, decisions: {} }
    expect(await rig.call('connectionSettings.change', change)).toMatchObject({ result: 'ok' })
    await expect(list(rig, saved.id)).rejects.toMatchObject({
      code: 'untrusted-certificate',
      reason: 'pin-differs',
    })
    const address = `https://${registry.host}`
    const { certificate } = await rig.call('connectionSettings.certificate', { address })
    expect(certificate).toMatchObject({
      trusted: false,
      problems: ['pin-differs', 'self-signed', 'wrong-host'],
      chain: [{ sha256: first.sha256 }],
    })
    const release = { registryId: saved.id, connection: { pin: null }, decisions: {} }
    await rig.call('connectionSettings.change', release)
    await expect(list(rig, saved.id)).rejects.toMatchObject({ reason: 'self-signed' })
  })

  it('reads a CA file of the user where it lies, on the desktop', async () => {
    const registry = await untrusted()
    const rig = await startApp({ host: 'desktop' })
    const { token, path: file } = grant(rig, root.file)
    const saved = await added(rig, registry.host, { ca: { kind: 'file', token } })
    expect(saved.connection.ca).toEqual({ kind: 'file', file, helmCanUse: true })
    expect(existsSync(path.join(rig.dataDir, 'chartroom-connection'))).toBe(false)
  })

  it('keeps a copy of an uploaded CA file until the registry goes', async () => {
    const registry = await untrusted()
    const rig = await startApp()
    const { token, path: upload } = grant(rig, root.file, true)
    // Asked first and then repeated: a token of a connection may be used again.
    const probed = await rig.call('registries.probe', {
      address: `https://${registry.host}`,
      connection: { ca: { kind: 'file', token } },
      decisions: {},
    })
    expect(probed).toMatchObject({ result: 'ok' })
    const saved = await added(rig, registry.host, { ca: { kind: 'file', token } })
    const { ca } = saved.connection
    if (ca.kind !== 'file') throw new Error('not kept')
    const copy = ca.file.replace('~', rig.dataDir)
    expect(path.dirname(path.dirname(copy))).toBe(path.join(rig.dataDir, 'chartroom-connection'))
    expect(statSync(copy).mode & 0o777).toBe(0o600)
    expect(existsSync(upload)).toBe(false)
    await list(rig, saved.id)
    await rig.call('registries.remove', { registryId: saved.id })
    expect(existsSync(copy)).toBe(false)
  })

  it('keeps the key of an uploaded client certificate in the keychain and nowhere else', async () => {
    const registry = await askingRegistry(issuing, root)
    const secrets = createMemorySecrets()
    const rig = await startApp({ ports: { secrets } })
    const ann = issuing.issue({ names: ['ann'] })
    const certificate = grant(rig, ann.files.cert, true)
    const key = grant(rig, protectKey(ann, 'canary 1'), true)
    const connection: Change = {
      ca: { kind: 'file', token: grant(rig, root.file, true).token },
      clientCertificate: {
        kind: 'pem',
        certificateToken: certificate.token,
        keyToken: key.token,
        passphrase: 'canary 1',
      },
    }
    const saved = await added(rig, registry.host, connection)
    expect(registry.shown).toContain('ann')
    expect(saved.connection.clientCertificate).toMatchObject({ kind: 'pem', missing: false })
    const secretLines = ann.key.split('\n').slice(1, -2)
    const accounts = (await secrets.list()).filter(account => account.startsWith(saved.id))
    expect(accounts).toHaveLength(1)
    expect(await secrets.read(accounts[0] ?? '')).toContain(secretLines[0])
    const written = [textBelow(rig.dataDir), rig.logged.join('\n'), JSON.stringify(rig.frames)]
    for (const canary of ['canary 1', ...secretLines]) {
      expect(written.join('\n')).not.toContain(canary)
    }
    expect([certificate, key].filter(file => existsSync(file.path))).toEqual([])
    await rig.call('registries.remove', { registryId: saved.id })
    expect((await secrets.list()).filter(account => account.startsWith(saved.id))).toEqual([])
    expect(readdirSync(path.join(rig.dataDir, 'chartroom-connection'))).toEqual([])
  })

  it('shows a PKCS#12 file of the user, whose passphrase the keychain keeps', async () => {
    const registry = await askingRegistry(issuing, root)
    const secrets = createMemorySecrets()
    const dataDir = temporaryFolder()
    const rig = await startApp({ host: 'desktop', dataDir, ports: { secrets } })
    const file = toPkcs12(issuing.issue({ names: ['ann'] }), 'canary 2')
    const ca = { kind: 'file', token: grant(rig, root.file).token } as const
    const wrong = { kind: 'pkcs12', token: grant(rig, file).token, passphrase: 'no' } as const
    await expect(add(rig, registry.host, { ca, clientCertificate: wrong })).rejects.toMatchObject({
      reason: 'key-passphrase',
      params: { file },
    })
    const right = { ...wrong, passphrase: 'canary 2' }
    const saved = await added(rig, registry.host, { ca, clientCertificate: right })
    expect(textBelow(rig.dataDir)).not.toContain('canary 2')
    await rig.app.close()
    const again = await startApp({ host: 'desktop', dataDir, ports: { secrets } })
    await list(again, saved.id)
    expect(new Set(registry.shown)).toEqual(new Set(['ann']))
    await again.call('connectionSettings.change', {
      registryId: saved.id,
      connection: { clientCertificate: { kind: 'none' } },
      decisions: {},
    })
    expect((await secrets.list()).filter(account => account.startsWith(saved.id))).toEqual([])
    await expect(list(again, saved.id)).rejects.toMatchObject({ reason: 'client-certificate' })
  })

  it('refuses an uploaded PKCS#12 file that nothing protects', async () => {
    const registry = await askingRegistry(issuing, root)
    const rig = await startApp()
    const file = toPkcs12(issuing.issue({ names: ['ann'] }), '')
    const { token, path: upload } = grant(rig, file, true)
    await expect(
      add(rig, registry.host, { clientCertificate: { kind: 'pkcs12', token } }),
    ).rejects.toMatchObject({ reason: 'pkcs12-unprotected' })
    // What was not kept does not outlive the program.
    expect(existsSync(upload)).toBe(true)
    await rig.app.close()
    expect(existsSync(upload)).toBe(false)
  })

  it('asks before it keeps a passphrase until quit only, and says so after a restart', async () => {
    const registry = await askingRegistry(issuing, root)
    const dataDir = temporaryFolder()
    const start = () => startApp({ host: 'desktop', dataDir, ports: { secrets: brokenKeychain } })
    const rig = await start()
    const file = toPkcs12(issuing.issue({ names: ['ann'] }), 'canary 3')
    const connection: Change = {
      ca: { kind: 'file', token: grant(rig, root.file).token },
      clientCertificate: { kind: 'pkcs12', token: grant(rig, file).token, passphrase: 'canary 3' },
    }
    expect(await add(rig, registry.host, connection)).toEqual({
      result: 'needs-decision',
      decision: 'session-only',
      reason: 'no-keychain',
    })
    const saved = await added(rig, registry.host, connection, { sessionOnly: true })
    await list(rig, saved.id)
    await rig.app.close()
    const again = await start()
    const { registries } = await again.call('registries.list', {})
    expect(registries[0]?.connection.clientCertificate).toMatchObject({ missing: true })
    await expect(list(again, saved.id)).rejects.toMatchObject({
      code: 'invalid-input',
      reason: 'client-key',
      params: { file },
    })
  })

  it('goes through a proxy whose password the keychain keeps', async () => {
    const registry = await untrusted()
    const between = await proxy({ signIn: { username: 'ann', password: 'canary 4' } })
    const secrets = createMemorySecrets()
    const rig = await startApp({ host: 'desktop', ports: { secrets } })
    const ca = { kind: 'file', token: grant(rig, root.file).token } as const
    const address = { kind: 'address', url: between.url, username: 'ann' } as const
    await expect(add(rig, registry.host, { ca, proxy: address })).rejects.toMatchObject({
      code: 'unreachable',
      reason: 'proxy-sign-in',
      params: { proxy: between.host },
    })
    const given = { ...address, password: 'canary 4' }
    const saved = await added(rig, registry.host, { ca, proxy: given })
    expect(saved.connection.proxy).toEqual({ kind: 'address', url: between.url, username: 'ann' })
    await list(rig, saved.id)
    const { page } = await rig.call('capabilities.read', { registryId: saved.id })
    expect(page.connectionSeen).toMatchObject({
      proxy: between.host,
      proxySetBy: 'this registry',
      verifiedBy: 'ca-file',
    })
    // Said again without its password, it is the same one.
    const change = { registryId: saved.id, connection: { proxy: address }, decisions: {} }
    await rig.call('connectionSettings.change', change)
    await list(rig, saved.id)
    const written = [textBelow(rig.dataDir), rig.logged.join('\n'), JSON.stringify(rig.frames)]
    expect(written.join('\n')).not.toContain('canary 4')
    const straight = {
      registryId: saved.id,
      connection: { proxy: { kind: 'none' } },
      decisions: {},
    }
    await rig.call('connectionSettings.change', straight as Input<'connectionSettings.change'>)
    expect((await secrets.list()).filter(account => account.startsWith(saved.id))).toEqual([])
  })

  it('keeps at the next start the secret of a connection, and no other that a crash left', async () => {
    const registry = await untrusted()
    const between = await proxy({ signIn: { username: 'ann', password: 'canary 5' } })
    const secrets = createMemorySecrets()
    const dataDir = temporaryFolder()
    const start = () => startApp({ host: 'desktop', dataDir, ports: { secrets } })
    const rig = await start()
    const saved = await added(rig, registry.host, {
      ca: { kind: 'file', token: grant(rig, root.file).token },
      proxy: { kind: 'address', url: between.url, username: 'ann', password: 'canary 5' },
    })
    const own = (await secrets.list()).filter(account => account.startsWith(saved.id))
    await rig.app.close()
    // As a crash between the keychain and the list of registries leaves them.
    const store = openStore({ dataDir, clock: systemClock, logger: quietLogger })
    for (const account of [...own, 'orphan']) store.registries.addPending(account)
    await store.close()
    await secrets.write('orphan', 'nobody knows it')
    const again = await start()
    await expect.poll(() => secrets.list()).not.toContain('orphan')
    expect(await secrets.list()).toEqual(expect.arrayContaining(own))
    expect(own).toHaveLength(1)
    await list(again, saved.id)
  })

  it('forgets at the next start what a crash left of a connection', async () => {
    const dataDir = temporaryFolder()
    const copies = (name: string) =>
      ['chartroom-connection', 'connection'].map(folder => path.join(dataDir, folder, name))
    const [orphans, theirs] = [copies('0123456789abcdef'), copies('photos')]
    for (const folder of [...orphans, ...theirs]) {
      mkdirSync(folder, { recursive: true })
      writeFileSync(path.join(folder, 'ca.pem'), 'left behind')
    }
    await startApp({ dataDir })
    // Those of a version that had the folder under another name, too.
    await expect.poll(() => orphans.filter(folder => existsSync(folder))).toEqual([])
    expect(theirs.filter(folder => existsSync(folder))).toEqual(theirs)
  })

  it('cannot be changed of the built-in registry', async () => {
    const rig = await startApp()
    const { registry } = await rig.call('registries.openLocal', {})
    await expect(
      rig.call('connectionSettings.change', {
        registryId: registry.id,
        connection: { proxy: { kind: 'none' } },
        decisions: {},
      }),
    ).rejects.toMatchObject({ code: 'unsupported' })
  })
})
