import { describe, expect, it } from 'vitest'
import { listRepositories } from '../../../electron/core/vendors/list-repositories.ts'
import type { StrategyName } from '../../../electron/core/vendors/listing-strategy.ts'
import { type Fault, reply } from '../../support/fault-registry/fault-registry.ts'
import { send } from '../../support/fault-registry/memory-registry.ts'
import {
  type Canary,
  clientFor,
  collectAll,
  failureOf,
  faultRegistry,
  never,
  newCanary,
  sink,
} from '../oci/oci-harness.ts'

type Registry = Awaited<ReturnType<typeof faultRegistry>>

const list = (registry: Registry, name: StrategyName | 'kept', path = '', signIn?: Canary) =>
  collectAll(
    listRepositories(clientFor(registry, { signIn, trustRealm: () => true }), name, {
      path,
      signal: never,
    }),
  )

const next = (path: string, before = '') => ({ link: `${before}<${path}>; rel="next"` })

const basicOf = ({ username, password }: Canary) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

/** Answers only who comes with this header. */
const onlyTo =
  (authorization: string, answer: Fault): Fault =>
  exchange =>
    exchange.request.headers.authorization === authorization
      ? answer(exchange)
      : send(exchange.response, 401, '', { 'www-authenticate': 'Basic realm="harbor"' })

describe('Harbor', () => {
  const projects = '/api/v2.0/projects?page=1&page_size=100'
  const repositories = (project: string) =>
    `/api/v2.0/projects/${project}/repositories?page=1&page_size=100`

  it('lists the repositories of each project, with Basic at once', async () => {
    const registry = await faultRegistry()
    const signIn = newCanary()
    const only = (answer: Fault) => onlyTo(basicOf(signIn), answer)
    registry.on(
      /projects\?page=1/,
      only(reply(200, [{ name: 'one' }], next('/api/v2.0/projects?page=2'))),
    )
    registry.on(
      /projects\?page=2/,
      only(reply(200, [{ name: 'two' }, { name: 'empty', repo_count: 0 }])),
    )
    registry.on(
      /one\/repositories\?page=1/,
      only(reply(200, [{ name: 'one/a' }, { name: 'one/b/c' }])),
    )
    registry.on(/two\/repositories\?page=1/, only(reply(200, [{ name: 'two/a' }])))
    expect(await list(registry, 'harbor-projects', '', signIn)).toEqual({
      names: ['one/a', 'one/b/c', 'two/a'],
      skipped: 0,
      truncated: false,
    })
    expect(registry.log()).toEqual([
      `GET ${projects}`,
      `GET ${repositories('one')}`,
      'GET /api/v2.0/projects?page=2',
      `GET ${repositories('two')}`,
    ])
  })

  it('asks for one project where the path names it, and finds next behind prev', async () => {
    const registry = await faultRegistry()
    const page2 = '/api/v2.0/projects/one/repositories?page=2&page_size=100'
    const both = next(page2, '</api/v2.0/projects/one/repositories?page=0>; rel="prev" , ')
    registry.on(/repositories\?page=1/, reply(200, [{ name: 'one/a' }], both))
    registry.on(/repositories\?page=2/, reply(200, [{ name: 'one/b' }]))
    expect((await list(registry, 'harbor-projects', 'one/team')).names).toEqual(['one/a', 'one/b'])
    expect(registry.log()).toEqual([`GET ${repositories('one')}`, `GET ${page2}`])
  })

  it('encodes a name with a slash twice', async () => {
    const registry = await faultRegistry()
    registry.on(/projects\?/, reply(200, [{ name: 'a/b' }]))
    registry.on(/repositories/, reply(200, []))
    await list(registry, 'harbor-projects')
    expect(registry.log(/repositories/)).toEqual([`GET ${repositories('a%252Fb')}`])
  })

  it('goes no further than a link to another host', async () => {
    const registry = await faultRegistry()
    const elsewhere = await sink()
    const link = next(`${elsewhere.origin}/api/v2.0/projects/one/repositories?page=2`)
    registry.on(/repositories/, reply(200, [{ name: 'one/a' }], link))
    expect(await list(registry, 'harbor-projects', 'one', newCanary())).toMatchObject({
      names: ['one/a'],
      truncated: true,
    })
    expect(elsewhere.requests).toHaveLength(0)
  })
})

describe('Quay', () => {
  it('follows its cursor through one namespace, public without an OAuth token', async () => {
    const registry = await faultRegistry()
    const item = (name: string) => ({ namespace: 'team', name })
    registry.on(/repository/, reply(200, { repositories: [item('b')] }))
    registry.on(/public=true$/, reply(200, { repositories: [item('a')], next_page: 'gAAA=x/y' }))
    const signIn = { ...newCanary(), username: 'team+robot' }
    expect((await list(registry, 'quay-api', '', signIn)).names).toEqual(['team/a', 'team/b'])
    expect(registry.log()).toEqual([
      'GET /api/v1/repository?namespace=team&public=true',
      'GET /api/v1/repository?namespace=team&public=true&next_page=gAAA%3Dx%2Fy',
    ])
    expect(registry.requests.map(({ headers }) => headers.authorization)).toEqual([
      undefined,
      undefined,
    ])
  })

  it('shows an OAuth token, and only that, to the API', async () => {
    const registry = await faultRegistry()
    const signIn = { username: '$oauthtoken', password: 'an-oauth-token' }
    registry.on(/repository/, reply(200, { repositories: null }))
    expect(await list(registry, 'quay-api', 'team', signIn)).toMatchObject({ names: [] })
    expect(registry.log()).toEqual(['GET /api/v1/repository?namespace=team'])
    expect(registry.requests[0]?.headers.authorization).toBe('Bearer an-oauth-token')
  })
})

