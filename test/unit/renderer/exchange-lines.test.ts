import { describe, expect, test } from 'vitest'
import type { RecordedExchange } from '../../../shared/ipc/schemas/exchange.ts'
import {
  exchangeLines,
  outcomeOf,
  readableBody,
  shortTarget,
  targetOf,
} from '../../../renderer/lib/exchange-lines.ts'

const exchange: RecordedExchange = {
  id: 'e1',
  method: 'GET',
  url: 'https://auth.example.com/token?service=registry.example.com&scope=repository%3Ateam%2Fcharts%3Apull',
  as: 'ci-reader',
  startedAtMs: 0,
  tookMs: 61,
  request: { headers: [{ name: 'authorization', value: 'Basic ●●●', hidden: true }] },
  response: {
    status: 401,
    headers: [{ name: 'content-type', value: 'application/json' }],
    body: '{"errors":[{"code":"UNAUTHORIZED"}]}',
    bodyBytes: 36,
    bodyCut: false,
  },
}

test('an exchange as text has the host, the query as it was sent and a body laid out', () => {
  expect(exchangeLines(exchange).join('\n'))
    .toBe(`> GET /token?service=registry.example.com&scope=repository:team/charts:pull
> Host: auth.example.com
> Authorization: Basic ●●●
< 401 Unauthorized
< Content-Type: application/json

{
  "errors": [
    {
      "code": "UNAUTHORIZED"
    }
  ]
}`)
})

test('an exchange without an answer says what ended it', () => {
  const { response: _, ...sent } = exchange
  const cut = { ...sent, failure: 'unreachable.timed-out' }
  expect(outcomeOf(cut)).toBe('refused')
  const lines = exchangeLines(cut)
  expect(lines.at(-1)).toBe('< unreachable.timed-out')
})

test.each([
  ['https://r.example.com/v2/', { host: 'r.example.com', path: '/v2/', query: [] }],
  ['http://127.0.0.1:5000', { host: '127.0.0.1:5000', path: '/', query: [] }],
  ['https://r/v2/_catalog?n=●●●', { host: 'r', path: '/v2/_catalog', query: ['n=●●●'] }],
  ['https://r/a?b=c%26d%3Ae', { host: 'r', path: '/a', query: ['b=c%26d:e'] }],
])('%s has its parts as they are', (url, parts) => {
  expect(targetOf(url)).toEqual(parts)
})

test('another host is named, the registry itself is not', () => {
  expect(shortTarget('https://r.example.com/v2/?a=b', 'r.example.com')).toBe('/v2/')
  expect(shortTarget(exchange.url, 'r.example.com')).toBe('auth.example.com/token')
})

test('text that is not whole JSON stays as it came', () => {
  expect(readableBody('{"a":')).toBe('{"a":')
  expect(readableBody('<h1>no</h1>')).toBe('<h1>no</h1>')
})

describe('how an answer is taken', () => {
  const withStatus = (status: number, as?: string): RecordedExchange => {
    const { as: _, ...rest } = exchange
    const response = { status, headers: [], bodyBytes: 0, bodyCut: false }
    return { ...rest, ...(as !== undefined && { as }), response }
  }
  test.each([
    ['a challenge', withStatus(401), 'answered'],
    ['a refused sign-in', withStatus(401, 'ci'), 'refused'],
    ['what is not there', withStatus(404, 'ci'), 'not-offered'],
    ['a limit', withStatus(429), 'refused'],
    ['a broken registry', withStatus(502), 'refused'],
    ['success', withStatus(200), 'answered'],
  ])('%s', (_name, told, outcome) => {
    expect(outcomeOf(told)).toBe(outcome)
  })
})
