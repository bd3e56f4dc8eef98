import { describe, expect, it } from 'vitest'
import { identifyRegistry } from '../../../electron/core/capabilities/identify-registry.ts'
import { runProbes } from '../../../electron/core/capabilities/probes.ts'
import { send } from '../../support/fault-registry/memory-registry.ts'
import { reply } from '../../support/fault-registry/fault-registry.ts'
import {
  clientFor,
  encode,
  failureOf,
  faultRegistry,
  never,
  newCanary,
  sink,
} from '../oci/oci-harness.ts'

const index = { schemaVersion: 2, manifests: [] }
const indexType = { 'content-type': 'application/vnd.oci.image.index.v1+json' }

const known = { repository: 'team/app', tags: ['1.0.0', '1.1.0'] }

const filled = async () => {
  const registry = await faultRegistry()
  for (const tag of known.tags) registry.addManifest('team/app', encode(tag), 'x', tag)
  return registry
}

const probed = async (registry: Awaited<ReturnType<typeof filled>>, what = known) => {
  const learnt = await runProbes(clientFor(registry), what, never)
  return Object.fromEntries(learnt.map(({ name, value }) => [name, value]))
}

describe('probes', () => {
  it('only read, and ask for nothing that does not exist', async () => {
    const registry = await filled()
    await probed(registry)
    expect(registry.log()).toEqual([
      'GET /v2/team/app/tags/list?n=1',
      `GET /v2/team/app/referrers/sha256:${'0'.repeat(64)}`,
      'HEAD /v2/team/app/manifests/1.0.0',
    ])
  })

  it('ask nothing where no repository is known', async () => {
    const registry = await filled()
    const nothing = { repository: undefined, tags: [] }
    const learnt = await runProbes(clientFor(registry), nothing, never)
    expect(learnt.map(({ state, foundBy }) => [state, foundBy])).toEqual([
      ['unknown', 'nothing'],
      ['unknown', 'nothing'],
      ['unknown', 'nothing'],
    ])
    expect(registry.log()).toEqual([])
  })

  describe('tag paging', () => {
    it('by a link', async () => {
      expect(await probed(await filled())).toMatchObject({ 'tag-paging': 'link-header' })
    })

    it('of tags that come in no order', async () => {
      const unordered = { ...known, tags: ['1.1.0', '1.0.0', '1.2.0'] }
      expect(await probed(await filled(), unordered)).toMatchObject({
        'tag-paging': 'link-header-unordered',
      })
    })

    it('is not known from a repository with one tag', async () => {
      const registry = await filled()
      registry.on(/tags\/list/, reply(200, { tags: ['1.0.0'] }))
      const one = { ...known, tags: ['1.0.0'] }
      expect(await probed(registry, one)).toMatchObject({ 'tag-paging': 'unknown' })
    })

    it('in one answer, whatever n says', async () => {
      const registry = await filled()
      registry.on(/tags\/list/, reply(200, { tags: known.tags }))
      expect(await probed(registry)).toMatchObject({ 'tag-paging': 'one-answer' })
    })

    it('without n where n is refused', async () => {
      const registry = await filled()
      const link = { link: '</v2/team/app/tags/list?last=x>; rel="next"' }
      registry.on(/tags\/list$/, reply(200, { tags: known.tags }, link))
      registry.on(/tags\/list\?n=/, reply(405, { errors: [{ code: 'UNSUPPORTED' }] }))
      expect(await probed(registry)).toMatchObject({ 'tag-paging': 'link-header' })
    })
  })

  describe('referrers', () => {
    it.each([
      ['an index', reply(200, index, indexType), 'api'],
      ['no route', reply(404, '404 page not found'), 'tag-scheme'],
      [
        'a page of something else',
        reply(200, '<html>', { 'content-type': 'text/html' }),
        'tag-scheme',
      ],
      ['a method not allowed', reply(405, ''), 'tag-scheme'],
      [
        'a repository it does not know',
        reply(404, { errors: [{ code: 'NAME_UNKNOWN' }] }),
        'unknown',
      ],
      ['a failure', reply(501, ''), 'unknown'],
    ])('%s', async (_name, answer, value) => {
      const registry = await filled()
      registry.on(/referrers/, answer)
      expect(await probed(registry)).toMatchObject({ referrers: value })
    })

    it('a redirect to another host, which is not followed', async () => {
      const registry = await filled()
      const elsewhere = await sink()
      registry.on(/referrers/, reply(303, '', { location: `${elsewhere.origin}/o/app` }))
      expect(await probed(registry)).toMatchObject({ referrers: 'tag-scheme' })
      expect(elsewhere.requests).toHaveLength(0)
    })
  })

  it('the rate limit by HEAD', async () => {
    const registry = await filled()
    const headers = { 'ratelimit-limit': '100;w=21600', 'ratelimit-remaining': '97;w=21600' }
    registry.on(/HEAD /, reply(200, '', headers))
    const learnt = await runProbes(clientFor(registry), known, never)
    expect(learnt.find(({ name }) => name === 'rate-limit')).toMatchObject({
      value: 'remaining-in-window',
      params: { remaining: 97, limit: 100, seconds: 21600 },
      foundBy: 'header',
    })
  })

  describe('the storage quota of a project', () => {
    const harbor = { ...known, vendor: 'harbor' } as const
    const path = 'GET /api/v2.0/projects/team/summary'
    const quota = (used: number, hard: number) =>
      reply(200, { repo_count: 1, quota: { hard: { storage: hard }, used: { storage: used } } })
    const limitOf = async (answer: ReturnType<typeof reply>, what: typeof known = harbor) => {
      const registry = await filled()
      registry.on(/summary/, answer)
      const learnt = await runProbes(clientFor(registry), what, never)
      const limit = learnt.find(({ name }) => name === 'rate-limit')
      return { limit, asked: registry.log().filter(line => line.includes('/api/')) }
    }

    it.each([
      [70, 'works'],
      [100, 'limited'],
    ])('%i bytes of 100', async (usedBytes, state) => {
      const { limit, asked } = await limitOf(quota(usedBytes, 100))
      expect(limit).toMatchObject({ value: 'quota', state, params: { usedBytes, limitBytes: 100 } })
      expect(asked).toEqual([path])
    })

    it.each([
      ['without a limit', quota(70, -1)],
      ['that is not told', reply(200, { repo_count: 1 })],
      ['that is refused', reply(403, { errors: [{ code: 'FORBIDDEN' }] })],
      ['in a page that is no JSON', reply(200, '<html>')],
    ])('%s', async (_name, answer) => {
      const { limit, asked } = await limitOf(answer)
      expect(limit).toMatchObject({ value: 'none-said' })
      expect(asked).toEqual([path])
    })

    it.each([
      ['another vendor', known],
      ['a project that reads like a number', { ...harbor, repository: '12/app' }],
    ])('is not asked for at %s', async (_name, what) => {
      expect((await limitOf(quota(70, 100), what)).asked).toEqual([])
    })
  })

  it('one that is refused says nothing of the next', async () => {
    const registry = await filled()
    registry.on(/tags\/list|referrers/, reply(401, '', { 'www-authenticate': 'Basic realm="r"' }))
    expect(await probed(registry)).toEqual({ 'rate-limit': 'none-said' })
  })

  it('end where the registry cannot be reached', async () => {
    const registry = await filled()
    await registry.stop()
    expect(await failureOf(runProbes(clientFor(registry), known, never))).toMatchObject({
      code: 'unreachable',
    })
  })
})

