import { describe, expect, it } from 'vitest'
import type { HttpResponse } from '../../../electron/core/http/base/http-types.ts'
import { createResponseHeaders } from '../../../electron/core/http/base/response-headers.ts'
import { parseTarget, type Target } from '../../../electron/core/http/base/target.ts'
import { nextPage } from '../../../electron/core/oci/listing/next-page.ts'
import { firstPageSize, withLargerPage } from '../../../electron/core/oci/listing/page-size.ts'

const target = (text: string): Target => {
  const parsed = parseTarget(text)
  if (!parsed) throw new Error('no target')
  return parsed
}

const asked = 'https://r.example/v2/_catalog?n=100'

const next = (link: string | string[], from = asked, itemCount = 1) => {
  const at = target(from)
  const response: HttpResponse = {
    status: 200,
    headers: createResponseHeaders({ link }),
    bytes: new Uint8Array(),
    url: at.url,
    request: {
      method: 'GET',
      target: at,
      headers: {},
      signal: new AbortController().signal,
      limitBytes: 0,
    },
  }
  const found = nextPage(response, itemCount)
  return typeof found === 'string' ? found : `${found.url.origin}${found.path}`
}

describe('the page after this one', () => {
  it.each([
    ['relative', '</v2/_catalog?last=b&n=100>; rel="next"', '/v2/_catalog?last=b&n=100'],
    ['absolute', '<https://r.example/v2/_catalog?last=b>; rel=next', '/v2/_catalog?last=b'],
    [
      'http, behind a TLS proxy',
      '<http://r.example/v2/_catalog?last=b>; rel="next"',
      '/v2/_catalog?last=b',
    ],
    ['prev first', '</p>; rel="prev", </n?page=2>; rel="next"', '/n?page=2'],
    [
      'a cursor of its own',
      '</v2/_catalog?last=YWJj%3D%3D&n=7>; rel="next"',
      '/v2/_catalog?last=YWJj%3D%3D&n=7',
    ],
    [
      'Quay’s',
      '</v2/_catalog?next_page=gAAA%3D&n=50>; rel="next"',
      '/v2/_catalog?next_page=gAAA%3D&n=50',
    ],
    [
      'unescaped (zot)',
      '</v2/_catalog?n=2&last=a/b c>; rel="next"',
      '/v2/_catalog?n=2&last=a/b%20c',
    ],
  ])('%s', (_name, link, path) => {
    expect(next(link)).toBe(`https://r.example${path}`)
  })

  it.each([
    ['another host', '<https://evil.example/v2/_catalog>; rel="next"'],
    ['another host by http', '<http://evil.example/v2/_catalog>; rel="next"'],
    ['another port', '<https://r.example:8443/v2/_catalog>; rel="next"'],
    ['a host that only begins so', '<https://r.example.evil/v2/>; rel="next"'],
  ])('is never at %s', (_name, link) => {
    expect(next(link)).toBe('link-elsewhere')
  })

  it('stays http where the registry is', () => {
    const plain = 'http://r.example:5000/v2/_catalog'
    expect(next('</v2/_catalog?last=b>; rel="next"', plain)).toBe(`${plain}?last=b`)
    expect(next('<https://r.example:5000/v2/x>; rel="next"', plain)).toBe('link-elsewhere')
  })

  it('is none without a link that says so', () => {
    expect(next('</v2/x>; rel="prev"')).toBe('end')
    expect(next([])).toBe('end')
    expect(next('')).toBe('end')
  })

  it.each([
    ['without brackets', `${asked}&last=b; rel=next`],
    ['without brackets, quoted', `${asked}&last=b; rel="next"`],
    ['without brackets, relative', '/v2/_catalog?n=100&last=b;rel=next'],
    ['without brackets, after another', `/p?x; rel=prev, ${asked}&last=b; rel=next`],
    ['without rel, on the same list', '</v2/_catalog?n=100&last=b>'],
    ['without brackets and rel', `${asked}&last=b`],
  ])('is taken %s', (_name, link) => {
    expect(next(link)).toBe('https://r.example/v2/_catalog?n=100&last=b')
  })

  it('keeps a comma that belongs to an address without brackets', () => {
    expect(next(`${asked}&last=a,b; rel=next`)).toBe(`${asked}&last=a,b`)
  })

  it.each([
    ['half a link', '</v2/_catalog?last=b; rel="next"'],
    ['words', 'next page follows'],
    ['only a relation', 'rel="next"'],
    ['a quote that does not end', '</v2/_catalog?last=b>; rel="next'],
    ['no address', '<http://[bad/>; rel="next"'],
    ['another place without rel', '</docs>'],
    ['another host without rel', '<https://docs.example/v2/_catalog?n=100>'],
  ])('cannot be told from %s', (_name, link) => {
    expect(next(link)).toBe('link-unreadable')
  })

  it('is none after an empty page, whatever it says', () => {
    expect(next(`${asked}&last=; rel=next`, asked, 0)).toBe('end')
    expect(next('next page follows', asked, 0)).toBe('end')
  })
})

describe('larger pages', () => {
  const larger = (link: string, finalName: string) =>
    withLargerPage(target(`https://r.example${link}`), finalName, 1_000)?.path

  it('are asked for only where the cursor is the last name', () => {
    expect(larger('/v2/_catalog?last=team%2Fb&n=100', 'team/b')).toBe(
      '/v2/_catalog?last=team%2Fb&n=1000',
    )
    expect(larger('/v2/_catalog?last=b3BhcXVl&n=100', 'team/b')).toBeUndefined()
    expect(larger('/v2/_catalog?next_page=x&n=50', 'team/b')).toBeUndefined()
    expect(larger('/v2/_catalog?last=team/b', 'team/b')).toBeUndefined()
  })

  it.each([
    ['123456789012.dkr.ecr.eu-west-1.amazonaws.com', undefined],
    ['public.ecr.aws', undefined],
    ['eu-docker.pkg.dev', undefined],
    ['eu.gcr.io', undefined],
    ['r.example', 100],
  ])('begin at %s with %s', (host, size) => {
    expect(firstPageSize(host)).toBe(size)
  })
})