describe('GitLab', () => {
  const withRealm = async (web: Registry) => {
    const registry = await faultRegistry()
    const challenge = `Bearer realm="${web.origin}/jwt/auth",service="container_registry"`
    registry.on(/\/v2\/$/, ({ request, response }) =>
      request.headers.authorization === undefined
        ? send(response, 401, '', { 'www-authenticate': challenge })
        : send(response, 200, {}),
    )
    web.on(/jwt\/auth/, reply(200, { token: 'a-token' }))
    return registry
  }

  it('asks the web host for the projects of the user and the images of each', async () => {
    const web = await faultRegistry()
    const registry = await withRealm(web)
    const signIn = newCanary()
    web.on(
      /api\/v4\/projects\?/,
      reply(200, [{ id: 7 }, { id: 8, container_registry_enabled: false }], { 'x-next-page': '2' }),
    )
    web.on(/api\/v4\/projects\?.*page=2/, reply(200, [{ id: 9 }], { 'x-next-page': '' }))
    web.on(
      /projects\/7\/registry/,
      reply(200, [{ path: 'group/seven' }, { path: 'group/seven/sub' }]),
    )
    web.on(/projects\/9\/registry/, reply(200, [{ path: 'group/nine' }]))
    expect((await list(registry, 'gitlab-api', '', signIn)).names).toEqual([
      'group/seven',
      'group/seven/sub',
      'group/nine',
    ])
    const api = web.requests.filter(({ path }) => path.startsWith('/api/'))
    expect(new Set(api.map(({ headers }) => headers['private-token']))).toEqual(
      new Set([signIn.password]),
    )
    expect(web.log(/projects\/8/)).toEqual([])
  })

  it('takes a path for a group, then a project, then an image in one', async () => {
    const web = await faultRegistry()
    const registry = await withRealm(web)
    web.on(/api\/v4/, reply(404, { message: '404 Not Found' }))
    web.on(/projects\/a%2Fb\/registry/, reply(200, [{ path: 'a/b/image' }]))
    expect((await list(registry, 'gitlab-api', 'a/b/image', newCanary())).names).toEqual([
      'a/b/image',
    ])
    expect(web.log(/api\/v4/)).toEqual([
      'GET /api/v4/groups/a%2Fb%2Fimage/registry/repositories?per_page=100',
      'GET /api/v4/projects/a%2Fb%2Fimage/registry/repositories?per_page=100',
      'GET /api/v4/groups/a%2Fb/registry/repositories?per_page=100',
      'GET /api/v4/projects/a%2Fb/registry/repositories?per_page=100',
    ])
  })

  it('sends nothing to a web host that nobody agreed to', async () => {
    const registry = await faultRegistry()
    const elsewhere = await sink()
    const realm = elsewhere.origin.replace('127.0.0.1', '127.0.0.2')
    const challenge = `Bearer realm="${realm}/jwt/auth",service="container_registry"`
    registry.on(/\/v2\/$/, reply(401, '', { 'www-authenticate': challenge }))
    await failureOf(list(registry, 'gitlab-api', '', newCanary()))
    expect(elsewhere.requests).toHaveLength(0)
  })
})

describe('Azure', () => {
  it('has a catalog of its own', async () => {
    const registry = await faultRegistry()
    registry.on(/acr\/v1/, reply(200, { repositories: ['b'] }))
    const page2 = '/acr/v1/_catalog?last=a&n=100'
    registry.on(/_catalog\?n=100$/, reply(200, { repositories: ['a'] }, next(page2)))
    expect((await list(registry, 'acr-catalog')).names).toEqual(['a', 'b'])
    expect(registry.log()).toEqual(['GET /acr/v1/_catalog?n=100', `GET ${page2}`])
  })
})

describe('Artifactory', () => {
  it('lists the repository key that the path begins with', async () => {
    const registry = await faultRegistry()
    const page2 = '/artifactory/api/docker/helm-local/v2/_catalog?last=a&n=100'
    registry.on(/_catalog/, reply(200, { repositories: ['team/b', '../x'] }))
    registry.on(/_catalog\?n=100$/, reply(200, { repositories: ['a'] }, next(page2)))
    expect(await list(registry, 'artifactory-repository', 'helm-local/team')).toEqual({
      names: ['helm-local/a', 'helm-local/team/b'],
      skipped: 1,
      truncated: false,
    })
    expect(registry.log()).toEqual([
      'GET /artifactory/api/docker/helm-local/v2/_catalog?n=100',
      `GET ${page2}`,
    ])
  })
})

