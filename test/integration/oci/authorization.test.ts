import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { RealmDecisionNeeded } from '../../../electron/core/oci/auth/realm.ts'
import { createSecret } from '../../../electron/core/http/base/secret.ts'
import type { FaultRegistry } from '../../support/fault-registry/fault-registry.ts'
import { reply } from '../../support/fault-registry/fault-registry.ts'
import { send } from '../../support/fault-registry/memory-registry.ts'
import { createTestClock } from '../../support/fault-registry/test-clock.ts'
import { basicOf, guardByBearer } from './bearer-guard.ts'
import {
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
  return registry
}
const tokenRequests = (registry: FaultRegistry) => registry.log(/ \/token/)
const tagsOf = (client: ReturnType<typeof clientFor>) =>
  collect(client.repository('team/app').tags({ signal }))

describe('tokens', () => {
  it('are fetched once for twenty callers who come at once', async () => {
    const registry = await setUp()
    guardByBearer(registry)
    const client = clientFor(registry)
    await Promise.all(Array.from({ length: 20 }, () => tagsOf(client)))
    expect(tokenRequests(registry)).toEqual([
      'GET /token?service=svc&scope=repository%3Ateam%2Fapp%3Apull',
    ])
  })

  it('are fetched with the sign-in, which only the token service sees', async () => {
    const registry = await setUp()
    guardByBearer(registry)
    const signIn = newCanary()
    await tagsOf(clientFor(registry, { signIn }))
    const asked = registry.requests.filter(({ path }) => path.startsWith('/token'))
    expect(asked.every(({ headers }) => headers.authorization === basicOf(signIn))).toBe(true)
    const others = registry.requests.filter(({ path }) => path.startsWith('/v2/'))
    expect(others.map(({ headers }) => headers.authorization)).not.toContain(basicOf(signIn))
  })

  it.each<[string, object | string]>([
    ['no token', {}],
    ['an empty token', { token: '' }],
    ['a token with a line break', { token: 'a\r\nx: y' }],
    ['HTML', '<html>'],
    ['a number', { token: 7 }],
  ])('of %s are refused', async (_name, answer) => {
    const registry = await setUp()
    guardByBearer(registry, { grant: () => answer })
    expect(await failureOf(tagsOf(clientFor(registry)))).toMatchObject({
      code: 'unsupported',
      reason: 'malformed-token',
    })
  })

  it('of 129 KiB are refused', async () => {
    const registry = await setUp()
    guardByBearer(registry, { grant: () => ({ token: 'a'.repeat(129 * 1024) }) })
    expect(await failureOf(tagsOf(clientFor(registry)))).toMatchObject({ code: 'too-large' })
  })

  it.each<[unknown, number]>([
    [undefined, 60],
    [0, 60],
    [-5, 60],
    ['3600', 60],
    [300, 300],
    [1e12, 3_600],
  ])('that live %s are used for %i s less ten', async (expiresIn, seconds) => {
    const registry = await setUp()
    const issued = new Date(Date.now() - 3_600_000).toISOString()
    guardByBearer(registry, {
      grant: call => ({ token: `t${call}-token`, expires_in: expiresIn, issued_at: issued }),
    })
    const clock = createTestClock()
    const client = clientFor(registry, { clock })
    await tagsOf(client)
    clock.advance((seconds - 11) * 1000)
    await tagsOf(client)
    expect(tokenRequests(registry)).toHaveLength(1)
    clock.advance(2_000)
    await tagsOf(client)
    expect(tokenRequests(registry)).toHaveLength(2)
  })

  it('that are refused early are fetched anew, once', async () => {
    const registry = await setUp()
    let good = 'Bearer granted-1'
    guardByBearer(registry, { takes: authorization => authorization === good })
    const client = clientFor(registry)
    await tagsOf(client)
    good = 'Bearer granted-2'
    await tagsOf(client)
    expect(tokenRequests(registry)).toHaveLength(2)
  })

  it('with fewer rights than asked end in “no right”, without a loop', async () => {
    const registry = await setUp()
    guardByBearer(registry, { takes: (authorization, path) => path === '/v2/' && !!authorization })
    const client = clientFor(registry, { signIn: newCanary() })
    const digest = `sha256:${'a'.repeat(64)}` as const
    const descriptor = { mediaType: 'x', digest: digest as never, sizeBytes: 1 }
    const source = async function* () {
      yield Buffer.of(1)
    }
    const pushed = client.repository('team/app').pushBlob(descriptor, source, { signal })
    expect(await failureOf(pushed)).toMatchObject({ code: 'forbidden', reason: 'denied' })
    expect(registry.log(/^POST/)).toHaveLength(2)
  })

  it('are asked for by POST with an identity token, by GET where there is no POST', async () => {
    const registry = await setUp()
    guardByBearer(registry)
    const signIn = { username: '<token>', password: 'identity-token-canary' }
    await tagsOf(clientFor(registry, { signIn }))
    const [asked] = registry.requests.filter(({ method }) => method === 'POST')
    expect(Object.fromEntries(new URLSearchParams(asked?.body.toString()))).toMatchObject({
      grant_type: 'refresh_token',
      refresh_token: signIn.password,
      service: 'svc',
      client_id: 'chartroom',
    })
    registry.on(/^POST \/token/, reply(405))
    await tagsOf(clientFor(registry, { signIn }))
    expect(registry.log(/^GET \/token/).length).toBeGreaterThan(0)
    const seen = registry.requests.filter(({ path }) => path.startsWith('/v2/'))
    expect(inspect(seen, { depth: 9 })).not.toContain(signIn.password)
  })

  it('wait as the token service asks', async () => {
    const registry = await setUp()
    const clock = createTestClock()
    guardByBearer(registry)
    registry.on(/ \/token/, reply(429, '', { 'retry-after': '3' }), 1)
    const listed = tagsOf(clientFor(registry, { clock }))
    await clock.advanceUntil(listed, 500)
    expect(await listed).toEqual(['1.0.0'])
    expect(clock.sleeps).toContain(3_000)
  })

  it('follow no redirect', async () => {
    const registry = await setUp()
    const elsewhere = await sink()
    guardByBearer(registry)
    registry.on(/ \/token/, reply(307, '', { location: `${elsewhere.origin}/token` }))
    await failureOf(tagsOf(clientFor(registry, { signIn: newCanary() })))
    expect(elsewhere.requests).toHaveLength(0)
  })

  it('of a catalog are asked for without a scope, unless it is demanded', async () => {
    const registry = await setUp()
    const scope = 'registry:catalog:*'
    guardByBearer(registry, {
      scope,
      takes: (authorization, path) =>
        path === '/v2/' ? !!authorization : authorization === 'Bearer granted-2',
    })
    // Only the catalog itself demands it.
    const unscoped = `Bearer realm="${registry.origin}/token",service="svc"`
    registry.on(/ \/v2\/$/, reply(401, '', { 'www-authenticate': unscoped }), 1)
    const client = clientFor(registry, { signIn: newCanary() })
    expect(await collect(client.catalog({ signal }))).toEqual(['team/app'])
    expect(tokenRequests(registry)).toEqual([
      'GET /token?service=svc',
      `GET /token?service=svc&scope=${encodeURIComponent(scope)}`,
    ])
  })
})

