import { describe, expect, it } from 'vitest'
import { learnFromPast } from '../../../electron/core/capabilities/learn-from-past.ts'
import type { RecordedExchange } from '../../../shared/ipc/schemas/exchange.ts'

const exchange = (line: string, status: number, digest?: string): RecordedExchange => {
  const [method = '', path = ''] = line.split(' ')
  const headers = digest === undefined ? [] : [{ name: 'Docker-Content-Digest', value: digest }]
  const response = { status, headers, bodyBytes: 0, bodyCut: false }
  const request = { headers: [] }
  return {
    id: line,
    method,
    url: `https://r.example${path}`,
    startedAtMs: 0,
    tookMs: 1,
    request,
    response,
  }
}

const put = exchange('PUT /v2/a/b/manifests/1', 201, 'sha256:new')
const names = (earlier: readonly RecordedExchange[], last = put) =>
  learnFromPast(last, earlier).map(({ name }) => name)

describe('a push beside what was seen before', () => {
  it('moved a tag', () => {
    expect(names([exchange('HEAD /v2/a/b/manifests/1', 200, 'sha256:old')])).toEqual([
      'immutable-tags',
    ])
  })

  it('made a repository', () => {
    expect(names([exchange('GET /v2/a/b/tags/list', 404)])).toEqual(['create-on-push'])
  })

  it.each([
    ['the same digest', [exchange('HEAD /v2/a/b/manifests/1', 200, 'sha256:new')]],
    ['a tag that was free', [exchange('HEAD /v2/a/b/manifests/1', 404)]],
    ['another tag', [exchange('HEAD /v2/a/b/manifests/2', 200, 'sha256:old')]],
    ['a repository that was there', [exchange('GET /v2/a/b/tags/list', 200)]],
    ['another repository', [exchange('GET /v2/a/c/tags/list', 404)]],
    ['nothing', []],
  ])('shows nothing new with %s', (_name, earlier) => {
    expect(names(earlier)).toEqual([])
  })

  it('that was refused shows nothing', () => {
    const refused = exchange('PUT /v2/a/b/manifests/1', 400)
    expect(names([exchange('GET /v2/a/b/tags/list', 404)], refused)).toEqual([])
  })
})