describe('Google', () => {
  const manifest = { 'sha256:00': { tag: ['1'], imageSizeBytes: '12' } }

  it('walks the tree below the path and never sends n', async () => {
    const registry = await faultRegistry()
    const nodes: Record<string, object> = {
      'p/repo': { child: ['app', 'team', 7, '../x'], manifest: {}, tags: [] },
      'p/repo/app': { child: ['sub'], manifest, tags: ['1'] },
      'p/repo/app/sub': { child: [], manifest, tags: [] },
      'p/repo/team': { child: ['x'], tags: null },
      'p/repo/team/x': { tags: ['1'] },
    }
    registry.on(/tags\/list/, ({ request, response }) => {
      const name = request.path.slice('/v2/'.length, -'/tags/list'.length)
      send(response, nodes[name] ? 200 : 404, nodes[name] ?? {})
    })
    const found = await list(registry, 'google-children', 'p/repo')
    expect(found.names.toSorted()).toEqual(['p/repo/app', 'p/repo/app/sub', 'p/repo/team/x'])
    expect(found).toMatchObject({ skipped: 2, truncated: false })
    expect(registry.log(/[?&]n=/)).toEqual([])
  })

  it('shows the tree without a branch that hides', async () => {
    const registry = await faultRegistry()
    registry.on(/app\/tags/, reply(200, { manifest }))
    registry.on(/secret\/tags/, reply(403, { errors: [{ code: 'DENIED' }] }))
    registry.on(/repo\/tags/, reply(200, { child: ['secret', 'app'] }))
    expect((await list(registry, 'google-children', 'p/repo')).names).toEqual(['p/repo/app'])
  })

  it('fails where the path itself is refused', async () => {
    const registry = await faultRegistry()
    registry.on(/repo\/tags/, reply(403, { errors: [{ code: 'DENIED' }] }))
    expect(await failureOf(list(registry, 'google-children', 'p/repo'))).toMatchObject({
      code: 'forbidden',
    })
  })
})

describe('the prefix of GHCR’s catalog', () => {
  it('starts at the owner and stops behind it', async () => {
    const registry = await faultRegistry()
    const page2 = '/v2/_catalog?last=owner/b&n=100'
    registry.on(
      /_catalog/,
      reply(200, { repositories: ['owner/c', 'owner2/x'] }, next('/v2/_catalog?last=z')),
    )
    registry.on(
      /last=owner%2F&n=100/,
      reply(200, { repositories: ['owner/a', 'owner/b'] }, next(page2)),
    )
    const signIn = newCanary()
    expect(await list(registry, 'ghcr-catalog-prefix', 'owner', signIn)).toEqual({
      names: ['owner/a', 'owner/b', 'owner/c'],
      skipped: 0,
      truncated: false,
    })
    expect(registry.log()).toEqual(['GET /v2/_catalog?last=owner%2F&n=100', `GET ${page2}`])
    const pat = Buffer.from(signIn.password).toString('base64')
    expect(registry.requests.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${pat}`,
      `Bearer ${pat}`,
    ])
  })
})

describe('any API', () => {
  it.each([
    ['HTML', reply(200, '<html>')],
    ['a list that is none', reply(200, { repositories: { a: 1 } })],
  ])('%s is no answer', async (_name, answer) => {
    const registry = await faultRegistry()
    registry.on(/_catalog/, answer)
    expect(await failureOf(list(registry, 'acr-catalog'))).toMatchObject({
      reason: 'malformed-answer',
    })
  })

  it('is not looked for at another host', async () => {
    const registry = await faultRegistry()
    const elsewhere = await sink()
    registry.on(/_catalog/, reply(302, '', { location: `${elsewhere.origin}/acr/v1/_catalog` }))
    expect(await failureOf(list(registry, 'acr-catalog', '', newCanary()))).toMatchObject({
      reason: 'no-catalog',
    })
    expect(elsewhere.requests).toHaveLength(0)
  })

  it('stops at a page that names itself as the next', async () => {
    const registry = await faultRegistry()
    registry.on(/_catalog/, reply(200, { repositories: ['a'] }, next('/acr/v1/_catalog?n=100')))
    expect(await list(registry, 'acr-catalog')).toEqual({
      names: ['a'],
      skipped: 0,
      truncated: true,
    })
    expect(registry.log()).toHaveLength(1)
  })

  it.each(['kept', 'ibm-api'] as const)('%s asks nobody', async name => {
    const registry = await faultRegistry()
    expect(await failureOf(list(registry, name))).toMatchObject({ reason: 'no-catalog' })
    expect(registry.log()).toEqual([])
  })
})

it.each([400, 404, 405])('tags that came stay when a later page is answered %i', async status => {
  const registry = await faultRegistry()
  registry.on(/last=1/, reply(status, { errors: [{ code: 'UNSUPPORTED' }] }))
  registry.on(/list$/, reply(200, { tags: ['1'] }, next('/v2/a/b/tags/list?last=1')))
  const tags = clientFor(registry).repository('a/b').tags({ signal: never })
  expect(await collectAll(tags)).toEqual({ names: ['1'], skipped: 0, truncated: true })
})
