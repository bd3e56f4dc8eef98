import { onTestFinished } from 'vitest'
import { createKeychain } from '../../../electron/adapters/keychain.ts'
import type { AppRig, AppRigOptions } from '../../support/app-rig.ts'
import { putChart } from '../../support/chart-version.ts'
import type { FakeKeychain } from '../../support/fake-keychain.ts'
import { startFaultRegistry } from '../../support/fault-registry/fault-registry.ts'

export const withKeychain = (fake: FakeKeychain): AppRigOptions => ({
  ports: { secrets: createKeychain({ load: async () => fake, timeoutMs: 2_000 }) },
})

export const user = (username: string, secret: string) =>
  ({ kind: 'user', username, secret }) as const

export const basic = (username: string, secret: string) =>
  `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}`

/** An honest registry behind Basic; `ann` with `p4ssword`. */
export const startGuarded = async ({ readsAnonymously = false } = {}) => {
  const registry = await startFaultRegistry()
  onTestFinished(() => registry.stop())
  putChart(registry, { repository: 'team/demo', tag: '1.0.0' })
  const right = basic('ann', 'p4ssword')
  registry.on(/^/, ({ request, response, pass }) => {
    const given = request.headers.authorization
    if (given === right || (given === undefined && readsAnonymously && request.path !== '/v2/')) {
      return pass()
    }
    response.writeHead(401, { 'www-authenticate': 'Basic realm="test"' }).end()
  })
  return registry
}

export const ownSecrets = (fake: FakeKeychain) =>
  [...fake.entries].filter(([key]) => !key.includes('local-registry')).map(([, value]) => value)

export const signInOf = async (rig: AppRig, registryId: string) =>
  (await rig.call('registries.list', {})).registries.find(({ id }) => id === registryId)?.signIn
