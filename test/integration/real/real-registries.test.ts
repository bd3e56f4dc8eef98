import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../../electron/adapters/system-clock.ts'
import { createSecret } from '../../../electron/core/http/base/secret.ts'
import { createRegistryClient } from '../../../electron/core/oci/registry-client.ts'
import { isAppError } from '../../../shared/errors.ts'
import type { Input } from '../../../shared/ipc/contract.ts'
import { isDigest } from '../../../shared/model/digest.ts'
import { addRegistry, startApp } from '../../support/app-rig.ts'
import { pullArchive, pushArchive } from '../../support/app-transfers.ts'
import { archiveOf } from '../../support/registries/seed-chart.ts'
import { digestOf } from '../../support/local-registry/registry-rig.ts'
import {
  type DockerRegistryOptions,
  hasDockerRegistry,
  startDockerRegistry,
} from '../../support/docker-registry/docker-registry.ts'
import { hasZot, startZot, type Zot } from '../../support/zot/zot.ts'

// The whole program against registries nobody here wrote.

type Real = {
  readonly host: string
  readonly username: string
  readonly password: string
  readonly agreed?: { readonly realm?: string }
  stop(): Promise<void>
}

type Kind = {
  readonly title: string
  readonly isHere: boolean
  readonly start: () => Promise<Real>
  /** What reading as nobody is answered. */
  readonly anonymous: 'open' | 'sign-in-needed'
  readonly guarded: boolean
  readonly deleteByTag: string
}

const distribution = (options: DockerRegistryOptions): Kind => {
  const { auth, release = 2 } = options
  return {
    title: `${release === 2 ? 'docker-registry 2.8' : 'distribution 3'} with ${auth === 'none' ? 'no sign-in' : auth}`,
    isHere: hasDockerRegistry(auth, release),
    start: () => startDockerRegistry(options),
    anonymous: auth === 'htpasswd' ? 'sign-in-needed' : 'open',
    guarded: auth !== 'none',
    // Version 2 takes a tag for an empty digest: docs/protocol.md, "Deleting by digest and by tag".
    deleteByTag: release === 2 ? 'unsupported/delete-by-tag' : 'ok',
  }
}

const kinds: readonly Kind[] = [
  distribution({ auth: 'none' }),
  distribution({ auth: 'htpasswd' }),
  distribution({ auth: 'token' }),
  distribution({ auth: 'none', release: 3 }),
  distribution({ auth: 'htpasswd', release: 3 }),
  distribution({ auth: 'token', release: 3 }),
  {
    title: 'zot with anonymous reading and htpasswd',
    isHere: hasZot(),
    start: startZot,
    anonymous: 'open',
    guarded: true,
    deleteByTag: 'ok',
  },
]

const { signal } = new AbortController()
type SignIn = Input<'registries.add'>['signIn']

const refusal = async (act: () => Promise<unknown>): Promise<string> => {
  try {
    await act()
    return 'ok'
  } catch (error) {
    if (!isAppError(error)) throw error
    return `${error.code}/${error.reason}`
  }
}

const connectTo = ({ host, username, password }: Real, signedIn: boolean) =>
  createRegistryClient({
    endpoint: { host, plainHttp: true },
    credentials: async () => (signedIn ? { username, secret: createSecret(password) } : undefined),
    userAgent: 'chartroom-test',
    trustRealm: () => true,
    clock: systemClock,
  })

