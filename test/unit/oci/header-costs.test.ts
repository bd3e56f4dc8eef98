import { describe, expect, it } from 'vitest'
import { readRateLimit } from '../../../electron/core/capabilities/rate-limit.ts'
import { parseChallenges } from '../../../electron/core/oci/base/challenge.ts'
import { coversScopes, mergeScopes, splitScopes } from '../../../electron/core/oci/auth/scope.ts'
import { planResume } from '../../../electron/core/oci/blobs/resume.ts'
import { receivedBytes } from '../../../electron/core/oci/blobs/upload-calls.ts'
import { nextLink } from '../../../electron/core/http/base/link-header.ts'
import type { HttpResponse } from '../../../electron/core/http/base/http-types.ts'
import { createResponseHeaders } from '../../../electron/core/http/base/response-headers.ts'
import { parseRetryAfter } from '../../../electron/core/http/base/retry-after.ts'
import { parseTarget } from '../../../electron/core/http/base/target.ts'
import { warningText } from '../../../electron/core/oci/exchange/warnings.ts'
import { growth, isLinear } from '../../support/growth.ts'

const answer = (name: string, value: string): HttpResponse => ({
  status: 206,
  headers: createResponseHeaders({ [name]: value }),
  bytes: new Uint8Array(),
  url: new URL('https://r.example/v2/'),
  request: {
    method: 'GET',
    target: { url: new URL('https://r.example/v2/'), path: '/v2/' },
    headers: {},
    signal: new AbortController().signal,
    limitBytes: 0,
  },
})

const readers: ReadonlyArray<readonly [string, (text: string) => unknown]> = [
  ['Link', text => nextLink([text])],
  ['Link after a good one', text => nextLink([`</a>; rel="prev", ${text}`])],
  ['WWW-Authenticate', text => parseChallenges([text])],
  ['WWW-Authenticate within a challenge', text => parseChallenges([`Bearer realm="${text}`])],
  ['Retry-After', text => parseRetryAfter(`Mon${text}`, 0)],
  ['Warning', text => warningText(`299 - "${text}`)],
  ['Warning, its agent', text => warningText(`299 ${text}`)],
  ['Range', text => receivedBytes(answer('range', `0-${text}`))],
  ['Content-Range', text => planResume(answer('content-range', `bytes ${text}`), 1, 2)],
  ['Location', text => parseTarget(text, new URL('https://r.example/v2/'))],
  ['RateLimit', text => readRateLimit(() => `5;${text}`)],
]

const parts = [
  '<',
  '</a>;',
  ';rel=',
  ',',
  '"',
  '\\',
  '="',
  ' ; a',
  'a',
  'a ',
  ' ',
  '9',
  '/',
  '?',
  '%',
]

describe('headers of any length are read in linear time', () => {
  it.each(readers)('%s', (_name, read) => {
    for (const part of parts) {
      const reading = (times: number) => {
        const text = part.repeat(times)
        return () => read(text)
      }
      expect(growth(reading, 8_000 / part.length), part).toBeLessThan(isLinear)
    }
  })

  it('and a challenge is not asked for thousands of rights', () => {
    const scopes = splitScopes(
      Array.from({ length: 2_600 }, (_, at) => `repository:r${at}:pull`).join(' '),
    )
    expect(scopes).toHaveLength(16)
    expect(coversScopes(mergeScopes(scopes), scopes)).toBe(true)
  })
})
