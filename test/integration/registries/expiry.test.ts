import { expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../../electron/adapters/system-clock.ts'
import { readSignIn } from '../../../electron/core/sign-ins/typed-sign-in.ts'
import { createMemorySecrets } from '../../../electron/adapters/memory-secrets.ts'
import { openStore } from '../../../electron/core/store/store.ts'
import { startApp } from '../../support/app-rig.ts'
import { startFaultRegistry } from '../../support/fault-registry/fault-registry.ts'
import { quietLogger } from '../../support/quiet-logger.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const hourMs = 60 * 60 * 1000
const never = new AbortController().signal
const nothing = {
  found: {
    list: async () => [],
    get: async () => Promise.reject(new Error('none')),
    broken: () => [],
    unusable: () => [],
  },
  sources: { read: async () => undefined },
}

it.each([
  ['123456789012.dkr.ecr.eu-west-1.amazonaws.com', 'AWS', 12],
  ['public.ecr.aws', 'AWS', 12],
  ['europe-docker.pkg.dev', 'oauth2accesstoken', 1],
  ['corp.azurecr.io', '00000000-0000-0000-0000-000000000000', 3],
])('a token that was typed for %s as %s is known to last %d h', async (host, username, hours) => {
  const typed = { kind: 'user', username, secret: 'no.jwt.decoded' } as const
  const given = await readSignIn(typed, host, nothing, never)
  expect(given?.lifeMs).toBe(hours * hourMs)
})

it.each([
  ['corp.azurecr.io', 'service-principal'],
  ['europe-docker.pkg.dev', '_json_key'],
  ['reg.example', 'AWS'],
])('one for %s as %s has no known end', async (host, username) => {
  const typed = { kind: 'user', username, secret: 's' } as const
  expect(await readSignIn(typed, host, nothing, never)).not.toHaveProperty('lifeMs')
})

it('a registry says until when its sign-in works, and that it has ended when it is refused', async () => {
  const registry = await startFaultRegistry()
  onTestFinished(() => registry.stop())
  registry.on(/^/, ({ response }) => {
    response.writeHead(401, { 'www-authenticate': 'Basic realm="test"' }).end()
  })
  const dataDir = temporaryFolder()
  const secrets = createMemorySecrets()
  await secrets.write('a', 'old')
  const store = openStore({ dataDir, clock: systemClock, logger: quietLogger })
  const nowMs = systemClock.now()
  store.registries.save({
    id: 'one',
    name: 'One',
    host: registry.host,
    path: '',
    kind: 'remote',
    plainHttp: true,
    signIn: { username: 'AWS', place: 'keychain', account: 'a', expiresAtMs: nowMs - hourMs },
    realm: undefined,
    connection: {},
    addedAtMs: 0,
  })
  await store.close()
  const rig = await startApp({ dataDir, ports: { secrets } })
  const [shown] = (await rig.call('registries.list', {})).registries
  expect(shown?.signIn).toMatchObject({ username: 'AWS', expiresAtMs: nowMs - hourMs })
  await expect(
    rig.stream('versions.list', { registryId: 'one', repository: 'team/demo' }),
  ).rejects.toMatchObject({
    code: 'unauthorized',
    reason: 'sign-in-ended',
    params: { host: registry.host, username: 'AWS' },
  })
  const [after] = (await rig.call('registries.list', {})).registries
  expect(after?.state.status).toBe('sign-in-needed')
})
