import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it } from 'vitest'
import { mediaType } from '../../../shared/model/media-types.ts'
import {
  type Fault,
  type FaultRegistry,
  reply,
  startFaultRegistry,
  startSink,
} from '../../support/fault-registry/fault-registry.ts'
import { manifestBytes } from '../oci/oci-harness.ts'
import { examine, failureOf, linesOf, unknownSights } from './doctor-harness.ts'

const running: { stop(): Promise<void> }[] = []

afterEach(async () => {
  await Promise.all(running.splice(0).map(server => server.stop()))
})

const repository = 'team/charts'

const registry = async () => {
  const server = await startFaultRegistry()
  running.push(server)
  for (const tag of ['1.0.0', '1.1.0']) {
    server.addManifest(repository, manifestBytes(tag), mediaType.ociManifest, tag)
  }
  return server
}

const sink = async (answer?: Parameters<typeof startSink>[0]) => {
  const server = await startSink(answer)
  running.push(server)
  return server
}

type SignIn = { readonly username: string; readonly password: string }

const newSignIn = (): SignIn => ({
  username: `ann-${randomBytes(4).toString('hex')}`,
  password: `pw-${randomBytes(12).toString('base64url')}`,
})

const basicOf = ({ username, password }: SignIn) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

const unauthorized = (challenge: string, message = 'authentication required') =>
  reply(401, { errors: [{ code: 'UNAUTHORIZED', message }] }, { 'www-authenticate': challenge })

/** A token that says what it allows on the repository. */
const tokenFor = (...actions: string[]) => {
  const claims = { access: [{ type: 'repository', name: repository, actions }] }
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none' })}.${part(claims)}.c2lnbmF0dXJl`
}

const asksForToken = (server: FaultRegistry, realm = `${server.origin}/token`) => {
  const bearer = `Bearer realm="${realm}",service="test"`
  server.on(/^GET \/v2\/$/, unauthorized(bearer))
  return bearer
}

/** Bearer or Basic that a sign-in went out with: `METHOD path` of each request that carried it. */
const carrying = (servers: readonly { requests: FaultRegistry['requests'] }[], signIn: SignIn) =>
  servers
    .flatMap(server => server.requests)
    .filter(({ headers, body }) =>
      `${headers.authorization ?? ''} ${body.toString()}`.includes(
        basicOf(signIn).slice('Basic '.length),
      ),
    )
    .map(({ method, path }) => `${method} ${path.replace(/\?.*/, '')}`)

/** Whoever shows this gets in, anybody else is asked for Basic. */
const basicOnly =
  (signIn: SignIn): Fault =>
  exchange =>
    exchange.request.headers.authorization === basicOf(signIn)
      ? exchange.pass()
      : unauthorized('Basic realm="Registry"')(exchange)

