import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createCredentialHelpers } from '../../../electron/core/sign-in-sources/credential-helpers.ts'
import { createFetchedSecrets } from '../../../electron/core/sign-ins/fetched-secrets.ts'
import { createRenewal } from '../../../electron/core/sign-ins/renewal.ts'
import { createSignInSecrets } from '../../../electron/core/sign-ins/sign-in-secrets.ts'
import { createSignInSources } from '../../../electron/core/sign-in-sources/sign-in-sources.ts'
import { createVendorCommands } from '../../../electron/core/sign-in-sources/vendor-commands.ts'
import { createMemorySecrets } from '../../../electron/adapters/memory-secrets.ts'
import type { SavedRegistry, SavedSignIn } from '../../../electron/core/store/saved-registries.ts'
import { testClock } from '../../support/clock.ts'
import { addHelper, fakeCommands } from '../../support/fake-commands.ts'
import { quietLogger } from '../../support/quiet-logger.ts'

const never = new AbortController().signal
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const ecr = '123456789012.dkr.ecr.eu-west-1.amazonaws.com'

const start = (host: string, signIn: SavedSignIn) => {
  const clock = testClock()
  const commands = fakeCommands()
  const keychain = createMemorySecrets()
  const pending = new Set<string>()
  const secrets = createSignInSecrets({
    keychain,
    logger: quietLogger,
    saved: {
      list: () => [],
      save: () => {},
      remove: () => {},
      pendingAccounts: () => [...pending],
      addPending: account => void pending.add(account),
      clearPending: account => void pending.delete(account),
    },
  })
  const state = {
    saved: {
      id: 'r',
      name: host,
      host,
      path: '',
      kind: 'remote',
      plainHttp: false,
      signIn,
      realm: undefined,
      connection: {},
      addedAtMs: 0,
    } as SavedRegistry,
  }
  const save = (_id: string, next: SavedSignIn, before = next.account) => {
    if (state.saved.signIn?.account !== before) return false
    state.saved = { ...state.saved, signIn: next }
    return true
  }
  const fetched = createFetchedSecrets({
    sources: createSignInSources({
      helpers: createCredentialHelpers(commands.runner),
      commands: createVendorCommands(commands.runner),
    }),
    clock,
    fetched: ({ id, signIn: given }, lifeMs) =>
      given && save(id, { ...given, renewedAtMs: clock.now(), expiresAtMs: clock.now() + lifeMs }),
  })
  const renewal = createRenewal({ fetched, secrets, clock, logger: quietLogger, save })
  return { clock, commands, keychain, secrets, state, fetched, renewal }
}

const byCommand = (command: 'aws' | 'gcloud' | 'az', username: string): SavedSignIn => ({
  username,
  place: 'elsewhere',
  account: 'r.1',
  source: { kind: 'command', command },
})

describe("a sign-in fetched by a vendor's program", () => {
  const vendors = [
    ['aws', ecr, 'AWS', 'ecr get-login-password --region eu-west-1', 12],
    ['aws', 'public.ecr.aws', 'AWS', 'ecr-public get-login-password --region us-east-1', 12],
    ['gcloud', 'europe-docker.pkg.dev', 'oauth2accesstoken', 'auth print-access-token', 1],
  ] as const

  it.each(vendors)('%s for %s', async (program, host, username, words, hours) => {
    const { commands, fetched, state, clock } = start(host, byCommand(program, username))
    commands.add(program, ({ count }) => ({ stdout: `token-${count}\n` }))
    const given = await fetched.read(state.saved, never)
    expect([given?.username, given?.secret.reveal()]).toEqual([username, 'token-0'])
    expect(commands.calls(program)).toMatchObject([{ argv: words.split(' '), stdin: '' }])
    expect(state.saved.signIn?.expiresAtMs).toBe(clock.now() + hours * hourMs)
  })

  it('az, whose answer is JSON', async () => {
    const null_ = '00000000-0000-0000-0000-000000000000'
    const { commands, fetched, state } = start('corp.azurecr.io', byCommand('az', null_))
    commands.add('az', () => ({
      stdout: JSON.stringify({ accessToken: 'token', loginServer: 'corp.azurecr.io' }),
      stderr: 'WARNING: You can perform manual login\n',
    }))
    expect((await fetched.read(state.saved, never))?.secret.reveal()).toBe('token')
    expect(commands.calls('az')[0]?.argv.join(' ')).toBe(
      'acr login --name corp --expose-token --output json',
    )
  })

  it('is held while it is good, and fetched again a while before its end', async () => {
    const { commands, fetched, state, clock } = start(ecr, byCommand('aws', 'AWS'))
    commands.add('aws', ({ count }) => ({ stdout: `token-${count}` }))
    const read = async () => (await fetched.read(state.saved, never))?.secret.reveal()
    expect(await read()).toBe('token-0')
    clock.advance(11 * hourMs + 39 * minuteMs)
    expect(await read()).toBe('token-0')
    clock.advance(2 * minuteMs)
    expect(await read()).toBe('token-1')
    expect(state.saved.signIn?.expiresAtMs).toBe(clock.now() + 12 * hourMs)
  })

  it('is fetched once for all who wait', async () => {
    const { commands, fetched, state } = start(ecr, byCommand('aws', 'AWS'))
    commands.add('aws', ({ count }) => ({ stdout: `token-${count}` }))
    const all = await Promise.all([1, 2, 3].map(() => fetched.read(state.saved, never)))
    expect(new Set(all.map(given => given?.secret.reveal()))).toEqual(new Set(['token-0']))
  })

  const odd = [
    [
      'fails',
      { stderr: 'x\nUnable to locate credentials.\n', exitCode: 255 },
      'Unable to locate credentials.',
    ],
    [
      'says more after it',
      { stderr: 'ERROR: no valid credentials.\nPlease run:\n  $ x login', exitCode: 1 },
      'ERROR: no valid credentials.',
    ],
    ['prints nothing', { stdout: '\n' }, ''],
    ['prints more than a token', { stdout: 'Updates are available!\ntoken' }, ''],
    ['tells a secret', { stderr: 'bad "token":"abcdefgh"', exitCode: 1 }, 'bad "token":"●●●".'],
  ] as const

  it.each(odd)('says what the program said when it %s', async (_name, reply, said) => {
    const { commands, fetched, state } = start(ecr, byCommand('aws', 'AWS'))
    commands.add('aws', (_call, data) => data, reply)
    await expect(fetched.read(state.saved, never)).rejects.toMatchObject({
      code: 'unauthorized',
      reason: 'command-failed',
      params: { name: 'aws', said },
    })
  })

  it('names a program that is missing', async () => {
    const { fetched, state } = start(ecr, byCommand('aws', 'AWS'))
    await expect(fetched.read(state.saved, never)).rejects.toMatchObject({
      reason: 'command-missing',
      params: { name: 'aws' },
    })
  })
})

