import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { receiveBlob } from '../../../electron/core/oci/blobs/receive-blob.ts'
import { type RecordedExchange, recordedExchange } from '../../../shared/ipc/schemas/exchange.ts'
import { reply, reset } from '../../support/fault-registry/fault-registry.ts'
import { send } from '../../support/fault-registry/memory-registry.ts'
import { createTestClock } from '../../support/fault-registry/test-clock.ts'
import { basicOf, guardByBearer } from './bearer-guard.ts'
import {
  clientFor,
  collect,
  describeBytes,
  failureOf,
  faultRegistry,
  manifestBytes,
  memorySink,
  never as signal,
  newCanary,
  sink,
} from './oci-harness.ts'

const setUp = async () => {
  const registry = await faultRegistry()
  const signIn = newCanary()
  const recorded: RecordedExchange[] = []
  const onExchange = (exchange: RecordedExchange) => void recorded.push(exchange)
  registry.addManifest('team/app', manifestBytes(), 'x', '1.0.0')
  const lines = () =>
    recorded.map(({ method, url, response, failure }) => {
      const { host, pathname } = new URL(url)
      const place = host === registry.host ? pathname : `elsewhere${pathname}`
      return `${method} ${place} ${response?.status ?? failure}`
    })
  return { registry, signIn, recorded, onExchange, lines }
}
type Client = ReturnType<typeof clientFor>
const tagsOf = (client: Client) => collect(client.repository('team/app').tags({ signal }))
const headerOf = (exchange: RecordedExchange | undefined, name: string) =>
  [...(exchange?.request.headers ?? []), ...(exchange?.response?.headers ?? [])].find(
    header => header.name === name,
  )