describe('what the doctor says of a sign-in', () => {
  it('that is right, with Basic', async () => {
    const server = await registry()
    const signIn = newSignIn()
    server.on(/./, basicOnly(signIn))
    const { report } = await examine({ host: server.host, signIn, repository })
    expect(linesOf(report).slice(4)).toEqual([
      'v2: ok registry-asks',
      'challenge: ok basic',
      'token: ok basic-taken',
      'scope: skipped no-scope',
      'repository: ok tags',
    ])
    expect(report.verdict).toBe('all-well')
    expect(unknownSights(report)).toEqual([])
  })

  it('that is wrong, with Basic, and sends it once', async () => {
    const server = await registry()
    const signIn = newSignIn()
    server.on(/./, basicOnly(newSignIn()))
    const { report } = await examine({ host: server.host, signIn, repository })
    expect(failureOf(report)).toBe('unauthorized/sign-in-refused')
    expect(linesOf(report, 'anonymous')).toEqual([
      'token: skipped basic-nobody',
      'scope: skipped no-scope',
      'repository: failed answered-saying',
    ])
    expect(report).toMatchObject({ verdict: 'needs-sign-in', stoppedAt: 'token' })
    expect(carrying([server], signIn)).toEqual(['GET /v2/'])
    expect(unknownSights(report)).toEqual([])
  })

  it.each(['<token>', ''])(
    'that is an identity token (%j), with Basic: nothing of it goes to the registry',
    async username => {
      const server = await registry()
      const signIn = { ...newSignIn(), username }
      server.on(/./, unauthorized('Basic realm="Registry"'))
      const { report } = await examine({ host: server.host, signIn, repository })
      expect(linesOf(report)[6]).toBe('token: failed basic-nobody')
      expect(failureOf(report)).toBe('unauthorized/sign-in-needed')
      expect(report).toMatchObject({ verdict: 'needs-sign-in', stoppedAt: 'token' })
      expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([
        undefined,
        undefined,
      ])
      expect(unknownSights(report)).toEqual([])
    },
  )

  it('that the keychain has lost', async () => {
    const { host } = await registry()
    const signIn = newSignIn()
    const { report } = await examine({ host, signIn, lost: true, repository })
    expect(failureOf(report)).toBe('unauthorized/sign-in-missing')
    expect(report).toMatchObject({ verdict: 'sign-in-is-the-problem', anonymousTags: 2 })
    expect(unknownSights(report)).toEqual([])
  })

  it.each([
    [['pull'], 'granted-pull-no-push'],
    [['pull', 'push'], 'granted-pull-push'],
    [['*'], 'granted-pull-push'],
  ])('whose token allows %j: %s', async (actions, seen) => {
    const server = await registry()
    asksForToken(server)
    server.on(/^GET \/token/, reply(200, { token: tokenFor(...actions) }))
    const { report } = await examine({ host: server.host, signIn: newSignIn(), repository })
    expect(linesOf(report).slice(6)).toEqual([
      'token: ok token-saved',
      `scope: ok ${seen}`,
      'repository: ok tags',
    ])
    expect(report.verdict).toBe('all-well')
    // Asked of the token service; nothing is pushed.
    expect(server.requests.every(({ method }) => method === 'GET')).toBe(true)
  })

  it('whose token does not allow to pull', async () => {
    const server = await registry()
    asksForToken(server)
    server.on(/^GET \/token/, reply(200, { token: tokenFor() }))
    const { report } = await examine({ host: server.host, signIn: newSignIn(), repository })
    expect(linesOf(report)[7]).toBe('scope: failed not-granted')
    expect(failureOf(report)).toBe('forbidden/denied')
    expect(report.verdict).toBe('no-right-or-missing')
    expect(unknownSights(report)).toEqual([])
  })

  it('that has no right, or the repository is missing', async () => {
    const server = await registry()
    const bearer = asksForToken(server)
    server.on(/^GET \/token/, reply(200, { token: 'opaque-token-1' }))
    server.on(/tags\/list/, unauthorized(bearer, 'insufficient scope'))
    const { report } = await examine({ host: server.host, signIn: newSignIn(), repository })
    expect(failureOf(report)).toBe('forbidden/denied')
    expect(report).toMatchObject({ verdict: 'no-right-or-missing', stoppedAt: 'repository' })
  })

  it('where the repository is missing', async () => {
    const { host } = await registry()
    const { report } = await examine({ host, repository: 'team/none' })
    expect(failureOf(report)).toBe('not-found/repository')
    expect(report.verdict).toBe('no-right-or-missing')
  })

  it('where there is none, and one is needed', async () => {
    const server = await registry()
    asksForToken(server)
    server.on(/^GET \/token/, reply(403, { errors: [{ code: 'DENIED', message: 'private' }] }))
    const { report } = await examine({ host: server.host, repository })
    expect(failureOf(report)).toBe('unauthorized/sign-in-needed')
    expect(report.verdict).toBe('needs-sign-in')
    // There is no second pass where the first was nobody's already.
    expect(linesOf(report, 'anonymous')).toEqual([])
  })

  it('where no repository is known', async () => {
    const server = await registry()
    asksForToken(server)
    const token = 'opaque-token-2'
    server.on(/^GET \/v2\/$/, exchange =>
      exchange.request.headers.authorization === `Bearer ${token}`
        ? exchange.pass()
        : unauthorized(`Bearer realm="${server.origin}/token"`)(exchange),
    )
    server.on(/^GET \/token/, reply(200, { token }))
    const { report } = await examine({ host: server.host, signIn: newSignIn() })
    expect(linesOf(report).slice(6)).toEqual([
      'token: ok token-saved',
      'scope: skipped scope-unnamed',
      'repository: ok repository-unnamed-accepted',
    ])
    expect(unknownSights(report)).toEqual([])
    const kept = await examine({ host: server.host, signIn: newSignIn(), kept: [repository] })
    expect(kept.report).toMatchObject({ repository, verdict: 'all-well' })
  })
})

