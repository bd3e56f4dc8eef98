import { describe, expect, it } from 'vitest'
import { type Fault, reply } from '../../support/fault-registry/fault-registry.ts'
import { send } from '../../support/fault-registry/memory-registry.ts'
import {
  clientFor,
  collect,
  collectAll,
  encode,
  failureOf,
  faultRegistry,
  never as signal,
  newCanary,
  sink,
} from './oci-harness.ts'

const tagsOf = async (registry: Awaited<ReturnType<typeof faultRegistry>>) =>
  collectAll(clientFor(registry).repository('team/app').tags({ signal }))

describe('tags', () => {
  it('follows relative, absolute and next-after-prev links', async () => {
    const registry = await faultRegistry()
    const page = (tag: string, link?: string) => reply(200, { tags: [tag] }, link ? { link } : {})
    registry.on(/tags\/list$/, page('1', '</v2/team/app/tags/list?page=2>; rel="next"'))
    registry.on(/page=2$/, page('2', '<list?page=3>; rel=next'))
    registry.on(
      /page=3$/,
      page('3', `<${registry.origin}/v2/team/app/tags/list?page=4>; rel="next"`),
    )
    registry.on(
      /page=4$/,
      page('4', '</x>; rel="prev", </v2/team/app/tags/list?page=5>; rel="next"'),
    )
    registry.on(/page=5$/, page('5', '</v2/team/app/tags/list?page=4>; rel="prev"'))
    expect(await tagsOf(registry)).toEqual({
      names: ['1', '2', '3', '4', '5'],
      skipped: 0,
      truncated: false,
    })
  })

  it('sends no n, and keeps the cursor of a link byte for byte', async () => {
    const registry = await faultRegistry()
    const link = `</v2/team/app/tags/list?last=a%2Bb+c%2f&x='1'>; rel="next"`
    registry.on(/tags\/list$/, reply(200, { tags: ['1'] }, { link }))
    registry.on(/x=/, reply(200, { tags: ['2'] }))
    await tagsOf(registry)
    expect(registry.log()).toEqual([
      'GET /v2/team/app/tags/list',
      `GET /v2/team/app/tags/list?last=a%2Bb+c%2f&x='1'`,
    ])
  })

  it('stops at a page that points to itself and at a circle', async () => {
    const registry = await faultRegistry()
    const warnings: string[] = []
    const next = (query: string) => ({ link: `</v2/team/app/tags/list${query}>; rel="next"` })
    registry.on(/tags\/list/, reply(200, { tags: ['1'] }, next('?a')))
    registry.on(/\?a$/, reply(200, { tags: ['2'] }, next('?b')))
    registry.on(/\?b$/, reply(200, { tags: ['3'] }, next('?a')))
    const client = clientFor(registry, { onWarning: text => warnings.push(text) })
    const listed = await collectAll(client.repository('team/app').tags({ signal }))
    expect(listed).toEqual({ names: ['1', '2', '3'], skipped: 0, truncated: true })
    expect(warnings).toEqual(['loop'])
    expect(registry.log()).toHaveLength(3)
  })

  it('stops at 1,000 pages of an endless list', async () => {
    const registry = await faultRegistry()
    registry.on(/tags\/list/, ({ response, call }) =>
      send(
        response,
        200,
        { tags: [`t${call}`] },
        {
          link: `</v2/team/app/tags/list?page=${call}>; rel="next"`,
        },
      ),
    )
    const listed = await tagsOf(registry)
    expect(listed.names).toHaveLength(1_000)
    expect(listed.truncated).toBe(true)
  })

  it.each([
    ['another host', (origin: string) => `<${origin}/v2/team/app/tags/list?x>; rel="next"`],
    ['a script', () => '<javascript:alert(1)>; rel="next"'],
    ['a file', () => '<file:///etc/passwd>; rel="next"'],
    ['nowhere', () => '<http://[bad/>; rel="next"'],
  ])('refuses a link to %s and keeps what came', async (_name, linkTo) => {
    const registry = await faultRegistry()
    const elsewhere = await sink()
    registry.on(/tags\/list/, reply(200, { tags: ['1'] }, { link: linkTo(elsewhere.origin) }))
    expect(await tagsOf(registry)).toEqual({ names: ['1'], skipped: 0, truncated: true })
    expect(elsewhere.requests).toHaveLength(0)
    expect(registry.log()).toHaveLength(1)
  })

  it.each([
    ['in words', 'more follows'],
    ['cut off', '</v2/team/app/tags/list?last=1; rel="next"'],
    ['without saying what it is, elsewhere', '</v2/other/tags/list>'],
  ])('says that a list is cut short where a link is written %s', async (_name, link) => {
    const registry = await faultRegistry()
    registry.on(/tags\/list/, reply(200, { tags: ['1'] }, { link }))
    const pages = clientFor(registry).repository('team/app').tags({ signal })
    await pages.next()
    expect(await pages.next()).toEqual({
      done: true,
      value: { truncated: true, cut: 'link-unreadable' },
    })
    expect(registry.log()).toHaveLength(1)
  })

  it.each([
    ['null', { tags: null }],
    ['nothing', {}],
    ['an empty list', { tags: [] }],
  ])('reads %s as no tags', async (_name, body) => {
    const registry = await faultRegistry()
    registry.on(/tags\/list/, reply(200, body))
    expect(await tagsOf(registry)).toEqual({ names: [], skipped: 0, truncated: false })
  })

  it('skips and counts what is no tag, and tells a tag once', async () => {
    const registry = await faultRegistry()
    const tags = ['2.0.0', 7, null, '1.0.0_b1', '2.0.0', 'a'.repeat(129), '', '../x', 'a b', {}]
    registry.on(/tags\/list/, reply(200, { tags }))
    expect(await tagsOf(registry)).toEqual({
      names: ['2.0.0', '1.0.0_b1'],
      skipped: 7,
      truncated: false,
    })
  })

  it.each([
    ['nothing', ''],
    ['an array', '[]'],
    ['a list that is none', '{"tags":{"a":1}}'],
  ])('says that %s is no registry answer', async (_name, body) => {
    const registry = await faultRegistry()
    registry.on(/tags\/list/, reply(200, body))
    expect(await failureOf(tagsOf(registry))).toMatchObject({
      code: 'unsupported',
      reason: 'malformed-answer',
      params: { host: registry.host },
    })
  })

  it('says that a web page came instead of a list', async () => {
    const registry = await faultRegistry()
    registry.on(/tags\/list/, reply(200, '<html>sign in to the wifi</html>'))
    expect(await failureOf(tagsOf(registry))).toMatchObject({
      reason: 'web-page-instead',
      params: { host: registry.host, context: 'list' },
    })
  })

  it('refuses a page over 4 MiB without reading it all', async () => {
    const registry = await faultRegistry()
    const tags = Array.from({ length: 600_000 }, (_, index) => `t${index}`)
    registry.on(/tags\/list/, reply(200, { tags }))
    expect(await failureOf(tagsOf(registry))).toMatchObject({ code: 'too-large' })
  })
})

