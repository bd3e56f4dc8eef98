import { describe, expect, it } from 'vitest'
import { learnFromExchange } from '../../../electron/core/capabilities/learn-from-exchange.ts'
import type { RecordedExchange } from '../../../shared/ipc/schemas/exchange.ts'

const digest = `sha256:${'a'.repeat(64)}`

type Shape = {
  readonly status?: number
  readonly body?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly sent?: string
}

const exchangeOf = (
  line: string,
  { status, body, headers = {}, sent }: Shape,
): RecordedExchange => {
  const [method = '', path = ''] = line.split(' ')
  return {
    id: 'x',
    method,
    url: `https://r.example${path}`,
    startedAtMs: 0,
    tookMs: 1,
    request: { headers: [], ...(sent !== undefined && { body: sent }) },
    ...(status !== undefined && {
      response: {
        status,
        headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
        ...(body !== undefined && { body }),
        bodyBytes: 0,
        bodyCut: false,
      },
    }),
  }
}

const codes = (...all: string[]) => JSON.stringify({ errors: all.map(code => ({ code })) })

const learnt = (line: string, shape: Shape) =>
  learnFromExchange(exchangeOf(line, shape)).map(({ name, state, value }) => [name, state, value])

const byDigest = `DELETE /v2/team/app/manifests/${digest}`
const byTag = 'DELETE /v2/team/app/manifests/1.0.0'
const put = 'PUT /v2/team/app/manifests/1.0.0'

