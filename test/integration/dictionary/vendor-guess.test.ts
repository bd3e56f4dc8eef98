import { describe, expect, it } from 'vitest'
import { reply } from '../../support/fault-registry/fault-registry.ts'
import {
  clientFor,
  collect,
  failureOf,
  faultRegistry,
  never,
  newCanary,
} from '../oci/oci-harness.ts'

const signal = never

/** A registry of anybody's host name that asks for tokens of this service. */
const registryOf = async (service: string) => {
  const registry = await faultRegistry()
  const bearer = `Bearer realm="${registry.origin}/token",service="${service}"`
  registry.on(/^GET \/v2\/$/, exchange =>
    exchange.request.headers.authorization === undefined
      ? reply(401, {}, { 'www-authenticate': bearer })(exchange)
      : exchange.pass(),
  )
  registry.on(/^GET \/token/, reply(200, { token: 'opaque-token' }))
  return registry
}

const tagsOf = (client: ReturnType<typeof clientFor>) =>
  collect(client.repository('team/chart').tags({ signal }))

describe('what an answer means', () => {
  it('depends on whose registry it said it is', async () => {
    const registry = await registryOf('harbor-registry')
    registry.on(/tags\/list/, reply(401, { errors: [{ code: 'UNAUTHORIZED' }] }))
    const client = clientFor(registry, { signIn: newCanary() })
    expect(await failureOf(tagsOf(client))).toMatchObject({
      code: 'not-found',
      reason: 'project',
      params: { host: registry.host, namespace: 'team' },
    })
  })

  it('is a guess where it said nothing', async () => {
    const registry = await registryOf('anything')
    registry.on(/tags\/list/, reply(401, { errors: [{ code: 'UNAUTHORIZED' }] }))
    const client = clientFor(registry, { signIn: newCanary() })
    expect(await failureOf(tagsOf(client))).toMatchObject({ code: 'forbidden', reason: 'denied' })
  })

  it('is what is known of the registry before what it says', async () => {
    const registry = await registryOf('harbor-registry')
    const bearer = `Bearer realm="${registry.origin}/token"`
    registry.on(/tags\/list/, reply(401, {}, { 'www-authenticate': bearer }))
    const client = clientFor(registry, { signIn: newCanary(), vendor: () => 'docker-hub' })
    expect(await failureOf(tagsOf(client))).toMatchObject({
      code: 'forbidden',
      params: { context: 'docker-hub', repository: 'team/chart' },
    })
  })
})