describe('catalog', () => {
  const fill = (registry: Awaited<ReturnType<typeof faultRegistry>>, count: number) => {
    for (let index = 0; index < count; index++) {
      registry.addManifest(`r${String(index).padStart(5, '0')}`, encode('{}'), 'x')
    }
  }

  // As cloudflare/serverless-registry sends it: a bare address, with every page, the last and the empty one too.
  it('follows links without brackets, up to the empty page', async () => {
    const registry = await faultRegistry()
    const page =
      (all: readonly string[], field: string, size: number): Fault =>
      ({ request, response }) => {
        const url = new URL(request.path, registry.origin)
        const names = all.filter(name => name > (url.searchParams.get('last') ?? '')).slice(0, size)
        const next = `${registry.origin}${url.pathname}?n=${size}&last=${names.at(-1) ?? ''}`
        send(response, 200, { [field]: names }, { link: `${next}; rel=next` })
      }
    const names = (count: number, prefix: string) =>
      Array.from({ length: count }, (_, at) => `${prefix}${1_000 + at}`)
    registry.on(/_catalog/, page(names(251, 'team/c'), 'repositories', 100))
    registry.on(/tags\/list/, page(names(250, '1.0.'), 'tags', 50))
    const client = clientFor(registry)
    const whole = { skipped: 0, truncated: false }
    expect(await collectAll(client.catalog({ signal }))).toEqual({
      names: names(251, 'team/c'),
      ...whole,
    })
    expect(await tagsOf(registry)).toEqual({ names: names(250, '1.0.'), ...whole })
  })

  it('asks for a thousand, then for ten thousand', async () => {
    const registry = await faultRegistry()
    fill(registry, 3_000)
    expect(await collect(clientFor(registry).catalog({ signal }))).toHaveLength(3_000)
    expect(registry.log()).toEqual([
      'GET /v2/_catalog?n=1000',
      'GET /v2/_catalog?last=r00999&n=10000',
    ])
  })

  it('shows a hundred while the thousand take long, and lists each name once', async () => {
    const registry = await faultRegistry()
    fill(registry, 1_500)
    const hundredSeen = Promise.withResolvers<void>()
    registry.on(/catalog\?n=1000$/, ({ pass }) => hundredSeen.promise.then(pass))
    const pages: number[] = []
    const names = new Set<string>()
    for await (const page of clientFor(registry).catalog({ signal })) {
      pages.push(page.names.length)
      for (const name of page.names) names.add(name)
      hundredSeen.resolve()
    }
    expect(pages).toEqual([100, 900, 500])
    expect(names.size).toBe(1_500)
    expect(registry.log()).toEqual([
      'GET /v2/_catalog?n=1000',
      'GET /v2/_catalog?n=100',
      'GET /v2/_catalog?last=r00999&n=10000',
    ])
  })

  it.each([
    ['refused', reply(504, '')],
    ['cut off', ({ response }: Parameters<Fault>[0]) => void response.socket?.destroy()],
  ])('goes on from the hundred when the thousand are %s late', async (_name, fault) => {
    const registry = await faultRegistry()
    fill(registry, 150)
    const hundredSeen = Promise.withResolvers<void>()
    registry.on(/catalog\?n=1000$/, async call => {
      await hundredSeen.promise
      await fault(call)
    })
    const names: string[] = []
    for await (const page of clientFor(registry).catalog({ signal })) {
      names.push(...page.names)
      hundredSeen.resolve()
    }
    expect(names).toHaveLength(150)
    expect(new Set(names).size).toBe(150)
  })

  it('learns that more than a thousand are refused', async () => {
    const registry = await faultRegistry()
    fill(registry, 3_000)
    registry.on(/n=10000/, reply(400, { errors: [{ code: 'PAGINATION_NUMBER_INVALID' }] }))
    expect(await collect(clientFor(registry).catalog({ signal }))).toHaveLength(3_000)
    expect(registry.log(/n=10000/)).toHaveLength(1)
    expect(registry.log(/n=1000$/)).toHaveLength(3)
  })

  it('goes back to the link as it came when any larger page is refused', async () => {
    const registry = await faultRegistry()
    fill(registry, 350)
    registry.on(/n=1000/, reply(405, { errors: [{ code: 'UNSUPPORTED' }] }))
    expect(await collect(clientFor(registry).catalog({ signal }))).toHaveLength(350)
    expect(registry.log(/n=100$/)).toHaveLength(4)
  })

  it('leaves the cursor of a registry alone', async () => {
    const registry = await faultRegistry()
    const link = '</v2/_catalog?last=b3BhcXVl&n=100>; rel="next"'
    registry.on(/_catalog\?n=1000$/, reply(200, { repositories: ['a/one'] }, { link }), 1)
    registry.on(/b3BhcXVl/, reply(200, { repositories: ['b/two'] }))
    expect(await collect(clientFor(registry).catalog({ signal }))).toEqual(['a/one', 'b/two'])
    expect(registry.log().at(-1)).toBe('GET /v2/_catalog?last=b3BhcXVl&n=100')
  })

  it('asks without n where n is refused', async () => {
    const registry = await faultRegistry()
    fill(registry, 3)
    registry.on(/n=100/, reply(400, { errors: [{ code: 'UNSUPPORTED' }] }))
    expect(await collect(clientFor(registry).catalog({ signal }))).toHaveLength(3)
  })

  it.each([403, 404, 405, 501])('says that a registry answering %i lists nothing', async status => {
    const registry = await faultRegistry()
    registry.on(/_catalog/, reply(status, { errors: [{ code: 'UNSUPPORTED' }] }))
    const failure = await failureOf(collect(clientFor(registry).catalog({ signal })))
    expect(failure).toMatchObject({
      code: 'unsupported',
      reason: 'no-catalog',
      params: { host: registry.host },
      details: { exchange: { status } },
    })
  })

  it('says so too when a sign-in that was taken is refused the catalog', async () => {
    const registry = await faultRegistry()
    const challenge = { 'www-authenticate': 'Basic realm="r"' }
    registry.on(/_catalog/, reply(401, '', challenge))
    registry.on(/\/v2\/$/, reply(401, '', challenge), 1)
    const client = clientFor(registry, { signIn: newCanary() })
    expect(await failureOf(collect(client.catalog({ signal })))).toMatchObject({
      reason: 'no-catalog',
    })
  })

  it('asks nobody in particular to sign in', async () => {
    const registry = await faultRegistry()
    registry.on(/_catalog/, reply(401, '', { 'www-authenticate': 'Basic realm="r"' }))
    expect(await failureOf(collect(clientFor(registry).catalog({ signal })))).toMatchObject({
      code: 'unauthorized',
      reason: 'sign-in-needed',
    })
  })
})

