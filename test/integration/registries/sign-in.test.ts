import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Input } from '../../../shared/ipc/contract.ts'
import { addRegistry, startApp, type AppRig } from '../../support/app-rig.ts'
import { chartArchive } from '../../support/archives/chart-archive.ts'
import {
  type DockerRegistryOptions,
  hasDockerRegistry,
  startDockerRegistry,
} from '../../support/docker-registry/docker-registry.ts'
import { createFakeKeychain } from '../../support/fake-keychain.ts'
import { startFaultRegistry, startSink } from '../../support/fault-registry/fault-registry.ts'
import { createTestAuthority, hasOpenssl } from '../../support/fault-registry/test-certificates.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import {
  basic,
  ownSecrets,
  signInOf,
  startGuarded,
  user,
  withKeychain,
} from './guarded-registry.ts'

const everythingOnDisk = (folder: string): string =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
    .join('\n')

describe.each(['htpasswd', 'token'] as const)('docker-registry with %s', auth => {
  const start = async (kind: DockerRegistryOptions['auth']) => {
    const registry = await startDockerRegistry({ auth: kind })
    onTestFinished(() => registry.stop())
    return registry
  }

  it.skipIf(!hasDockerRegistry(auth))(
    'is added, listed, signed out of and in to again',
    async () => {
      const registry = await start(auth)
      const fake = createFakeKeychain({})
      const rig = await startApp(withKeychain(fake))
      const wrong = user(registry.username, 'wrong')
      await expect(addRegistry(rig, registry.host, wrong, registry.agreed)).rejects.toMatchObject({
        code: 'unauthorized',
        reason: 'sign-in-refused',
      })
      expect((await rig.call('registries.list', {})).registries).toEqual([])
      expect(ownSecrets(fake)).toEqual([])

      const right = user(registry.username, registry.password)
      const probed = await rig.call('registries.probe', {
        address: registry.host,
        signIn: right,
        decisions: registry.agreed,
      })
      expect(probed).toMatchObject({
        result: 'ok',
        probe: {
          authentication: auth === 'token' ? 'bearer' : 'basic',
          signedInAs: registry.username,
          catalog: 'available',
          repositoryCount: 0,
        },
      })
      const added = await addRegistry(rig, registry.host, right, registry.agreed)
      expect(added).toMatchObject({
        signIn: { kind: 'user', username: registry.username, secret: 'keychain' },
        state: { status: 'connected' },
      })
      expect(ownSecrets(fake)).toEqual([registry.password])
      const listed = await rig.stream('repositories.list', { registryId: added.id })
      expect(listed.end).toMatchObject({ total: 0, strategy: 'catalog' })

      await rig.call('registries.signOut', { registryId: added.id })
      expect(ownSecrets(fake)).toEqual([])
      expect(await signInOf(rig, added.id)).toEqual({ kind: 'anonymous' })
      await expect(rig.stream('repositories.list', { registryId: added.id })).rejects.toMatchObject(
        {
          code: 'unauthorized',
        },
      )

      const again = { registryId: added.id, signIn: right, decisions: registry.agreed }
      expect(await rig.call('registries.signIn', again)).toMatchObject({ result: 'ok' })
      await rig.stream('repositories.list', { registryId: added.id })
      await rig.app.close()

      const next = await startApp({ ...withKeychain(fake), dataDir: rig.dataDir })
      const relisted = await next.stream('repositories.list', { registryId: added.id })
      expect(relisted.end).toMatchObject({ total: 0, saved: false })
    },
  )
})