describe('recorded exchanges', () => {
  it('tell of the look, the token and the request, with who asked', async () => {
    const { registry, signIn, recorded, onExchange, lines } = await setUp()
    guardByBearer(registry)
    await tagsOf(clientFor(registry, { signIn, onExchange }))
    expect(lines()).toEqual([
      'GET /v2/ 401',
      'GET /token 200',
      'GET /v2/ 200',
      'GET /token 200',
      'GET /v2/team/app/tags/list 200',
    ])
    expect(recorded.map(exchange => exchange.as)).toEqual([
      undefined,
      ...Array.from({ length: 4 }, () => signIn.username),
    ])
    for (const exchange of recorded) recordedExchange.parse(exchange)
    expect(recorded[1]).toMatchObject({
      url: expect.stringContaining('service=svc'),
      response: { body: expect.stringContaining('"expires_in":300'), bodyCut: false },
    })
    expect(headerOf(recorded[0], 'www-authenticate')?.value).toContain(`${registry.origin}/token`)
    expect(recorded[4]?.response?.body).toContain('"1.0.0"')
  })

  it('hold no secret, whatever a registry repeats and however it names its own', async () => {
    const { registry, signIn, recorded, onExchange } = await setUp()
    const token = randomBytes(16).toString('hex')
    const own = randomBytes(16).toString('hex')
    guardByBearer(registry, { grant: () => ({ token, refresh_token: own, id_token: own }) })
    registry.on(/tags/, ({ request, response, pass }) => {
      const { authorization = '' } = request.headers
      if (!authorization) return pass()
      return send(
        response,
        200,
        { tags: [], echo: [authorization, signIn.password], client_secret: own },
        {
          'set-cookie': `session=${own}; Path=/`,
          'x-amz-security-token': own,
          'x-echo': basicOf(signIn),
          location: `/v2/x?_state=${own}`,
          link: `</v2/y?sig=${own}&n=1>; rel="prev"`,
        },
      )
    })
    await tagsOf(clientFor(registry, { signIn, onExchange }))
    const all = JSON.stringify(recorded)
    for (const secret of [signIn.password, basicOf(signIn).slice(6), token, own]) {
      expect(all).not.toContain(secret)
    }
    const last = recorded.at(-1)
    expect(headerOf(last, 'authorization')).toMatchObject({ value: 'Bearer ●●●', hidden: true })
    expect(headerOf(recorded[1], 'authorization')?.value).toBe('Basic ●●●')
    expect(headerOf(last, 'set-cookie')?.value).toBe('session=●●●')
    expect(headerOf(last, 'link')?.value).toBe('</v2/y?sig=●●●&n=1>; rel="prev"')
  })

  it('of a refresh token show the form without it, and nothing of an answer that cannot be read', async () => {
    const { registry, recorded, onExchange } = await setUp()
    const identity = { username: '<token>', password: `identity-${randomBytes(9).toString('hex')}` }
    guardByBearer(registry)
    const given = `given-${randomBytes(9).toString('hex')}`
    registry.on(/POST \/token/, reply(200, `["${given}"]`))
    await failureOf(tagsOf(clientFor(registry, { signIn: identity, onExchange })))
    const post = recorded.find(({ method }) => method === 'POST')
    expect(post?.request.body).toMatch(
      /^grant_type=refresh_token&refresh_token=●●●&client_id=chartroom&service=svc/,
    )
    expect(JSON.stringify(recorded)).not.toContain(identity.password)
    expect(JSON.stringify(recorded)).not.toContain(given)
  })

  it('tell each try and each hop; what lies elsewhere was asked for as nobody', async () => {
    const { registry, signIn, recorded, onExchange, lines } = await setUp()
    const clock = createTestClock()
    // Without a length: the bytes are counted as they come.
    const store = await sink(response => void (response.write('content'), response.end()))
    const bytes = Buffer.from('content')
    registry.on(/\/v2\/$/, reply(401, '', { 'www-authenticate': 'Basic realm="r"' }), 1)
    registry.on(/blobs/, reply(307, '', { location: `${store.origin}/b?X-Amz-Signature=cafe` }))
    registry.on(/blobs/, reset(), 1)
    const client = clientFor(registry, { signIn, clock, onExchange })
    const received = memorySink()
    const pull = receiveBlob(
      client.repository('team/app'),
      describeBytes(bytes),
      received.receive,
      { signal },
    )
    await clock.advanceUntil(pull, 100)
    const path = `/v2/team/app/blobs/${describeBytes(bytes).digest}`
    expect(lines()).toEqual([
      'GET /v2/ 401',
      'GET /v2/ 200',
      `GET ${path} unreachable.cut-off`,
      `GET ${path} 307`,
      'GET elsewhere/b 200',
    ])
    expect(recorded[3]?.as).toBe(signIn.username)
    expect(recorded[4]).not.toHaveProperty('as')
    expect(recorded[4]).toMatchObject({ url: `${store.origin}/b?X-Amz-Signature=●●●` })
    expect(recorded[4]?.response).toMatchObject({ bodyBytes: 7 })
    expect(JSON.stringify(recorded)).not.toContain('cafe')
  })

  it('never hold what a registry stores', async () => {
    const { registry, recorded, onExchange } = await setUp()
    const bytes = Buffer.from('{"stored":"plain words"}')
    registry.addBlob(bytes)
    const repository = clientFor(registry, { onExchange }).repository('team/app')
    await repository.readBlob(describeBytes(bytes), { signal, limitBytes: 100 })
    await receiveBlob(repository, describeBytes(bytes), memorySink().receive, { signal })
    const other = Buffer.from('more plain words')
    await repository.pushBlob(
      describeBytes(other),
      async function* () {
        yield other
      },
      { signal },
    )
    expect(recorded.length).toBeGreaterThanOrEqual(4)
    expect(JSON.stringify(recorded)).not.toContain('plain words')
  })

  it('show a pushed manifest, and of long texts the first 8 KiB', async () => {
    const { registry, recorded, onExchange } = await setUp()
    const repository = clientFor(registry, { onExchange }).repository('team/app')
    const bytes = manifestBytes('ü'.repeat(10_000))
    const { digest } = describeBytes(bytes)
    await repository.pushManifest('2', { bytes, mediaType: 'x/y', digest }, { signal })
    await repository.manifest('2', { signal })
    const [put, get] = recorded
    expect(put?.request.body).toMatch(/^{"schemaVersion":2/)
    expect(get?.response).toMatchObject({ bodyBytes: bytes.byteLength, bodyCut: true })
    for (const body of [put?.request.body, get?.response?.body]) {
      expect(body?.length).toBeGreaterThan(4_000)
      expect(body).not.toContain('\ufffd')
      expect(Buffer.byteLength(body ?? '')).toBeLessThanOrEqual(8_192)
    }
  })
})