describe('ping', () => {
  it.each([
    ['HTML', '<html></html>'],
    ['an array', '[]'],
  ])('says that %s is no registry', async (_name, body) => {
    const registry = await faultRegistry()
    registry.on(/\/v2\/$/, reply(200, body))
    expect(await failureOf(clientFor(registry).ping({ signal }))).toMatchObject({
      code: 'unsupported',
      reason: 'not-a-registry',
      params: { host: registry.host },
    })
  })

  it.each([
    ['its catalog', /tags\/list/, reply(404, '')],
    ['the tags of a repository that nobody has', /_catalog/, reply(404, '')],
  ])('takes an empty answer of one that shows itself by %s', async (_name, closed, fault) => {
    const registry = await faultRegistry()
    registry.on(/\/v2\/$/, reply(200))
    registry.on(closed, fault)
    expect(await clientFor(registry).ping({ signal })).toMatchObject({ authentication: 'none' })
  })

  it.each([
    ['a page', reply(200, '<html></html>', { 'content-type': 'text/html' })],
    ['nothing', reply(200, '')],
    ['an API of something else', reply(404, { error: 'no route' })],
  ])('refuses an empty answer of what says %s to everything else', async (_name, fault) => {
    const registry = await faultRegistry()
    registry.on(/./, fault)
    registry.on(/\/v2\/$/, reply(200))
    expect(await failureOf(clientFor(registry).ping({ signal }))).toMatchObject({
      reason: 'not-a-registry',
    })
  })

  it('takes an empty answer that names the API', async () => {
    const registry = await faultRegistry()
    registry.on(/\/v2\/$/, reply(200, '', { 'docker-distribution-api-version': 'registry/2.0' }))
    expect(await clientFor(registry).ping({ signal })).toMatchObject({ authentication: 'none' })
  })

  it('does not follow a redirect', async () => {
    const registry = await faultRegistry()
    const elsewhere = await sink()
    registry.on(/\/v2\/$/, reply(302, '', { location: `${elsewhere.origin}/login` }))
    expect(await failureOf(clientFor(registry).ping({ signal }))).toMatchObject({
      reason: 'not-a-registry',
    })
    expect(elsewhere.requests).toHaveLength(0)
  })

  it('names a kind of sign-in it does not know', async () => {
    const registry = await faultRegistry()
    registry.on(/\/v2\/$/, reply(401, '', { 'www-authenticate': 'Negotiate' }))
    expect(await failureOf(clientFor(registry).ping({ signal }))).toMatchObject({
      reason: 'unknown-challenge',
      params: { scheme: 'negotiate' },
    })
  })
})