describe('a secret', () => {
  it('is in no frame, no log line and no file', async () => {
    const registry = await startGuarded()
    const rig = await startApp(withKeychain(createFakeKeychain({})))
    await addRegistry(rig, registry.host, user('ann', 'p4ssword'))
    await rig.stream('repositories.list', { registryId: (await first(rig)).id })
    await rig
      .call('registries.probe', {
        address: registry.host,
        signIn: user('ann', 'p4ssword-wrong'),
        decisions: {},
      })
      .catch(() => {})
    const encoded = Buffer.from('ann:p4ssword').toString('base64')
    const seen = [JSON.stringify(rig.frames), rig.logged.join('\n'), everythingOnDisk(rig.dataDir)]
    for (const text of seen) {
      expect(text).not.toContain('p4ssword')
      expect(text).not.toContain(encoded.slice(0, -4))
    }
  })

  const first = async (rig: AppRig) => {
    const [registry] = (await rig.call('registries.list', {})).registries
    if (!registry) throw new Error('no registry')
    return registry
  }

  it('that the keychain does not take is a decision, and then lasts until quit', async () => {
    const registry = await startGuarded()
    const fake = createFakeKeychain({ fails: 'The name org.freedesktop.secrets was not provided' })
    const rig = await startApp(withKeychain(fake))
    const request = { address: registry.host, signIn: user('ann', 'p4ssword'), decisions: {} }
    expect(await rig.call('registries.add', request)).toEqual({
      result: 'needs-decision',
      decision: 'session-only',
      reason: 'no-keychain',
    })
    expect((await rig.call('registries.list', {})).registries).toEqual([])
    const added = await rig.call('registries.add', { ...request, decisions: { sessionOnly: true } })
    expect(added).toMatchObject({ result: 'ok', registry: { signIn: { secret: 'session' } } })
    const { id: registryId } = await first(rig)
    // Said once, it holds for this run: the next is kept so without a question, and without a try.
    expect((await rig.call('app.info', {})).keychain).toMatchObject({ untilQuit: true })
    const calls = fake.calls.length
    const other = await addRegistry(rig, `${registry.host}/team`, user('ann', 'p4ssword'))
    expect(other.signIn).toMatchObject({ secret: 'session' })
    expect(fake.calls.slice(calls)).toEqual([])
    await rig.stream('repositories.list', { registryId })
    await rig.app.close()

    const next = await startApp({ ...withKeychain(fake), dataDir: rig.dataDir })
    expect(await signInOf(next, registryId)).toMatchObject({ secret: 'missing', username: 'ann' })
    await expect(next.stream('repositories.list', { registryId })).rejects.toMatchObject({
      code: 'unauthorized',
      reason: 'sign-in-needed',
    })
  })

  it('too long for a keychain can be kept until quit', async () => {
    const registry = await startGuarded()
    const secret = 'x'.repeat(8 * 1024 + 1)
    registry.on(/^/, ({ pass }) => pass())
    const rig = await startApp(withKeychain(createFakeKeychain({})))
    const request = { address: registry.host, signIn: user('ann', secret), decisions: {} }
    expect(await rig.call('registries.add', request)).toMatchObject({
      decision: 'session-only',
      reason: 'secret-too-long',
    })
    await rig.call('registries.add', { ...request, decisions: { sessionOnly: true } })
    // That was about one secret: the keychain keeps the next.
    expect((await rig.call('app.info', {})).keychain).not.toHaveProperty('untilQuit')
    const other = await addRegistry(rig, `${registry.host}/team`, user('ann', 'p4ssword'))
    expect(other.signIn).toMatchObject({ secret: 'keychain' })
  })

  it('that the keychain has lost is told, and a public registry is read on', async () => {
    const registry = await startGuarded({ readsAnonymously: true })
    const fake = createFakeKeychain({})
    const rig = await startApp(withKeychain(fake))
    const { id: registryId } = await addRegistry(rig, registry.host, user('ann', 'p4ssword'))
    await rig.app.close()
    fake.entries.clear()
    const next = await startApp({ ...withKeychain(fake), dataDir: rig.dataDir })
    const { end } = await next.stream('repositories.list', { registryId })
    expect(end).toMatchObject({ total: 1 })
    expect(await signInOf(next, registryId)).toMatchObject({ secret: 'missing' })
  })

  it('of a locked keychain is asked for once by many who wait, and the call fails with the reason', async () => {
    const registry = await startGuarded()
    const fake = createFakeKeychain({})
    const rig = await startApp(withKeychain(fake))
    const { id: registryId } = await addRegistry(rig, registry.host, user('ann', 'p4ssword'))
    await rig.app.close()
    const locked = createFakeKeychain({ fails: 'Cannot create an item in a locked collection' })
    const next = await startApp({ ...withKeychain(locked), dataDir: rig.dataDir })
    const calls = Array.from({ length: 20 }, () => next.stream('repositories.list', { registryId }))
    const ended = await Promise.allSettled(calls)
    for (const { status, ...rest } of ended) {
      expect(status).toBe('rejected')
      expect(rest).toMatchObject({ reason: { code: 'keychain-unavailable', reason: 'locked' } })
    }
    // One for the local registry's password, one for all the twenty.
    expect(locked.calls.filter(call => call === 'get').length).toBeLessThanOrEqual(2)
  })

  it('that is wrong is sent once, not by every call, and anonymous reading is left', async () => {
    const registry = await startGuarded({ readsAnonymously: true })
    const fake = createFakeKeychain({})
    const rig = await startApp(withKeychain(fake))
    const { id: registryId } = await addRegistry(rig, registry.host, user('ann', 'p4ssword'))
    await rig.app.close()
    for (const key of fake.entries.keys()) fake.entries.set(key, 'changed elsewhere')
    const next = await startApp({ ...withKeychain(fake), dataDir: rig.dataDir })
    const wrong = basic('ann', 'changed elsewhere')
    for (let time = 0; time < 5; time++) {
      const listing = next.stream('repositories.list', { registryId })
      await expect(listing).rejects.toMatchObject({ reason: 'sign-in-refused' })
    }
    const sent = registry.requests.filter(({ headers }) => headers.authorization === wrong)
    expect(sent.length).toBe(1)
    await next.call('registries.signOut', { registryId })
    const { end } = await next.stream('repositories.list', { registryId })
    expect(end).toMatchObject({ total: 1 })
  })

  const oddNames: [string, string][] = [
    ['a colon', 'ann:b'],
    ['a line break', 'ann\nb'],
    ['a NUL', 'ann\0'],
  ]
  it.each(oddNames)(
    'for a user name with %s is refused before anything is sent',
    async (_, name) => {
      const registry = await startGuarded()
      const rig = await startApp()
      const adding = addRegistry(rig, registry.host, user(name, 'p4ssword'))
      await expect(adding).rejects.toMatchObject({ reason: 'username-characters' })
      expect(registry.requests).toEqual([])
    },
  )

  it('may hold colons, line breaks and emoji', async () => {
    const secret = 'p:ä\n🔑'
    const registry = await startFaultRegistry()
    onTestFinished(() => registry.stop())
    registry.on(/^/, ({ request, response, pass }) => {
      if (request.headers.authorization === basic('ann', secret)) return pass()
      response.writeHead(401, { 'www-authenticate': 'Basic realm="test"' }).end()
    })
    const fake = createFakeKeychain({})
    const rig = await startApp(withKeychain(fake))
    await addRegistry(rig, registry.host, user('ann', secret))
    expect(ownSecrets(fake)).toEqual([secret])
  })
})