const challenge = (realm: string, service: string) => ({
  'www-authenticate': `Bearer realm="${realm}",service="${service}"`,
})

describe('who a registry is', () => {
  const identified = async (status: number, body: unknown, headers: Record<string, string>) => {
    const registry = await faultRegistry()
    registry.on(/\/v2\/$/, reply(status, body, headers))
    registry.on(/_oci|api\/v2/, reply(404, ''))
    return identifyRegistry(clientFor(registry), 5, never)
  }

  it.each([
    ['harbor', 401, challenge('https://h.example/service/token', 'harbor-registry')],
    ['gitlab', 401, challenge('https://gitlab.example/jwt/auth', 'container_registry')],
    ['docker-hub', 401, challenge('https://auth.docker.io/token', 'registry.docker.io')],
    ['ghcr', 401, challenge('https://ghcr.io/token', 'ghcr.io')],
    ['ecr-public', 401, challenge('https://public.ecr.aws/token/', 'public.ecr.aws')],
    ['acr', 401, challenge('https://x.azurecr.io/oauth2/token', 'x.azurecr.io')],
    ['google', 401, challenge('https://eu-docker.pkg.dev/v2/token', 'eu-docker.pkg.dev')],
    ['ibm', 401, challenge('https://us.icr.io/oauth/token', 'registry')],
    ['quay', 401, challenge('https://quay.corp.example/v2/auth', 'quay.corp.example')],
    ['artifactory', 401, { 'x-jfrog-version': 'Artifactory/7.77.5 77705900' }],
    ['zot', 200, { 'access-control-allow-headers': 'Authorization,content-type,X-ZOT-API-CLIENT' }],
  ])('%s, by what it says', async (vendor, status, headers) => {
    expect(await identified(status, {}, headers)).toMatchObject({ vendor, foundAtMs: 5 })
  })

  it('with the version that it names, and what stands before it', async () => {
    const headers = { 'x-jfrog-version': 'Artifactory/7.77.5 77705900', server: 'nginx/1.25.3' }
    expect(await identified(200, {}, headers)).toMatchObject({
      product: 'Artifactory 7.77.5',
      behind: 'nginx 1.25.3',
    })
  })

  it('asks Harbor for its version with the sign-in', async () => {
    const registry = await faultRegistry()
    const harbor = challenge(`${registry.origin}/service/token`, 'harbor-registry')
    registry.on(/\/v2\/$/, reply(401, '', harbor))
    registry.on(/systeminfo/, ({ request, response }) => {
      const isBasic = request.headers.authorization?.startsWith('Basic ') ?? false
      send(response, 200, isBasic ? { harbor_version: 'v2.10.1-abc' } : {})
    })
    const client = clientFor(registry, { signIn: newCanary() })
    expect(await identifyRegistry(client, 0, never)).toMatchObject({
      vendor: 'harbor',
      product: 'Harbor 2.10',
    })
  })

  it('finds zot by its extensions, and distribution by having none', async () => {
    const zot = await faultRegistry()
    zot.on(/_oci\/ext\/discover/, reply(200, { extensions: [] }))
    expect(await identifyRegistry(clientFor(zot), 0, never)).toMatchObject({ vendor: 'zot' })
    const api = { 'docker-distribution-api-version': 'registry/2.0' }
    expect(await identified(200, '{}', api)).toMatchObject({
      vendor: 'distribution',
      api: 'registry/2.0',
    })
  })

  it('finds distribution behind a sign-in', async () => {
    const registry = await faultRegistry()
    const api = { 'docker-distribution-api-version': 'registry/2.0' }
    const challenge = { ...api, 'www-authenticate': 'Basic realm="Registry Realm"' }
    registry.on(/_oci/, reply(404, ''))
    registry.on(/\/v2\/$/, ({ request, response }) =>
      request.headers.authorization === undefined
        ? send(response, 401, { errors: [{ code: 'UNAUTHORIZED' }] }, challenge)
        : send(response, 200, {}, api),
    )
    const signedIn = clientFor(registry, { signIn: newCanary() })
    expect(await identifyRegistry(signedIn, 0, never)).toMatchObject({ vendor: 'distribution' })
    const nobody = await identifyRegistry(clientFor(registry), 0, never)
    expect(nobody.vendor).toBeUndefined()
  })

  it('does not guess', async () => {
    expect(await identified(200, '{"hello":"world"}', { server: 'Werkzeug' })).toEqual({
      foundAtMs: 5,
    })
  })
})
