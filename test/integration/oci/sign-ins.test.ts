import { describe, expect, it } from 'vitest'
import { createSecret } from '../../../electron/core/http/base/secret.ts'
import type { Credential, CredentialSource } from '../../../electron/core/oci/base/credential.ts'
import { type FaultRegistry, reply } from '../../support/fault-registry/fault-registry.ts'
import type { RecordedRequest } from '../../support/fault-registry/http-server.ts'
import { send } from '../../support/fault-registry/memory-registry.ts'
import { createTestClock } from '../../support/fault-registry/test-clock.ts'
import { basicOf, guardByBearer } from './bearer-guard.ts'
import {
  type Canary,
  clientFor,
  collect,
  failureOf,
  faultRegistry,
  never as signal,
  newCanary,
  sink,
} from './oci-harness.ts'

const setUp = async () => {
  const registry = await faultRegistry()
  registry.addManifest('team/app', Buffer.from('{}'), 'x', '1.0.0')
  registry.addManifest('other/app', Buffer.from('{}'), 'x', '2.0.0')
  return registry
}
type Client = ReturnType<typeof clientFor>
const tagsOf = (client: Client, repository = 'team/app') =>
  collect(client.repository(repository).tags({ signal }))
const deleteFrom = (client: Client) =>
  client.repository('team/app').deleteManifest('1.0.0', { signal })
const givenBy = (canary: Canary, kind?: 'registry-token'): Credential => ({
  username: canary.username,
  secret: createSecret(canary.password),
  ...(kind && { kind }),
})
const tokenRequests = (registry: FaultRegistry) => registry.log(/ \/token/)
/** Everything that a server got, as one text. */
const everything = (requests: readonly RecordedRequest[]) =>
  requests.map(({ path, headers, body }) => path + JSON.stringify(headers) + String(body)).join()
const spellings = ({ username, password }: Canary) => [
  password,
  Buffer.from(`${username}:${password}`).toString('base64'),
]
const scopesOf = (path: string) => new URL(path, 'http://x').searchParams.getAll('scope').join(' ')

describe('sign-ins by repository', () => {
  /** A token service that gives each its own, and a registry where each token opens what its owner has. */
  const tenants = async (challengeScope?: string) => {
    const registry = await setUp()
    const [ours, theirs] = [newCanary(), newCanary()]
    const ownerOf = (authorization = '') =>
      [ours, theirs].findIndex(canary => basicOf(canary) === authorization)
    registry.on(/ \/v2\//, ({ request, response, pass }) => {
      const { authorization = '' } = request.headers
      const owner = /^Bearer owner-(\d)/.exec(authorization)?.[1]
      const isOpen = request.path === '/v2/' ? owner !== undefined : false
      if (isOpen || (owner === '0' && /team/.test(request.path))) return pass()
      if (owner === '1' && /other/.test(request.path)) return pass()
      const scope = challengeScope === undefined ? '' : `,scope="${challengeScope}"`
      const challenge = `Bearer realm="${registry.origin}/token",service="s"${scope}`
      return send(response, 401, '', { 'www-authenticate': challenge })
    })
    registry.on(/ \/token/, ({ request, response, call }) =>
      send(response, 200, { token: `owner-${ownerOf(request.headers.authorization)}-${call}` }),
    )
    const credentials: CredentialSource = async (_signal, repository = '') =>
      repository.startsWith('other/') ? givenBy(theirs) : givenBy(ours)
    return { registry, client: clientFor(registry, { credentials }), ours, theirs }
  }

  it('each open their own, and their tokens are not mixed up', async () => {
    const { registry, client } = await tenants()
    for (let round = 0; round < 2; round++) {
      expect(await tagsOf(client, 'team/app')).toEqual(['1.0.0'])
      expect(await tagsOf(client, 'other/app')).toEqual(['2.0.0'])
    }
    for (const { path, headers } of registry.requests) {
      const { authorization } = headers
      if (/team\/.*tags/.test(path)) expect(authorization).toMatch(/^Bearer owner-0/)
      if (/other\/.*tags/.test(path)) expect(authorization).toMatch(/^Bearer owner-1/)
    }
    expect(registry.log(/tags/)).toHaveLength(4)
  })

  it('are chosen by what was asked for, whatever a challenge names', async () => {
    const { registry, client, ours, theirs } = await tenants('repository:other/app:pull')
    registry.on(
      /team\/app\/tags/,
      reply(401, '', {
        'www-authenticate': `Bearer realm="${registry.origin}/token",scope="repository:other/app:pull"`,
      }),
    )
    await failureOf(tagsOf(client, 'team/app'))
    const text = everything(registry.requests)
    expect(text).toContain(spellings(ours)[1])
    expect(text).not.toContain(spellings(theirs)[1])
  })

  it('are each tried at /v2/ before they are used, and a wrong one once', async () => {
    const registry = await setUp()
    const [ours, theirs] = [newCanary(), newCanary()]
    registry.on(/ \/v2\//, ({ request, response, pass }) =>
      request.headers.authorization === basicOf(ours)
        ? pass()
        : send(response, 401, '', { 'www-authenticate': 'Basic realm="r"' }),
    )
    const credentials: CredentialSource = async (_signal, repository = '') =>
      repository.startsWith('other/') ? givenBy(theirs) : givenBy(ours)
    const client = clientFor(registry, { credentials })
    for (let round = 0; round < 2; round++) {
      expect(await tagsOf(client, 'team/app')).toEqual(['1.0.0'])
      expect(await failureOf(tagsOf(client, 'other/app'))).toMatchObject({
        reason: 'sign-in-refused',
      })
    }
    const shown = registry.requests.filter(
      ({ headers }) => headers.authorization === basicOf(theirs),
    )
    expect(shown.map(({ path }) => path)).toEqual(['/v2/'])
  })
})

