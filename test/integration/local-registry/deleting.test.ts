import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  errorCodes,
  jsonOf,
  type Rig,
  startRegistry,
} from '../../support/local-registry/registry-rig.ts'

let rig: Rig
beforeEach(async () => {
  rig = await startRegistry()
})
afterEach(() => rig[Symbol.asyncDispose]())

const status = async (target: string) => (await rig.call('HEAD', `/v2/${target}`)).status

const storedFiles = async () => {
  const blobs = path.join(rig.dataDir, 'blobs')
  if (!existsSync(blobs)) return []
  const entries = await readdir(blobs, { recursive: true, withFileTypes: true })
  return entries.filter(entry => entry.isFile()).map(({ name }) => name)
}
const hex = (digest: string) => digest.slice(digest.indexOf(':') + 1)

it('by tag takes the tag and leaves the manifest', async () => {
  const { digest, manifest } = await rig.pushImage('app', 'one')
  await rig.putManifest('app', 'two', manifest)
  expect((await rig.call('DELETE', '/v2/app/manifests/one')).status).toBe(202)
  expect(await status('app/manifests/one')).toBe(404)
  expect(await status('app/manifests/two')).toBe(200)
  expect(await status(`app/manifests/${digest}`)).toBe(200)
  expect((await rig.call('DELETE', '/v2/app/manifests/one')).status).toBe(404)
})

it('by digest takes every tag, and the bytes that nothing else needs', async () => {
  const gone = await rig.pushImage('app', 'one')
  await rig.putManifest('app', 'two', gone.manifest)
  const kept = await rig.pushImage('app', 'three')
  expect((await rig.call('DELETE', `/v2/app/manifests/${gone.digest}`)).status).toBe(202)
  for (const reference of ['one', 'two', gone.digest]) {
    expect(await status(`app/manifests/${reference}`)).toBe(404)
  }
  const tags = { name: 'app', tags: ['three'] }
  expect(jsonOf(await rig.call('GET', '/v2/app/tags/list'))).toEqual(tags)
  expect(await status(`app/blobs/${gone.layer.digest}`)).toBe(404)
  expect(await status(`app/blobs/${kept.config.digest}`)).toBe(200)
  const files = await storedFiles()
  expect(files.toSorted()).toEqual(
    [kept.digest, kept.config.digest, kept.layer.digest].map(hex).toSorted(),
  )
})

it('keeps bytes that another repository holds', async () => {
  const { digest, layer } = await rig.pushImage('app', 'one')
  await rig.call('POST', `/v2/copy/blobs/uploads/?mount=${layer.digest}&from=app`, { body: '' })
  await rig.call('DELETE', `/v2/app/manifests/${digest}`)
  expect(await status(`app/blobs/${layer.digest}`)).toBe(404)
  expect((await rig.call('GET', `/v2/copy/blobs/${layer.digest}`)).body).toHaveLength(64)
})

it('refuses to take a blob from under a manifest', async () => {
  const { layer } = await rig.pushImage('app', 'one')
  const answer = await rig.call('DELETE', `/v2/app/blobs/${layer.digest}`)
  expect(answer.status).toBe(405)
  expect(errorCodes(answer)).toEqual(['DENIED'])
  expect(await status(`app/blobs/${layer.digest}`)).toBe(200)
})

it('of the last manifest takes the repository from the catalog, and for good', async () => {
  const { digest } = await rig.pushImage('app', 'one')
  await rig.call('DELETE', `/v2/app/manifests/${digest}`)
  const empty = { repositories: [] }
  expect(jsonOf(await rig.call('GET', '/v2/_catalog'))).toEqual(empty)
  expect(await storedFiles()).toEqual([])
  await rig.stop()
  const again = await startRegistry({ dataDir: rig.dataDir })
  expect(jsonOf(await again.call('GET', '/v2/_catalog'))).toEqual(empty)
  await again.stop()
})

it('lets the same bytes come back while they go', async () => {
  for (let round = 0; round < 40; round++) {
    const blob = `bytes of round ${round}`
    const { digest } = await rig.pushBlob('app', blob)
    const [, pushed] = await Promise.all([
      rig.call('DELETE', `/v2/app/blobs/${digest}`),
      rig.call('POST', `/v2/app/blobs/uploads/?digest=${digest}`, { body: blob }),
    ])
    expect(pushed.status).toBe(201)
    const got = await rig.call('GET', `/v2/app/blobs/${digest}`)
    if (got.status === 200) expect(got.body.toString()).toBe(blob)
    // Whichever came last: what is listed has its bytes.
    expect(got.status).toBe(await status(`app/blobs/${digest}`))
  }
})
