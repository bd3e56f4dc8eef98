// Run as `dbus-run-session -- sh -c "gnome-keyring-daemon … && node keyring-session.ts STEP…"`; prints one JSON line a step.
import { spawnSync } from 'node:child_process'
import os from 'node:os'
import { isAppError } from '../../shared/errors.ts'
import { createKeychain } from '../../electron/adapters/keychain.ts'
import { createSignInSecrets } from '../../electron/core/sign-ins/sign-in-secrets.ts'
import { openStore } from '../../electron/core/store/store.ts'
import { quietLogger } from './quiet-logger.ts'

const keychain = createKeychain({ service: 'Chartroom test', timeoutMs: 10_000 })
const store = openStore({
  dataDir: os.homedir(),
  clock: { now: () => 0, monotonicMs: () => 0 },
  logger: quietLogger,
})
const secrets = createSignInSecrets({ keychain, saved: store.registries, logger: quietLogger })

const registry = {
  id: 'one',
  name: 'One',
  host: 'reg.example',
  path: '',
  kind: 'remote',
  plainHttp: false,
  realm: undefined,
  connection: {},
  addedAtMs: 0,
} as const
const signIn = () => {
  const saved = store.registries.list()[0]?.signIn
  if (!saved) throw new Error('not signed in')
  return saved
}

const steps: Record<string, (...args: string[]) => Promise<unknown>> = {
  check: () => keychain.check(),
  write: (account = '', secret = '') => keychain.write(account, secret),
  read: account => keychain.read(account ?? ''),
  delete: account => keychain.delete(account ?? ''),
  list: async () => (await keychain.list()).toSorted(),
  // What the program does with it, step by step: a crash is a session that ends between two.
  keep: async (secret = '') => {
    const place = await secrets.save('one', secret)
    store.registries.save({ ...registry, signIn: { username: 'ann', ...place } })
    return store.registries.pendingAccounts().length
  },
  'keep half': async (secret = '') => (await secrets.save('one', secret)).place,
  'read kept': async () => (await secrets.read(signIn()))?.reveal(),
  'sign out half': async () => store.registries.save({ ...registry, signIn: undefined }),
  'sign out': async () => {
    const before = signIn()
    store.registries.save({ ...registry, signIn: undefined })
    await secrets.remove(before)
    return store.registries.pendingAccounts().length
  },
  start: async () => {
    await secrets.repair()
    return { pending: store.registries.pendingAccounts().length }
  },
  count: async () => (await keychain.list()).length,
  lock: async () => {
    const service = '/org/freedesktop/secrets'
    spawnSync('dbus-send', [
      '--session',
      '--print-reply',
      '--dest=org.freedesktop.secrets',
      service,
      'org.freedesktop.Secret.Service.Lock',
      `array:objpath:${service}/collection/login`,
    ])
  },
}

const requests = JSON.parse(process.argv[2] ?? '[]') as [string, ...string[]][]
for (const [name, ...args] of requests) {
  try {
    console.log(JSON.stringify({ value: (await steps[name]?.(...args)) ?? null }))
  } catch (error) {
    if (!isAppError(error)) throw error
    const { code, reason, params } = error
    console.log(JSON.stringify({ code, reason, params }))
  }
}
await store.close()