describe.each(kinds)('$title', ({ isHere, start, guarded, anonymous, deleteByTag }) => {
  describe.skipIf(!isHere)('for real', () => {
    let real: Real
    beforeAll(async () => {
      real = await start()
    })
    afterAll(() => real?.stop())

    const signIn = (): SignIn =>
      guarded
        ? { kind: 'user', username: real.username, secret: real.password }
        : { kind: 'anonymous' }

    it('is signed in to, pushed to, listed, read and pulled from, byte for byte', async () => {
      const rig = await startApp()
      const { id: registryId } = await addRegistry(rig, real.host, signIn(), real.agreed)
      const bytes = archiveOf('demo', '1.2.3+b1')
      const pushed = await pushArchive(rig, registryId, {
        namespace: 'team',
        fileName: 'demo.tgz',
        bytes,
      })
      expect(pushed).toMatchObject({ state: 'done', tag: '1.2.3_b1' })
      const listed = await rig.stream('repositories.list', { registryId })
      const names = listed.items.flatMap(page => page.repositories.map(({ name }) => name))
      expect(names).toContain('team/demo')
      const repository = 'team/demo'
      const versions = await rig.stream('versions.list', { registryId, repository })
      expect(versions.items.flatMap(page => page.tags)).toEqual(['1.2.3_b1'])
      const source = { from: 'registry', registryId, repository, reference: '1.2.3_b1' } as const
      expect(await rig.call('charts.read', { source })).toMatchObject({
        metadata: { name: 'demo', version: '1.2.3+b1' },
        archiveDigest: digestOf(bytes),
      })
      if (pushed.digest === undefined || !isDigest(pushed.digest)) throw new Error('no digest')
      const { digest } = pushed
      const pulled = await pullArchive(rig, { registryId, repository, digest, tag: '1.2.3_b1' })
      expect(pulled.transfer.state).toBe('done')
      expect(digestOf(readFileSync(pulled.file ?? ''))).toBe(digestOf(bytes))
    })

    it('says what is not there', async () => {
      const rig = await startApp()
      const { id: registryId } = await addRegistry(rig, real.host, signIn(), real.agreed)
      const repository = 'team/absent'
      expect(await refusal(() => rig.stream('versions.list', { registryId, repository }))).toBe(
        'not-found/repository',
      )
    })

    // Only where there is one to refuse.
    const guardedOnly = guarded ? it : undefined
    guardedOnly?.('refuses a wrong password, and keeps nothing of it', async () => {
      const rig = await startApp()
      const wrong = { kind: 'user', username: real.username, secret: 'canary-of-a-guess' } as const
      expect(await refusal(() => addRegistry(rig, real.host, wrong, real.agreed))).toBe(
        'unauthorized/sign-in-refused',
      )
      expect((await rig.call('registries.list', {})).registries).toEqual([])
      expect(rig.logged.join('\n')).not.toContain('canary-of-a-guess')
      expect(JSON.stringify(rig.frames)).not.toContain('canary-of-a-guess')
    })

    it('tells on its page what it can do, and how that was found out', async () => {
      const rig = await startApp()
      const { id: registryId } = await addRegistry(rig, real.host, signIn(), real.agreed)
      // That a push made a repository shows only where it was seen missing before.
      const repository = 'page/demo'
      expect(await refusal(() => rig.stream('versions.list', { registryId, repository }))).toBe(
        'not-found/repository',
      )
      await pushArchive(rig, registryId, {
        namespace: 'page',
        fileName: 'demo.tgz',
        bytes: archiveOf('demo', '9.9.9'),
      })
      await rig.stream('repositories.list', { registryId })
      await rig.stream('versions.list', { registryId, repository })
      const { page } = await rig.call('capabilities.test', { registryId })
      const known = Object.fromEntries(page.capabilities.map(one => [one.name, one]))
      expect(known['repository-listing']).toMatchObject({ state: 'works' })
      expect(known['referrers']?.state).not.toBe('unknown')
      expect(known['delete-by-tag']).toMatchObject({ state: 'unknown', foundBy: 'nothing' })
      expect(known['create-on-push']).toMatchObject({ state: 'works', foundBy: 'push' })
      expect(JSON.stringify(page)).not.toContain(real.password)
    })

    it('deletes by digest, and by tag where it can', async () => {
      const rig = await startApp()
      const { id: registryId } = await addRegistry(rig, real.host, signIn(), real.agreed)
      const repository = 'gone/demo'
      for (const version of ['1.0.0', '2.0.0']) {
        const bytes = archiveOf('demo', version)
        await pushArchive(rig, registryId, { namespace: 'gone', fileName: 'demo.tgz', bytes })
      }
      const client = connectTo(real, guarded)
      const there = client.repository(repository)
      const { digest } = await there.resolve('1.0.0', { signal })
      expect(await refusal(() => there.deleteManifest(digest, { signal }))).toBe('ok')
      expect(await refusal(() => there.resolve('1.0.0', { signal }))).toMatch(/^not-found/)
      expect(await refusal(() => there.deleteManifest('2.0.0', { signal }))).toBe(deleteByTag)
      expect(await refusal(() => there.resolve('2.0.0', { signal }))).toMatch(
        deleteByTag === 'ok' ? /^not-found/ : /^ok/,
      )
      await client.close()
    })

    const closedOnly = anonymous === 'open' ? undefined : it
    closedOnly?.('lists nothing to nobody', async () => {
      const rig = await startApp()
      const { id: registryId } = await addRegistry(rig, real.host)
      expect(await refusal(() => rig.stream('repositories.list', { registryId }))).toBe(
        'unauthorized/sign-in-needed',
      )
    })
  })
})

describe.each([2, 3] as const)('distribution %i with deletes off', release => {
  it.skipIf(!hasDockerRegistry('none', release))('says so, and keeps the version', async () => {
    const real = await startDockerRegistry({ auth: 'none', release, deletes: false })
    onTestFinished(() => real.stop())
    const rig = await startApp()
    const { id: registryId } = await addRegistry(rig, real.host)
    const bytes = archiveOf('demo', '1.0.0')
    const pushed = await pushArchive(rig, registryId, {
      namespace: 'kept',
      fileName: 'demo.tgz',
      bytes,
    })
    const client = connectTo(real, false)
    const there = client.repository('kept/demo')
    for (const reference of [pushed.digest ?? '', '1.0.0']) {
      expect(await refusal(() => there.deleteManifest(reference, { signal }))).toBe(
        'unsupported/delete-disabled',
      )
    }
    expect(await there.resolve('1.0.0', { signal })).toMatchObject({ digest: pushed.digest })
    await client.close()
  })
})

describe.skipIf(!hasZot())('zot with policies', () => {
  let zot: Zot
  beforeAll(async () => {
    zot = await startZot()
  })
  afterAll(() => zot?.stop())

  it('takes a push where the user may write, and says that there is no right elsewhere', async () => {
    const rig = await startApp()
    const { limitedUsername: username, password: secret } = zot
    const { id: registryId } = await addRegistry(rig, zot.host, { kind: 'user', username, secret })
    const bytes = archiveOf('demo', '1.0.0')
    const push = (namespace: string) =>
      pushArchive(rig, registryId, { namespace, fileName: 'demo.tgz', bytes })
    expect(await push('readers')).toMatchObject({ state: 'done' })
    expect(await refusal(() => push('team'))).toBe('forbidden/denied')
    const { page } = await rig.call('capabilities.test', { registryId })
    expect(page.capabilities.find(({ name }) => name === 'referrers')).toMatchObject({
      state: 'works',
      value: 'api',
      foundBy: 'probe',
    })
    expect(page.vendor).toBe('zot')
  })
})