describe('a copy of what a helper hands out', () => {
  let rig: ReturnType<typeof start>
  let helper: ReturnType<typeof addHelper>
  const entry = (secret: string) => ({ [ecr]: { Username: 'AWS', Secret: secret } })

  beforeEach(async () => {
    const source = { kind: 'helper', helper: 'ecr-login', serverKey: ecr, file: '/f' } as const
    const signIn = { username: 'AWS', place: 'keychain', account: 'r.1', source } as const
    rig = start(ecr, signIn)
    helper = addHelper(rig.commands, 'ecr-login', entry('second'))
    await rig.keychain.write('r.1', 'first')
    rig.state.saved = {
      ...rig.state.saved,
      signIn: { ...signIn, expiresAtMs: rig.clock.now() + 12 * hourMs },
    }
  })

  const kept = async () => {
    const { signIn } = rig.state.saved
    return signIn && (await rig.secrets.read(signIn))?.reveal()
  }

  it('is left alone while its end is far', async () => {
    rig.clock.advance(11 * hourMs)
    await rig.renewal.renewInTime(rig.state.saved, never)
    expect(helper.calls()).toEqual([])
    expect(await kept()).toBe('first')
  })

  it('is replaced before its end, and the old one is gone', async () => {
    rig.clock.advance(11 * hourMs + 45 * minuteMs)
    await rig.renewal.renewInTime(rig.state.saved, never)
    expect(await kept()).toBe('second')
    expect(await rig.keychain.list()).toHaveLength(1)
    const nowMs = rig.clock.now()
    expect(rig.state.saved.signIn).toMatchObject({
      renewedAtMs: nowMs,
      expiresAtMs: nowMs + 12 * hourMs,
    })
  })

  it('stays as it is when the helper gives none, which is asked again after a while', async () => {
    helper.set({})
    rig.clock.advance(11 * hourMs + 50 * minuteMs)
    await rig.renewal.renewInTime(rig.state.saved, never)
    await rig.renewal.renewInTime(rig.state.saved, never)
    expect(helper.calls()).toHaveLength(1)
    expect(await kept()).toBe('first')
    helper.set(entry('second'))
    rig.clock.advance(2 * minuteMs)
    await rig.renewal.renewInTime(rig.state.saved, never)
    expect(await kept()).toBe('second')
  })

  it('that was signed out meanwhile leaves nothing behind', async () => {
    const renewing = rig.renewal.renew(rig.state.saved, never)
    rig.state.saved = { ...rig.state.saved, signIn: undefined }
    await renewing
    expect(await rig.keychain.list()).toEqual(['r.1'])
  })

  it('is not asked for again right after it was refused', async () => {
    const refused = () => rig.renewal.renewRefused(rig.state.saved, never)
    expect((await refused())?.secret.reveal()).toBe('second')
    expect(await refused()).toBeUndefined()
    rig.clock.advance(2 * minuteMs)
    expect(await refused()).toBeDefined()
  })
})

it('a password that was typed cannot be renewed', async () => {
  const typed = { username: 'ann', place: 'keychain', account: 'r.1' } as const
  const { renewal, state } = start('reg.example', typed)
  await expect(renewal.renew(state.saved, never)).rejects.toMatchObject({ reason: 'not-renewable' })
})

vi.setConfig({ testTimeout: 60_000 })