describe.each([
  ['an identity token', '<token>'],
  ['a refresh token of Azure', '00000000-0000-0000-0000-000000000000'],
])('%s', (_name, username) => {
  const identity = () => ({ username, password: newCanary().password })

  it('is never sent to a registry that asks for a password', async () => {
    const registry = await setUp()
    const signIn = identity()
    registry.on(/ \/v2\//, reply(401, '', { 'www-authenticate': 'Basic realm="r"' }))
    expect(await failureOf(tagsOf(clientFor(registry, { signIn })))).toMatchObject({
      code: 'unauthorized',
    })
    const text = everything(registry.requests)
    for (const secret of spellings(signIn)) expect(text).not.toContain(secret)
  })

  it('is never sent to another token service than the one that took it', async () => {
    const registry = await setUp()
    const signIn = identity()
    const other = await sink(response => send(response, 200, { token: 'from-elsewhere' }))
    guardByBearer(registry)
    const client = clientFor(registry, { signIn, trustRealm: () => true })
    expect(await tagsOf(client)).toEqual(['1.0.0'])
    const moved = `Bearer realm="${other.origin}/token",service="svc"`
    registry.on(/tags/, reply(401, '', { 'www-authenticate': moved }))
    expect(await failureOf(tagsOf(client))).toMatchObject({
      code: 'unsupported',
      reason: 'unsafe-realm',
    })
    expect(other.requests).toEqual([])
    expect(
      everything(registry.requests.filter(({ path }) => path.startsWith('/v2/'))),
    ).not.toContain(signIn.password)
  })
})

describe('a token of the registry’s own', () => {
  it.each(['Basic realm="r"', 'Bearer realm="ORIGIN/token",service="s"'])(
    'is sent as it is where the challenge is %s',
    async challenge => {
      const registry = await setUp()
      const signIn = newCanary()
      registry.on(/ \/v2\//, ({ request, response, pass }) =>
        request.headers.authorization === `Bearer ${signIn.password}`
          ? pass()
          : send(response, 401, '', {
              'www-authenticate': challenge.replace('ORIGIN', registry.origin),
            }),
      )
      const credentials = async () => givenBy(signIn, 'registry-token')
      expect(await tagsOf(clientFor(registry, { credentials }))).toEqual(['1.0.0'])
      expect(tokenRequests(registry)).toEqual([])
    },
  )

  it('is never sent to a token service to learn what may be pushed', async () => {
    const registry = await setUp()
    const signIn = newCanary()
    guardByBearer(registry)
    registry.on(/ \/token/, reply(401, {}))
    const client = clientFor(registry, {
      credentials: async () => givenBy(signIn, 'registry-token'),
    })
    expect(await client.repository('team/app').rights({ signal })).toBeUndefined()
    expect(tokenRequests(registry)).toEqual([])
    expect(everything(registry.requests)).not.toContain(basicOf(signIn))
    expect(await tagsOf(client)).toEqual(['1.0.0'])
  })

  it('without the right is sent once: no other can be had', async () => {
    const registry = await setUp()
    guardByBearer(registry, { takes: (given, path) => path === '/v2/' && given !== undefined })
    const credentials = async () => givenBy(newCanary(), 'registry-token')
    expect(await failureOf(tagsOf(clientFor(registry, { credentials })))).toMatchObject({
      code: 'forbidden',
      reason: 'denied',
    })
    expect(registry.log(/tags/)).toHaveLength(1)
  })

  it('that has ended is told as a refused sign-in and sent once', async () => {
    const registry = await setUp()
    guardByBearer(registry, { takes: () => false })
    const signIn = newCanary()
    const client = clientFor(registry, {
      credentials: async () => givenBy(signIn, 'registry-token'),
    })
    for (let round = 0; round < 2; round++) {
      expect(await failureOf(tagsOf(client))).toMatchObject({
        code: 'unauthorized',
        reason: 'sign-in-refused',
      })
    }
    const sent = registry.requests.filter(({ headers }) => headers.authorization)
    expect(sent).toHaveLength(1)
  })
})

describe('ways of a token service', () => {
  const servedBy = async (
    signIn: Canary,
    answer: (request: RecordedRequest) => readonly [number, object | string],
  ) => {
    const registry = await setUp()
    guardByBearer(registry)
    registry.on(/ \/token/, ({ request, response }) => send(response, ...answer(request)))
    const client = clientFor(registry, { signIn })
    return { registry, client }
  }
  const forms = (registry: FaultRegistry) =>
    registry.requests
      .filter(({ path }) => path.startsWith('/token'))
      .map(({ method, body }) => `${method} ${new URLSearchParams(String(body)).get('grant_type')}`)

  it.each([404, 405])('without GET (%i) takes a password by POST', async status => {
    const signIn = newCanary()
    const { registry, client } = await servedBy(signIn, ({ method, body }) =>
      method === 'POST' && new URLSearchParams(String(body)).get('password') === signIn.password
        ? [200, { access_token: 'given' }]
        : [status, ''],
    )
    expect(await tagsOf(client)).toEqual(['1.0.0'])
    expect(forms(registry).slice(0, 2)).toEqual(['GET null', 'POST password'])
  })

  it.each([
    ['takes a refresh token', 200, ['POST refresh_token']],
    ['takes it only as a password', 401, ['POST refresh_token', 'GET null']],
  ])('of Azure %s', async (_, status, expected) => {
    const username = '00000000-0000-0000-0000-000000000000'
    const signIn = { username, password: newCanary().password }
    const { registry, client } = await servedBy(signIn, ({ method, headers }) => {
      if (method === 'POST') return [status, { access_token: 'given' }]
      return headers.authorization === basicOf(signIn) ? [200, { token: 'given' }] : [401, '']
    })
    expect(await tagsOf(client)).toEqual(['1.0.0'])
    expect(forms(registry).slice(0, expected.length)).toEqual(expected)
  })

  it('answers 400 to a wrong key, which is sent once a minute', async () => {
    const clock = createTestClock()
    const registry = await setUp()
    guardByBearer(registry)
    registry.on(/ \/token/, reply(400, { error: 'bad key' }))
    const client = clientFor(registry, { signIn: newCanary(), clock })
    for (let round = 0; round < 3; round++) {
      expect(await failureOf(tagsOf(client))).toMatchObject({
        code: 'unauthorized',
        reason: 'sign-in-refused',
      })
    }
    expect(tokenRequests(registry)).toHaveLength(1)
    clock.advance(60_001)
    await failureOf(tagsOf(client))
    expect(tokenRequests(registry)).toHaveLength(2)
  })

  it('is asked for the least: no delete and no catalog before they are demanded', async () => {
    const registry = await setUp()
    guardByBearer(registry)
    const client = clientFor(registry, { signIn: newCanary() })
    await collect(client.catalog({ signal }))
    await tagsOf(client)
    await deleteFrom(client)
    expect(tokenRequests(registry).map(line => scopesOf(line.split(' ')[1] ?? ''))).toEqual([
      '',
      'repository:team/app:pull',
      'repository:team/app:pull,push',
    ])
  })

  it('is asked for delete once a challenge demands it, and for what is no repository as it is', async () => {
    const registry = await setUp()
    guardByBearer(registry)
    const demand = (scope: string) =>
      reply(401, '', {
        'www-authenticate': `Bearer realm="${registry.origin}/token",scope="${scope}"`,
      })
    registry.on(/DELETE/, demand('repository:team/app:delete'), 1)
    registry.on(/tags/, demand('aws'), 1)
    const client = clientFor(registry, { signIn: newCanary() })
    await tagsOf(client)
    await deleteFrom(client)
    const scopes = tokenRequests(registry).map(line => scopesOf(line.split(' ')[1] ?? ''))
    expect(scopes).toContain('aws repository:team/app:pull')
    expect(scopes.at(-1)).toBe('repository:team/app:delete,pull,push')
  })
})

describe('at /v2/', () => {
  it('takes 400 for a wrong key where it asked for Basic', async () => {
    const registry = await setUp()
    registry.on(/ \/v2\//, ({ request, response }) =>
      request.headers.authorization
        ? send(response, 400, 'Bad Request')
        : send(response, 401, '', { 'www-authenticate': 'Basic realm="r"' }),
    )
    expect(await failureOf(tagsOf(clientFor(registry, { signIn: newCanary() })))).toMatchObject({
      code: 'unauthorized',
      reason: 'sign-in-refused',
    })
  })

  it('may ask for Basic once it saw a token without the right, and deletes then', async () => {
    const registry = await setUp()
    const signIn = newCanary()
    guardByBearer(registry)
    registry.on(/DELETE/, ({ request, response, pass }) =>
      request.headers.authorization === basicOf(signIn)
        ? pass()
        : send(response, 401, '', { 'www-authenticate': 'Basic realm="harbor"' }),
    )
    await deleteFrom(clientFor(registry, { signIn }))
    expect(registry.manifest('team/app', '1.0.0')).toBeUndefined()
  })
})

describe('what was refused with a fresh token', () => {
  const refusing = async () => {
    const registry = await setUp()
    const clock = createTestClock()
    let current = newCanary()
    guardByBearer(registry, { takes: (given, path) => path === '/v2/' && given !== undefined })
    const client = clientFor(registry, { clock, credentials: async () => givenBy(current) })
    return { registry, clock, client, replace: () => void (current = newCanary()) }
  }
  const asked = (registry: FaultRegistry) => ({
    tokens: tokenRequests(registry).filter(line => line.includes('scope=')).length,
    tags: registry.log(/tags/).length,
  })

  it('is asked for once more within a minute, with no other token', async () => {
    const { registry, clock, client } = await refusing()
    expect(await failureOf(tagsOf(client))).toMatchObject({ code: 'forbidden', reason: 'denied' })
    expect(asked(registry)).toEqual({ tokens: 2, tags: 2 })
    expect(await failureOf(tagsOf(client))).toMatchObject({ code: 'forbidden', reason: 'denied' })
    expect(asked(registry)).toEqual({ tokens: 2, tags: 3 })
    clock.advance(60_001)
    await failureOf(tagsOf(client))
    expect(asked(registry).tokens).toBeGreaterThan(2)
  })

  it('is open to another sign-in at once', async () => {
    const { registry, clock, client, replace } = await refusing()
    await failureOf(tagsOf(client))
    replace()
    // The answer of the keychain serves for ten seconds.
    clock.advance(11_000)
    await failureOf(tagsOf(client))
    expect(asked(registry)).toEqual({ tokens: 4, tags: 4 })
  })
})

describe('a path that leads away', () => {
  it.each([true, 'basic'] as const)('gets nothing when signed %s', async signed => {
    const registry = await setUp()
    const signIn = newCanary()
    const other = await sink()
    registry.on(/\/v2\/$/, reply(401, '', { 'www-authenticate': 'Basic realm="r"' }), 1)
    const client = clientFor(registry, { signIn })
    for (const path of [`//${other.host}/v2/`, `${other.origin}/v2/`]) {
      const asking = client.ask({ method: 'GET', path, signed, signal })
      expect(await failureOf(asking)).toMatchObject({ code: 'invalid-input' })
    }
    expect(other.requests).toEqual([])
  })
})

describe('a sign-in that is changed while a request runs', () => {
  it('is read once for it: who began it signs all of it', async () => {
    const registry = await setUp()
    const clock = createTestClock()
    const [first, other] = [newCanary(), newCanary()]
    // Each step takes longer than an answer of the keychain serves: it could ask anew.
    guardByBearer(registry, {
      takes: authorization => {
        clock.advance(11_000)
        return authorization?.startsWith('Bearer ') ?? false
      },
    })
    let reads = 0
    const client = clientFor(registry, {
      clock,
      credentials: async () => {
        return givenBy(reads++ === 0 ? first : other)
      },
    })
    expect(await tagsOf(client)).toEqual(['1.0.0'])
    expect(reads).toBe(1)
    const signed = registry.requests.map(({ headers }) => headers.authorization)
    expect(signed).toContain(basicOf(first))
    expect(signed).not.toContain(basicOf(other))
  })
})