describe('signing out', () => {
  it('ends what still runs and empties keychain, tokens and cache', async () => {
    const registry = await startGuarded()
    const fake = createFakeKeychain({})
    const rig = await startApp(withKeychain(fake))
    const { id: registryId } = await addRegistry(rig, registry.host, user('ann', 'p4ssword'))
    const place = { registryId, repository: 'team/demo' }
    await rig.stream('repositories.list', { registryId })
    await rig.call('repositories.keep', { registryId, repositories: ['team/demo'] })
    await rig.stream('versions.details', { ...place, tags: ['1.0.0'] })
    const source = { from: 'registry', ...place, reference: '1.0.0' } as const
    await rig.call('charts.read', { source })

    const asked = Promise.withResolvers<void>()
    registry.on(/tags\/list/, () => asked.resolve())
    const running = rig.stream('versions.list', place)
    const refused = expect(running).rejects.toMatchObject({ code: 'cancelled' })
    await asked.promise
    await rig.call('registries.signOut', { registryId })
    await refused
    expect(ownSecrets(fake)).toEqual([])
    const before = registry.requests.length
    await expect(rig.call('charts.read', { source })).rejects.toMatchObject({
      code: 'unauthorized',
    })
    const after = registry.requests.slice(before)
    expect(after.filter(({ headers }) => headers.authorization !== undefined)).toEqual([])
    expect(readdirSync(path.join(rig.dataDir, 'chartroom-cache/sha256'))).toEqual([])
    const kept = await rig.call('repositories.kept', { registryId })
    expect(kept.repositories).toEqual(['team/demo'])
  })

  it('ends a push that runs: nothing more is sent, and the tag is not there', async () => {
    const registry = await startGuarded()
    const rig = await startApp(withKeychain(createFakeKeychain({})))
    const { id: registryId } = await addRegistry(rig, registry.host, user('ann', 'p4ssword'))
    const sending = Promise.withResolvers<void>()
    registry.on(/^PUT .*uploads/, () => sending.resolve())

    const transferId = await startPush(rig, registryId)
    await sending.promise
    await rig.call('registries.signOut', { registryId })
    const before = registry.requests.length
    expect(await firstTransfer(rig)).toMatchObject({ id: transferId, state: 'cancelled' })
    const again = rig.call('transfers.retry', { transferId })
    await expect(again).rejects.toMatchObject({ reason: 'sign-in-needed' })
    const later = registry.requests.slice(before)
    expect(later.filter(({ headers }) => headers.authorization !== undefined)).toEqual([])
    expect(registry.log().filter(line => /^PUT .*manifests/.test(line))).toEqual([])
  })

  const startPush = async (rig: AppRig, registryId: string) => {
    const file = path.join(temporaryFolder(), 'fresh-1.0.0.tgz')
    writeFileSync(file, chartArchive({ 'fresh/Chart.yaml': freshChart }))
    const granted = { path: file, fileName: path.basename(file), modifiedMs: 0, temporary: false }
    const opened = await rig.call('drafts.open', { tokens: [rig.app.grants.grant(granted)] })
    const draftId = opened.drafts[0]?.draftId ?? ''
    const target = { registryId, namespace: 'team' }
    const started = await rig.call('push.start', { draftId, target })
    if (started.result !== 'started') throw new Error(started.result)
    return started.transferId
  }
  const freshChart = 'apiVersion: v2\nname: fresh\nversion: 1.0.0\n'

  /** As the list of transfers shows it at once. */
  const firstTransfer = async (rig: AppRig) => {
    const hangUp = new AbortController()
    const shown = Promise.withResolvers<unknown>()
    const watching = rig.call(
      'transfers.watch',
      {},
      { signal: hangUp.signal, onProgress: ({ transfers }) => shown.resolve(transfers[0]) },
    )
    const transfer = await shown.promise
    hangUp.abort()
    await watching.catch(() => {})
    return transfer
  }

  it('and removing leave nothing of the registry on disk', async () => {
    const registry = await startGuarded()
    const fake = createFakeKeychain({})
    const rig = await startApp(withKeychain(fake))
    const { id: registryId } = await addRegistry(rig, registry.host, user('ann', 'p4ssword'))
    await rig.stream('repositories.list', { registryId })
    await rig.stream('versions.details', { registryId, repository: 'team/demo', tags: ['1.0.0'] })
    expect(everythingOnDisk(rig.dataDir)).toContain('team/demo')
    await rig.call('registries.remove', { registryId })
    expect((await rig.call('registries.list', {})).registries).toEqual([])
    expect(ownSecrets(fake)).toEqual([])
    await rig.app.close()
    const left = everythingOnDisk(rig.dataDir)
    expect(left).not.toContain('team/demo')
    expect(left).not.toContain(registry.host)
  })
})

