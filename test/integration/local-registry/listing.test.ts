import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  errorCodes,
  jsonOf,
  type Rig,
  startRegistry,
} from '../../support/local-registry/registry-rig.ts'

let rig: Rig
const tags = ['1.0.0', '1.0.0_b1', '1.10.0', '1.2.0', 'A', '_x', 'a']
const repositories = ['alpha', 'alpha-b/c', 'alpha/b', 'zulu/y/z']
beforeAll(async () => {
  rig = await startRegistry()
  const { manifest } = await rig.pushImage('alpha', 'first')
  for (const tag of tags.toReversed()) await rig.putManifest('alpha', tag, manifest)
  await rig.call('DELETE', '/v2/alpha/manifests/first')
  for (const name of repositories.slice(1)) await rig.pushImage(name, 'x')
})
afterAll(() => rig[Symbol.asyncDispose]())

const follow = async (first: string, key: string) => {
  const pages: unknown[] = []
  for (let next: string | undefined = first; next !== undefined;) {
    const answer = await rig.call('GET', next)
    expect(answer.status).toBe(200)
    pages.push((jsonOf(answer) as Record<string, unknown>)[key])
    next = /^<(.+)>; rel="next"$/.exec(String(answer.headers.link))?.[1]
  }
  return pages
}

describe.each([
  { path: '/v2/alpha/tags/list', key: 'tags', names: tags },
  { path: '/v2/_catalog', key: 'repositories', names: repositories },
])('$path', ({ path, key, names }) => {
  it('is complete and in byte order without n', async () => {
    expect(await follow(path, key)).toEqual([names])
  })

  it('comes in pages that a Link joins', async () => {
    const pages = await follow(`${path}?n=3`, key)
    expect(pages.flat()).toEqual(names)
    expect(pages[0]).toEqual(names.slice(0, 3))
    expect(pages).toHaveLength(Math.ceil(names.length / 3))
  })

  it('has no Link when the page ends where the list ends', async () => {
    expect(await follow(`${path}?n=${names.length}`, key)).toEqual([names])
  })

  it('starts after last, there or not', async () => {
    const second = names[1] ?? ''
    expect(await follow(`${path}?last=${second}`, key)).toEqual([names.slice(2)])
    expect(await follow(`${path}?last=${second}!`, key)).toEqual([names.slice(2)])
    expect(await follow(`${path}?last=zzzz&n=2`, key)).toEqual([[]])
  })

  it('is empty for n=0, without a Link', async () => {
    expect(await follow(`${path}?n=0`, key)).toEqual([[]])
  })

  it.each(['-1', 'x', '1.5'])('refuses n=%s', async n => {
    const answer = await rig.call('GET', `${path}?n=${n}`)
    expect(answer.status).toBe(400)
    expect(errorCodes(answer)).toEqual(['PAGINATION_NUMBER_INVALID'])
  })
})

it('names the repository with its tags, and knows no other', async () => {
  expect(jsonOf(await rig.call('GET', '/v2/alpha/tags/list'))).toEqual({ name: 'alpha', tags })
  const answer = await rig.call('GET', '/v2/nowhere/tags/list')
  expect(answer.status).toBe(404)
  expect(errorCodes(answer)).toEqual(['NAME_UNKNOWN'])
})

it('lists no repository that holds only blobs', async () => {
  await rig.pushBlob('uploads/only', 'bytes')
  expect(jsonOf(await rig.call('GET', '/v2/_catalog'))).toEqual({ repositories })
})