describe('what the doctor says of a registry', () => {
  it.each([
    ['a web page', reply(200, '<!doctype html><html><body>Sign in</body></html>'), 'web-page'],
    [
      'a redirect to a sign-in page',
      reply(302, '', { location: 'https://sso.example/x' }),
      'redirected',
    ],
    ['not found', reply(404, 'nothing here'), 'answered'],
  ])('that answers with %s', async (_name, fault, seen) => {
    const server = await registry()
    server.on(/^GET \/v2\/$/, fault)
    const { report } = await examine({ host: server.host, signIn: newSignIn(), repository })
    expect(linesOf(report)[4]).toBe(`v2: failed ${seen}`)
    expect(failureOf(report)).toBe('unsupported/not-a-registry')
    expect(report.verdict).toBe('registry-is-the-problem')
    expect(server.requests).toHaveLength(1)
  })

  it('that has had enough requests: one is all it gets', async () => {
    const server = await registry()
    server.on(/^GET \/v2\/$/, reply(429, 'slow down', { 'retry-after': '2' }))
    const { report } = await examine({ host: server.host, signIn: newSignIn(), repository })
    expect(failureOf(report)).toBe('rate-limited/try-later')
    expect(report.verdict).toBe('rate-limited')
    expect(report.steps.find(({ state }) => state === 'failed')?.failure?.details).toMatchObject({
      retryAfterMs: 2_000,
    })
    expect(linesOf(report)[4]).toBe('v2: failed asks-for-quiet')
    expect(unknownSights(report)).toEqual([])
    expect(server.requests).toHaveLength(1)
  })

  it('whose token service is broken', async () => {
    const server = await registry()
    asksForToken(server)
    server.on(/^GET \/token/, reply(500, 'oops'))
    const { report } = await examine({ host: server.host, signIn: newSignIn(), repository })
    expect(failureOf(report)).toBe('unreachable/server-error')
    expect(report).toMatchObject({
      verdict: 'registry-is-the-problem',
      stoppedAt: 'token',
    })
  })

  it('whose token service is on a site that nobody agreed to: nothing of the sign-in goes there', async () => {
    const server = await registry()
    const elsewhere = await sink(response =>
      response.writeHead(200).end(JSON.stringify({ token: 'opaque-token-3' })),
    )
    const realm = `${elsewhere.origin.replace('127.0.0.1', 'localhost')}/token`
    asksForToken(server, realm)
    const signIn = newSignIn()
    const { report } = await examine({ host: server.host, signIn, repository })
    expect(linesOf(report)[5]).toBe('challenge: failed realm-not-agreed')
    expect(failureOf(report)).toBe('unauthorized/realm-not-agreed')
    expect(linesOf(report, 'anonymous').slice(-1)).toEqual(['repository: ok tags'])
    expect(carrying([server, elsewhere], signIn)).toEqual([])
    expect(unknownSights(report)).toEqual([])

    const trustedRealm = new URL(realm).origin
    const agreed = await examine({ host: server.host, signIn, trustedRealm, repository })
    expect(agreed.report.verdict).toBe('all-well')
    // For what it has to allow, and whether it would allow a push.
    expect(new Set(carrying([server, elsewhere], signIn))).toEqual(new Set(['GET /token']))
  })

  it('whose token service sends sign-ins on: nothing follows', async () => {
    const server = await registry()
    const elsewhere = await sink()
    asksForToken(server)
    server.on(/^GET \/token/, reply(302, '', { location: `${elsewhere.origin}/token` }))
    const signIn = newSignIn()
    await examine({ host: server.host, signIn, repository })
    expect(elsewhere.requests).toHaveLength(0)
    expect(carrying([server], signIn)).toEqual(['GET /token'])
  })

  it('that asks in a way that is not known', async () => {
    const server = await registry()
    server.on(/^GET \/v2\/$/, unauthorized('Negotiate'))
    const { report } = await examine({ host: server.host, signIn: newSignIn(), repository })
    expect(linesOf(report)[5]).toBe('challenge: failed unknown-challenge')
    expect(failureOf(report)).toBe('unsupported/unknown-challenge')
    expect(report.verdict).toBe('registry-is-the-problem')
  })
})