describe('decisions', () => {
  it('plain HTTP off the machine is asked before anything is sent, and remembered', async () => {
    const rig = await startApp()
    const request = { address: 'http://reg.invalid', signIn: { kind: 'anonymous' as const } }
    const owed = await rig.call('registries.add', { ...request, decisions: {} })
    expect(owed).toEqual({
      result: 'needs-decision',
      decision: 'plain-http',
      host: 'reg.invalid',
    })
    const agreed = rig.call('registries.add', { ...request, decisions: { plainHttp: true } })
    await expect(agreed).rejects.toMatchObject({ code: 'unreachable' })
  })

  // 0.0.0.0 leads to this machine and is not a name of it: a registry elsewhere, as far as anybody can tell.
  const elsewhere = ({ host }: { host: string }) => host.replace('127.0.0.1', '0.0.0.0')
  const isWindows = process.platform === 'win32'
  const itReachesElsewhere = it.skipIf(isWindows)

  itReachesElsewhere('plain HTTP is asked about where nothing else is spoken', async () => {
    const registry = await startGuarded()
    const host = elsewhere(registry)
    const rig = await startApp(withKeychain(createFakeKeychain({})))
    const owed = { result: 'needs-decision', decision: 'plain-http', host }
    expect(await rig.call('registries.probe', { address: host, decisions: {} })).toEqual(owed)
    const request = { address: `oci://${host}/team`, signIn: user('ann', 'p4ssword') }
    expect(await rig.call('registries.add', { ...request, decisions: {} })).toEqual(owed)
    expect(registry.requests).toEqual([])

    const agreed = { ...request, decisions: { plainHttp: true } }
    const added = await rig.call('registries.add', agreed)
    expect(added).toMatchObject({ result: 'ok', registry: { host, plainHttp: true } })
    await rig.app.close()
    const next = await startApp({ dataDir: rig.dataDir })
    const [saved] = (await next.call('registries.list', {})).registries
    expect(saved).toMatchObject({ host, plainHttp: true })
  })

  itReachesElsewhere(
    'plain HTTP is no way around a written https:// or a bad certificate',
    async () => {
      const plain = await startGuarded()
      const rig = await startApp()
      const decisions = { plainHttp: true }
      const written = rig.call('registries.probe', {
        address: `https://${elsewhere(plain)}`,
        decisions,
      })
      await expect(written).rejects.toMatchObject({ reason: 'speaks-http' })
      expect(plain.requests).toEqual([])
    },
  )

  it.skipIf(isWindows || !hasOpenssl())(
    'plain HTTP is not asked about where TLS is spoken badly',
    async () => {
      const registry = await startFaultRegistry(createTestAuthority().selfSigned)
      onTestFinished(() => registry.stop())
      const rig = await startApp()
      const probed = rig.call('registries.probe', { address: elsewhere(registry), decisions: {} })
      expect(await probed).toMatchObject({ result: 'needs-decision', decision: 'certificate' })
    },
  )

  it.each([
    ['host', 'localhost'],
    ['port of its host', '127.0.0.1'],
  ])(
    'a token service on another %s gets the sign-in only after the user agreed',
    async (_, name) => {
      const { registry, service, rig } = await startWithForeignRealm(name)
      const request: Input<'registries.add'> = {
        address: registry.host,
        signIn: user('ann', 'p4ssword'),
        decisions: {},
      }
      const realm = service.origin.replace('127.0.0.1', name)
      expect(await rig.call('registries.add', request)).toEqual({
        result: 'needs-decision',
        decision: 'realm',
        host: registry.host,
        realm,
      })
      expect(service.requests.filter(({ headers }) => headers.authorization)).toEqual([])
      const added = await rig.call('registries.add', { ...request, decisions: { realm } })
      expect(added).toMatchObject({ result: 'ok' })
      expect(service.requests.at(-1)?.headers.authorization).toBe(basic('ann', 'p4ssword'))
      const registryId = added.result === 'ok' ? added.registry.id : ''
      await rig.stream('repositories.list', { registryId })
      await rig.app.close()
      const next = await startApp({ dataDir: rig.dataDir, ports: rig.ports })
      await next.stream('repositories.list', { registryId })
    },
  )

  it('that was agreed to once is not asked about again at the next sign-in', async () => {
    const { registry, service, rig } = await startWithForeignRealm('127.0.0.1')
    const signIn = { kind: 'user', username: 'ann', secret: 's3cret' } as const
    const request = { address: registry.host, signIn }
    const asked = await rig.call('registries.add', { ...request, decisions: {} })
    if (asked.result === 'ok' || asked.decision !== 'realm') throw new Error('not asked')
    const { realm } = asked
    const added = await rig.call('registries.add', { ...request, decisions: { realm } })
    if (added.result !== 'ok') throw new Error('asked twice')
    const again = { registryId: added.registry.id, signIn, decisions: {} }
    expect(await rig.call('registries.probe', { ...request, decisions: {} })).toMatchObject({
      result: 'ok',
    })
    expect(await rig.call('registries.signIn', again)).toMatchObject({ result: 'ok' })
    // Signing out takes it back.
    await rig.call('registries.signOut', { registryId: added.registry.id })
    const asks = { result: 'needs-decision', decision: 'realm', realm }
    expect(await rig.call('registries.signIn', again)).toMatchObject(asks)
    expect(service.requests.length).toBeGreaterThan(0)
  })

  const startWithForeignRealm = async (name: string) => {
    const service = await startSink(response => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"token":"t0ken"}')
    })
    const registry = await startFaultRegistry()
    onTestFinished(() => Promise.all([service.stop(), registry.stop()]).then(() => {}))
    const realm = `${service.origin.replace('127.0.0.1', name)}/token`
    registry.on(/^/, ({ request, response, pass }) => {
      if (request.headers.authorization === 'Bearer t0ken') return pass()
      const challenge = `Bearer realm="${realm}",service="test"`
      response.writeHead(401, { 'www-authenticate': challenge }).end()
    })
    const ports = withKeychain(createFakeKeychain({})).ports ?? {}
    return { registry, service, rig: { ...(await startApp({ ports })), ports } }
  }
})

describe('an address', () => {
  it('being typed is asked for /v2/ once, anonymously, and nothing else', async () => {
    const registry = await startGuarded()
    const rig = await startApp()
    await rig.call('registries.probe', { address: registry.host, decisions: {} })
    expect(registry.log()).toEqual(['GET /v2/'])
    expect(registry.requests[0]?.headers.authorization).toBeUndefined()
  })

  it('is added once', async () => {
    const registry = await startGuarded()
    const rig = await startApp()
    await addRegistry(rig, registry.host)
    await expect(addRegistry(rig, `http://${registry.host}/`)).rejects.toMatchObject({
      code: 'conflict',
      reason: 'registry-exists',
    })
    await addRegistry(rig, `${registry.host}/team`)
    const { registries } = await rig.call('registries.list', {})
    expect(registries.map(({ name }) => name)).toEqual([registry.host, `${registry.host}/team`])
    await rig.call('registries.rename', { registryId: registries[0]?.id ?? '', name: 'Mine' })
    const renamed = (await rig.call('registries.list', {})).registries
    expect(renamed[0]?.name).toBe('Mine')
  })
})
