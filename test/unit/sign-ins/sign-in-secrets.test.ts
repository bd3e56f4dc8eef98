import { inspect } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createKeychain } from '../../../electron/adapters/keychain.ts'
import { createSignInSecrets } from '../../../electron/core/sign-ins/sign-in-secrets.ts'
import type { SavedRegistry } from '../../../electron/core/store/saved-registries.ts'
import { openStore } from '../../../electron/core/store/store.ts'
import { createFakeKeychain } from '../../support/fake-keychain.ts'
import { quietLogger } from '../../support/quiet-logger.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const registry: SavedRegistry = {
  id: 'one',
  name: 'One',
  host: 'reg.example',
  path: '',
  kind: 'remote',
  plainHttp: false,
  signIn: undefined,
  realm: undefined,
  connection: {},
  addedAtMs: 0,
}

const open = (fake = createFakeKeychain({}), dataDir = temporaryFolder()) => {
  const store = openStore({
    dataDir,
    clock: { now: () => 0, monotonicMs: () => 0 },
    logger: quietLogger,
  })
  onTestFinished(() => store.close())
  const keychain = createKeychain({ load: async () => fake, timeoutMs: 1_000 })
  const secrets = createSignInSecrets({ keychain, saved: store.registries, logger: quietLogger })
  return { fake, store, secrets, dataDir }
}

/** Another run on the same data and the same keychain; the first one is gone without a word. */
const restart = ({ fake, dataDir }: ReturnType<typeof open>) => open(fake, dataDir)

describe('a secret', () => {
  it('lies in the keychain, and only there', async () => {
    const run = open()
    const place = await run.secrets.save('one', 'p4ssword')
    expect([...run.fake.entries.values()]).toEqual(['p4ssword'])
    const dump = run.store.db.prepare('SELECT * FROM pending_secrets').all()
    expect(JSON.stringify(dump)).not.toContain('p4ssword')
    const secret = await restart(run).secrets.read(place)
    expect(secret?.reveal()).toBe('p4ssword')
    expect(inspect(secret)).not.toContain('p4ssword')
  })

  it('kept for the session never reaches the keychain and ends with the run', async () => {
    const run = open()
    const place = run.secrets.saveForSession('one', 'p4ssword')
    expect((await run.secrets.read(place))?.reveal()).toBe('p4ssword')
    expect(run.fake.calls).toEqual([])
    expect(await restart(run).secrets.read(place)).toBeUndefined()
  })

  // Some backends keep the entry and lose what is in it.
  it('that lost its content is not there', async () => {
    const rig = open()
    const place = await rig.secrets.save('one', 's3cret')
    for (const key of rig.fake.entries.keys()) rig.fake.entries.set(key, '')
    expect(await restart(rig).secrets.read(place)).toBeUndefined()
  })

  it('that stays elsewhere never reaches the keychain', async () => {
    const { secrets, fake } = open()
    const place = secrets.leaveElsewhere('one')
    expect(place.place).toBe('elsewhere')
    expect(await secrets.read(place)).toBeUndefined()
    await secrets.remove(place)
    expect(fake.calls).toEqual([])
  })

  it('is asked for by one prompt, however many wait for it', async () => {
    const first = open()
    const place = await first.secrets.save('one', 'p4ssword')
    const run = restart(first)
    const before = run.fake.calls.length
    const reads = await Promise.all(Array.from({ length: 20 }, () => run.secrets.read(place)))
    expect(reads.map(secret => secret?.reveal())).toEqual(Array(20).fill('p4ssword'))
    expect(run.fake.calls.length - before).toBe(1)
  })

  it('can be waited for by one while another leaves', async () => {
    const run = open(createFakeKeychain({ hangs: true }))
    const leaving = new AbortController()
    const place = { place: 'keychain', account: 'one.x' } as const
    const left = run.secrets.read(place, leaving.signal)
    const stays = run.secrets.read(place)
    leaving.abort()
    await expect(left).rejects.toMatchObject({ code: 'cancelled' })
    run.fake.entries.set('Chartroom/v1:one.x', 'p4ssword')
    run.fake.answer()
    expect((await stays)?.reveal()).toBe('p4ssword')
  })
})

describe('a crash', () => {
  it('after the keychain and before the registry leaves no orphan', async () => {
    const run = open()
    await run.secrets.save('one', 'p4ssword')
    const next = restart(run)
    await next.secrets.repair()
    expect([...next.fake.entries]).toEqual([])
    expect(next.store.registries.pendingAccounts()).toEqual([])
  })

  it('after the registry was saved leaves the secret alone', async () => {
    const run = open()
    const place = await run.secrets.save('one', 'p4ssword')
    run.store.registries.save({ ...registry, signIn: { username: 'ann', ...place } })
    const next = restart(run)
    await next.secrets.repair()
    expect([...next.fake.entries.values()]).toEqual(['p4ssword'])
  })

  it('between a new sign-in and the removal of the old one leaves the new one', async () => {
    const run = open()
    const old = await run.secrets.save('one', 'old')
    run.store.registries.save({ ...registry, signIn: { username: 'ann', ...old } })
    await run.secrets.save('one', 'new')
    const next = restart(run)
    await next.secrets.repair()
    expect([...next.fake.entries.values()]).toEqual(['old'])
  })
})

describe('a keychain that refuses', () => {
  it('keeps nothing of a write that failed', async () => {
    const run = open(createFakeKeychain({ gives: 'other' }))
    await expect(run.secrets.save('one', 'p4ssword')).rejects.toMatchObject({ reason: 'corrupt' })
    expect([...run.fake.entries]).toEqual([])
    expect(run.store.registries.pendingAccounts()).toEqual([])
  })

  it('to delete is asked again at the next start', async () => {
    const run = open()
    const place = await run.secrets.save('one', 'p4ssword')
    const refusing = createFakeKeychain({ fails: 'User canceled the operation.' })
    const later = open(refusing, run.dataDir)
    await later.secrets.remove(place)
    expect(later.store.registries.pendingAccounts()).toEqual([place.account])
    const next = restart(run)
    await next.secrets.repair()
    expect([...next.fake.entries]).toEqual([])
  })
})
