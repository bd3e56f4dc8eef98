import { expect, it, onTestFinished } from 'vitest'
import { addRegistry, startApp } from '../../support/app-rig.ts'
import { putChart } from '../../support/chart-version.ts'
import { startFaultRegistry } from '../../support/fault-registry/fault-registry.ts'

const basic = (username: string, secret: string) =>
  `Basic ${Buffer.from(`${username}:${secret}`).toString('base64')}`

/** A host of several tenants: `team` and `team/sub` each have an account of their own, `open` is anybody's. */
const startTenants = async () => {
  const registry = await startFaultRegistry()
  onTestFinished(() => registry.stop())
  const owners = [
    ['team/sub/', basic('sub', 's3cret-sub')],
    ['team/', basic('team', 's3cret-team')],
  ] as const
  for (const repository of ['team/demo', 'team/sub/demo', 'open/demo']) {
    putChart(registry, { repository, tag: '1.0.0' })
  }
  const signs: (readonly [string, string | undefined])[] = []
  registry.on(/^/, ({ request, response, pass }) => {
    const repository = /^\/v2\/(.+)\/(?:tags|manifests|blobs)\//.exec(request.path)?.[1]
    const given = request.headers.authorization
    const refuse = () =>
      void response.writeHead(401, { 'www-authenticate': 'Basic realm="test"' }).end()
    if (repository === undefined) {
      const isKnown = given === undefined || owners.some(([, right]) => right === given)
      return isKnown ? pass() : refuse()
    }
    signs.push([repository, given])
    const owner = owners.find(([path]) => `${repository}/`.startsWith(path))
    return owner === undefined || owner[1] === given ? pass() : refuse()
  })
  return { registry, signs }
}

const user = (username: string, secret: string) => ({ kind: 'user', username, secret }) as const

it('the sign-in that lies closest above a repository signs for it, and no other', async () => {
  const { registry, signs } = await startTenants()
  const rig = await startApp()
  const whole = await addRegistry(rig, registry.host)
  const team = await addRegistry(rig, `${registry.host}/team`, user('team', 's3cret-team'))
  const sub = await addRegistry(rig, `${registry.host}/team/sub`, user('sub', 's3cret-sub'))
  signs.length = 0
  const list = (registryId: string, repository: string) =>
    rig.stream('versions.list', { registryId, repository })
  for (const { id } of [whole, team]) await list(id, 'team/sub/demo')
  await list(sub.id, 'team/sub/demo')
  for (const { id } of [whole, team]) await list(id, 'team/demo')
  await list(whole.id, 'open/demo')
  const seen = (repository: string) =>
    new Set(signs.filter(([name]) => name === repository).map(([, given]) => given))
  // Only a challenge may have been met unsigned.
  expect(seen('team/sub/demo')).toContain(basic('sub', 's3cret-sub'))
  expect(seen('team/sub/demo')).not.toContain(basic('team', 's3cret-team'))
  expect(seen('team/demo')).toContain(basic('team', 's3cret-team'))
  expect(seen('team/demo')).not.toContain(basic('sub', 's3cret-sub'))
  expect(seen('open/demo')).toEqual(new Set([undefined]))
})

it('a sign-out ends it for the registries above, which may have read with it', async () => {
  const { registry, signs } = await startTenants()
  const rig = await startApp()
  const whole = await addRegistry(rig, registry.host)
  const team = await addRegistry(rig, `${registry.host}/team`, user('team', 's3cret-team'))
  const place = { registryId: whole.id, repository: 'team/demo' }
  await rig.stream('versions.list', place)
  await rig.call('registries.signOut', { registryId: team.id })
  signs.length = 0
  await expect(rig.stream('versions.list', place)).rejects.toMatchObject({ code: 'unauthorized' })
  expect(signs.map(([, given]) => given)).not.toContain(basic('team', 's3cret-team'))
})