describe('a registry that refuses for ever', () => {
  it('is asked twice, with one token', async () => {
    const registry = await setUp()
    guardByBearer(registry, { takes: () => false })
    expect(await failureOf(tagsOf(clientFor(registry)))).toMatchObject({
      code: 'unauthorized',
      reason: 'sign-in-needed',
    })
    expect(registry.log(/tags/)).toHaveLength(2)
    expect(tokenRequests(registry)).toHaveLength(1)
  })

  it('gets a wrong password once a minute, whatever is asked of it', async () => {
    const registry = await setUp()
    const clock = createTestClock()
    const challenge = { 'www-authenticate': 'Basic realm="r"' }
    registry.on(/ \/v2\//, reply(401, '', challenge))
    const client = clientFor(registry, { signIn: newCanary(), clock })
    for (let round = 0; round < 5; round++) {
      const failures = await Promise.all(
        [tagsOf, tagsOf, tagsOf].map(ask => failureOf(ask(client))),
      )
      for (const failure of failures) {
        expect(failure).toMatchObject({ code: 'unauthorized', reason: 'sign-in-refused' })
      }
    }
    const sent = () => registry.requests.filter(({ headers }) => headers.authorization).length
    expect(sent()).toBe(1)
    clock.advance(61_000)
    await failureOf(tagsOf(client))
    expect(sent()).toBe(2)
  })

  it('says that the token service refused the sign-in', async () => {
    const registry = await setUp()
    guardByBearer(registry)
    registry.on(/ \/token/, reply(401, { errors: [{ code: 'UNAUTHORIZED' }] }))
    const client = clientFor(registry, { signIn: newCanary() })
    await failureOf(tagsOf(client))
    expect(await failureOf(tagsOf(client))).toMatchObject({ reason: 'sign-in-refused' })
    expect(tokenRequests(registry)).toHaveLength(1)
    expect(await client.repository('team/app').rights({ signal }).catch(String)).toMatch(/refused/)
  })
})

describe('kinds of challenges', () => {
  it('signs in to a registry that answers everybody but names its challenge', async () => {
    const registry = await setUp()
    const signIn = newCanary()
    registry.on(/\/v2\/$/, reply(200, {}, { 'www-authenticate': 'Basic realm=zot' }))
    await tagsOf(clientFor(registry, { signIn }))
    expect(registry.requests.at(-1)?.headers.authorization).toBe(basicOf(signIn))
  })

  it('takes Basic instead, when a token met a Basic challenge', async () => {
    const registry = await setUp()
    const signIn = newCanary()
    guardByBearer(registry)
    registry.on(/tags/, ({ request, response, pass }) =>
      request.headers.authorization === basicOf(signIn)
        ? pass()
        : send(response, 401, '', { 'www-authenticate': 'Basic realm="harbor"' }),
    )
    expect(await tagsOf(clientFor(registry, { signIn }))).toEqual(['1.0.0'])
  })

  it.each([
    ['no', {}, newCanary()],
    ['an empty', { 'www-authenticate': '' }, newCanary()],
    ['an empty', { 'www-authenticate': '' }, undefined],
  ])('does not ask for a password where there is %s challenge', async (_, headers, signIn) => {
    const registry = await setUp()
    const body = { errors: [{ code: 'UNAUTHORIZED', message: 'no project' }] }
    registry.on(/tags/, reply(401, body, headers))
    const client = clientFor(registry, { signIn })
    expect(await failureOf(tagsOf(client))).toMatchObject({
      code: 'forbidden',
      details: { exchange: { body: expect.stringContaining('no project') } },
    })
    expect(registry.log(/tags/)).toHaveLength(1)
  })

  it('finds Bearer among several headers', async () => {
    const registry = await setUp()
    guardByBearer(registry)
    const bearer = `Bearer realm="${registry.origin}/token"`
    registry.on(/tags/, reply(401, '', { 'www-authenticate': ['Negotiate', bearer] }), 1)
    expect(await tagsOf(clientFor(registry))).toEqual(['1.0.0'])
  })
})

describe('realms', () => {
  it('stay where they were looked at, whatever their path says', async () => {
    const registry = await setUp()
    const other = await sink()
    guardByBearer(registry, { realm: `${registry.origin}//${other.host}/token` })
    const signIn = newCanary()
    await failureOf(tagsOf(clientFor(registry, { signIn })))
    expect(other.requests).toEqual([])
    expect(registry.log(/\/token\?service/)[0]).toContain(`GET //${other.host}/token?service=svc`)
  })

  it.each([
    'http://169.254.169.254/token',
    'http://10.0.0.1/token',
    'http://[::1]/token',
    'http://[::ffff:10.0.0.1]/token',
    'http://0.0.0.0/token',
    'http://2130706434/token',
    'file:///etc/passwd',
    'ftp://example.com/token',
    'http://[bad',
  ])('at %s get nothing', async realm => {
    const registry = await setUp()
    guardByBearer(registry, { realm })
    const client = clientFor(registry, { signIn: newCanary(), trustRealm: () => true })
    expect(await failureOf(tagsOf(client))).toMatchObject({
      code: 'unsupported',
      reason: 'unsafe-realm',
    })
  })

  const publicLookup: Parameters<typeof clientFor>[1] = {
    lookup: (name, options, callback) => {
      const address = name === 'inside.example' ? '10.1.2.3' : '127.0.0.1'
      if (options.all) callback(null, [{ address, family: 4 }])
      else callback(null, address, 4)
    },
  }

  it('at another host need an agreement, and get nothing before', async () => {
    const registry = await setUp()
    const service = await sink(response => send(response, 200, { token: 'granted-by-other' }))
    const port = service.host.split(':')[1]
    const origin = `http://auth.example:${port}`
    guardByBearer(registry, { realm: `${origin}/token` })
    const agreed = new Set<string>()
    const signIn = newCanary()
    const trustRealm = (realm: string) => agreed.has(realm)
    const client = clientFor(registry, { ...publicLookup, signIn, trustRealm })
    const failure = await failureOf(tagsOf(client))
    expect(failure).toBeInstanceOf(RealmDecisionNeeded)
    expect(failure).toMatchObject({ host: registry.host, realm: origin })
    expect(service.requests).toHaveLength(0)
    agreed.add(origin)
    expect(await tagsOf(client)).toEqual(['1.0.0'])
    expect(service.requests[0]?.headers.authorization).toBe(basicOf(signIn))
  })

  it('at another host give anybody a token without an agreement', async () => {
    const registry = await setUp()
    const service = await sink(response => send(response, 200, { token: 'granted-by-other' }))
    const port = service.host.split(':')[1]
    guardByBearer(registry, { realm: `http://auth.example:${port}/token` })
    expect(await tagsOf(clientFor(registry, publicLookup))).toEqual(['1.0.0'])
    expect(service.requests[0]?.headers).not.toHaveProperty('authorization')
  })

  it('whose name leads into our network from a public registry get nothing', async () => {
    const registry = await setUp()
    const client = clientFor(registry, {
      ...publicLookup,
      lookup: (name, options, callback) => {
        const address = name === 'auth.example' ? '169.254.169.254' : '127.0.0.1'
        if (options.all) callback(null, [{ address, family: 4 }])
        else callback(null, address, 4)
      },
      signIn: newCanary(),
      trustRealm: () => true,
    })
    guardByBearer(registry, { realm: 'http://auth.example/token' })
    expect(await failureOf(tagsOf(client))).toMatchObject({ reason: 'unsafe-address' })
  })

  it('quoted from another registry get only our own sign-in of this one', async () => {
    const [a, b] = await Promise.all([setUp(), setUp()])
    guardByBearer(b)
    const service = { signIn: newCanary() }
    await tagsOf(clientFor(b, service))
    guardByBearer(a, { realm: `${b.origin}/token` })
    const own = newCanary()
    await tagsOf(clientFor(a, { signIn: own, trustRealm: () => true }))
    const fromA = b.requests.filter(({ headers }) => headers.authorization === basicOf(own))
    expect(fromA.length).toBeGreaterThan(0)
    const seenByA = a.requests.map(({ headers }) => headers.authorization)
    expect(seenByA).not.toContain(basicOf(service.signIn))
  })
})

describe('secrets', () => {
  it('are taken out of what people see when a registry echoes them', async () => {
    const registry = await setUp()
    const signIn = newCanary()
    registry.on(/\/v2\/$/, reply(401, '', { 'www-authenticate': 'Basic realm="r"' }), 1)
    registry.on(/tags/, ({ request, response }) => {
      const { authorization = '' } = request.headers
      const spelled = [signIn.password, encodeURIComponent(signIn.password), authorization]
      const hex = Buffer.from(signIn.password).toString('hex')
      const url = `https://store.example/x?X-Amz-Signature=deadbeef&n=1`
      const text = `${[...spelled, hex].join(' | ')} \u001b[31m\u202e ${url}`
      send(response, 403, text, { 'www-authenticate': `Basic realm="${signIn.password}"` })
    })
    const failure = await failureOf(tagsOf(clientFor(registry, { signIn })))
    const shown = inspect(failure, { depth: 9, showHidden: true }) + JSON.stringify(failure)
    for (const secret of [signIn.password, basicOf(signIn), 'deadbeef']) {
      expect(shown).not.toContain(secret)
      expect(shown).not.toContain(Buffer.from(secret).toString('hex'))
    }
    expect(failure).toMatchObject({
      details: {
        exchange: { body: expect.stringMatching(/●●●.*\\u\{1b\}\[31m\\u\{202e\}/) },
      },
    })
  })

  it('of a token are taken out too, and an error body ends at 8 KiB', async () => {
    const registry = await setUp()
    guardByBearer(registry)
    registry.on(/tags/, ({ request, response, pass }) => {
      if (!request.headers.authorization) return pass()
      const token = request.headers.authorization.slice('Bearer '.length)
      return send(response, 403, `${token} ${'x'.repeat(10_000_000)}`)
    })
    const failure = await failureOf(tagsOf(clientFor(registry, { signIn: newCanary() })))
    const body = (failure as { details?: { exchange?: { body?: string } } }).details?.exchange?.body
    expect(body).toMatch(/^●●● x+$/)
    expect(body?.length).toBeLessThanOrEqual(8_192)
  })

  it('can end in an error that has no end', async () => {
    const registry = await setUp()
    registry.on(/tags/, async ({ response }) => {
      response.writeHead(403)
      while (!response.destroyed) {
        await new Promise<void>(resolve => response.write('x'.repeat(4_096), () => resolve()))
      }
    })
    expect(await failureOf(tagsOf(clientFor(registry)))).toMatchObject({ code: 'forbidden' })
  }, 5_000)

  it('do not show in a client, however it is looked at', async () => {
    const registry = await setUp()
    const signIn = newCanary()
    guardByBearer(registry)
    const client = clientFor(registry, { signIn })
    await tagsOf(client)
    const shown = inspect(client, { depth: 20, showHidden: true }) + JSON.stringify(client)
    expect(shown).not.toContain(signIn.password)
    const secret = createSecret(signIn.password)
    expect([inspect(secret), `${String(secret)}`, JSON.stringify({ secret })]).toEqual([
      '[secret]',
      '[secret]',
      '{"secret":"[secret]"}',
    ])
    expect(inspect({ secret }, { showHidden: true, depth: 9 })).not.toContain(signIn.password)
  })

  it('are not sent to a plain registry by somebody who is not signed in', async () => {
    const registry = await setUp()
    registry.on(/tags/, reply(401, '', { 'www-authenticate': 'Basic realm="r"' }))
    await failureOf(tagsOf(clientFor(registry)))
    expect(registry.requests.every(({ headers }) => !headers.authorization)).toBe(true)
  })

  it('of one who signed out are used no more', async () => {
    const registry = await setUp()
    guardByBearer(registry)
    const client = clientFor(registry, { signIn: newCanary() })
    await tagsOf(client)
    const before = registry.requests.length
    await client.close()
    expect(await failureOf(tagsOf(client))).toMatchObject({ code: 'cancelled' })
    expect(registry.requests).toHaveLength(before)
  })

  it.each(['pass:word', 'emoji 🔑 and ü', 'x'.repeat(2_400)])('may be %s', async password => {
    const registry = await setUp()
    const signIn = { username: 'ann', password }
    registry.on(/ \/v2\//, ({ request, response, pass }) =>
      request.headers.authorization === basicOf(signIn)
        ? pass()
        : send(response, 401, '', { 'www-authenticate': 'Basic realm="r"' }),
    )
    expect(await tagsOf(clientFor(registry, { signIn }))).toEqual(['1.0.0'])
  })
})

describe('what was learnt of a way to sign in', () => {
  const signIns = [
    ['nobody', undefined],
    ['somebody', newCanary()],
  ] as const
  const bearer = (realm: string, more = '') => ({
    'www-authenticate': `Bearer realm="${realm}",service="svc"${more}`,
  })

  it.each(signIns)('is not spoilt for %s by one bad 401', async (_name, signIn) => {
    const registry = await setUp()
    const elsewhere = await sink()
    guardByBearer(registry, { scope: 'registry:catalog:*' })
    const client = clientFor(registry, { signIn })
    await tagsOf(client)
    for (const bad of [
      bearer('ftp://nowhere.example/token'),
      bearer(`${elsewhere.origin.replace('127.0.0.1', '169.254.1.1')}/token`),
      bearer(`${registry.origin}/no-token-here`),
      bearer(`${registry.origin}/no-token-here`, ',scope="a:b:c"'),
    ]) {
      registry.on(/tags\/list/, reply(401, '', bad), 1)
      await failureOf(tagsOf(client))
      expect(await tagsOf(client)).toEqual(['1.0.0'])
    }
    registry.on(/_catalog/, reply(401, '', bearer(`${registry.origin}/no`, ',scope="x:y:z"')), 1)
    await failureOf(collect(client.catalog({ signal })))
    expect(await collect(client.catalog({ signal }))).toEqual(['team/app'])
    expect(elsewhere.requests).toHaveLength(0)
  })

  it.each(signIns)('leads %s to a token service that has moved', async (_name, signIn) => {
    const registry = await setUp()
    const clock = createTestClock()
    let place = 'first'
    registry.on(/ \/v2\//, ({ request, response, pass }) =>
      request.headers.authorization === `Bearer of-${place}`
        ? pass()
        : send(response, 401, '', bearer(`${registry.origin}/${place}/token`)),
    )
    registry.on(/ \/(first|second)\/token/, ({ request, response }) =>
      request.path.startsWith(`/${place}/`)
        ? send(response, 200, { token: `of-${place}`, expires_in: 60 })
        : send(response, 404),
    )
    const client = clientFor(registry, { signIn, clock })
    expect(await tagsOf(client)).toEqual(['1.0.0'])
    place = 'second'
    clock.advance(120_000)
    expect(await tagsOf(client)).toEqual(['1.0.0'])
  })

  it('takes no sign-in to a token service that moved where nobody agreed to', async () => {
    const registry = await setUp()
    const elsewhere = await sink()
    const clock = createTestClock()
    const agreed = `${registry.origin}/token`
    let realm = agreed
    registry.on(/ \/v2\//, ({ request, response, pass }) =>
      request.headers.authorization === 'Bearer good' && realm === agreed
        ? pass()
        : send(response, 401, '', bearer(realm)),
    )
    registry.on(/ \/token/, ({ response }) =>
      realm === agreed ? send(response, 200, { token: 'good' }) : send(response, 404),
    )
    const client = clientFor(registry, { signIn: newCanary(), clock })
    await tagsOf(client)
    realm = `${elsewhere.origin.replace('127.0.0.1', 'localhost')}/token`
    clock.advance(120_000)
    expect(await failureOf(tagsOf(client))).toBeInstanceOf(RealmDecisionNeeded)
    expect(elsewhere.requests).toHaveLength(0)
  })
})