describe('what an exchange of the user teaches', () => {
  it.each<[string, string, Shape, string[]]>([
    ['a delete by digest', byDigest, { status: 202 }, ['delete-by-digest', 'works', 'works']],
    ['a delete answered 200', byDigest, { status: 200 }, ['delete-by-digest', 'works', 'works']],
    ['a delete by tag', byTag, { status: 202 }, ['delete-by-tag', 'works', 'works']],
    [
      'deleting switched off',
      byDigest,
      { status: 405, body: codes('UNSUPPORTED') },
      ['delete-by-digest', 'refused', 'refused'],
    ],
    [
      'Harbor, by tag',
      byTag,
      { status: 400, body: codes('UNSUPPORTED') },
      ['delete-by-tag', 'refused', 'refused'],
    ],
    [
      'distribution 2.8, by tag',
      byTag,
      { status: 400, body: codes('DIGEST_INVALID') },
      ['delete-by-tag', 'refused', 'refused'],
    ],
    [
      'a registry without the route',
      byDigest,
      { status: 404, body: '404 page not found\n' },
      ['delete-by-digest', 'refused', 'refused'],
    ],
    [
      'Google, while tagged',
      byDigest,
      { status: 400, body: codes('GOOGLE_MANIFEST_DANGLING_TAG') },
      ['delete-by-digest', 'limited', 'tags-first'],
    ],
    [
      'a mount',
      `POST /v2/team/app/blobs/uploads/?mount=${digest}&from=team/base`,
      { status: 201 },
      ['mount', 'works', 'works'],
    ],
    [
      'a mount that became an upload',
      `POST /v2/team/app/blobs/uploads/?mount=${digest}&from=team/base`,
      { status: 202 },
      ['mount', 'refused', 'refused'],
    ],
    [
      'an upload to what does not exist',
      'POST /v2/team/app/blobs/uploads/',
      { status: 404, body: codes('NAME_UNKNOWN') },
      ['create-on-push', 'refused', 'refused'],
    ],
    [
      'Quay, a taken tag',
      put,
      { status: 409, body: codes('TAG_IMMUTABLE') },
      ['immutable-tags', 'limited', 'in'],
    ],
    [
      'Harbor, a taken tag',
      put,
      { status: 412, body: codes('PRECONDITION') },
      ['immutable-tags', 'limited', 'in'],
    ],
    [
      'ECR, a taken tag',
      put,
      {
        status: 400,
        body: '{"errors":[{"code":"TAG_INVALID","message":"ImageTagAlreadyExistsException"}]}',
      },
      ['immutable-tags', 'limited', 'in'],
    ],
    [
      'an upload asked how far it came',
      'GET /v2/team/app/blobs/uploads/some-session',
      { status: 204 },
      ['resumed-upload', 'works', 'works'],
    ],
    [
      'a full bucket',
      'GET /v2/team/app/tags/list',
      { status: 429 },
      ['rate-limit', 'limited', 'reached'],
    ],
  ])('%s', (_name, line, shape, expected) => {
    expect(learnt(line, shape)).toEqual([expected])
  })

  it.each<[string, string, Shape]>([
    ['no right to delete', byDigest, { status: 403, body: codes('DENIED') }],
    ['a manifest that is gone', byDigest, { status: 404, body: codes('MANIFEST_UNKNOWN') }],
    ['an answer that was lost', byDigest, {}],
    ['another API', 'DELETE /api/v2.0/projects/a/manifests/1', { status: 405 }],
    ['a name that only looks so', 'GET /v2/team/blobs/uploads/tags/list', { status: 405 }],
    ['a manifest with a missing blob', put, { status: 404, body: codes('MANIFEST_BLOB_UNKNOWN') }],
    ['an upload with no right', 'POST /v2/a/b/blobs/uploads/', { status: 403 }],
  ])('nothing from %s', (_name, line, shape) => {
    expect(learnt(line, shape)).toEqual([])
  })

  const chart = JSON.stringify({
    config: { mediaType: 'application/vnd.cncf.helm.config.v1+json' },
    layers: [{ mediaType: 'application/vnd.cncf.helm.chart.provenance.v1.prov' }],
  })

  it('names the kinds of content that were taken', () => {
    const [found] = learnFromExchange(exchangeOf(put, { status: 201, sent: chart }))
    expect(found).toMatchObject({
      name: 'artifact-types',
      value: 'accepted',
      params: { count: 2, types: 'charts+provenance' },
      foundBy: 'push',
    })
  })

  it('blames the part beside the chart when a manifest is refused', () => {
    const shape = { status: 400, body: codes('MANIFEST_INVALID'), sent: chart }
    const [found] = learnFromExchange(exchangeOf(put, shape))
    expect(found).toMatchObject({ value: 'some-refused', params: { refused: 'provenance' } })
  })

  it('names the repository whose tag may not move', () => {
    const [found] = learnFromExchange(exchangeOf(put, { status: 412, body: codes('PRECONDITION') }))
    expect(found?.params).toEqual({ repository: 'team/app', more: 0 })
  })

  it.each<[string, Readonly<Record<string, string>>, object]>([
    [
      'Docker Hub',
      { 'ratelimit-limit': '100;w=21600', 'RateLimit-Remaining': '97;w=21600' },
      {
        state: 'works',
        value: 'remaining-in-window',
        params: { remaining: 97, limit: 100, seconds: 21600 },
      },
    ],
    [
      'GitHub',
      { 'x-ratelimit-limit': '5000', 'x-ratelimit-remaining': '0' },
      { state: 'limited', value: 'remaining', params: { remaining: 0, limit: 5000 } },
    ],
  ])('reads what %s says is left', (_name, headers, expected) => {
    const shape = { status: 200, headers }
    expect(learnFromExchange(exchangeOf('HEAD /v2/a/b/manifests/1', shape))).toMatchObject([
      expected,
    ])
  })

  it.each(['soon', '-1', '1e9', '12.5', ''])('takes %j for no number', remaining => {
    const shape = { status: 200, headers: { 'ratelimit-remaining': remaining } }
    expect(learnt('HEAD /v2/a/b/manifests/1', shape)).toEqual([])
  })

  it('keeps the exchange as its proof', () => {
    const exchange = exchangeOf(byDigest, { status: 202 })
    expect(learnFromExchange(exchange)[0]?.exchange).toBe(exchange)
  })
})
