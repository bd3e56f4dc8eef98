import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import {
  createFolder,
  digestOf,
  errorCodes,
  startRegistry,
} from '../../support/local-registry/registry-rig.ts'

// A file system of 8 MiB, where this user may make one (root on Linux); elsewhere these are skipped.
const home = await createFolder()
const mount = ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', home.folder]
const isMounted = process.platform === 'linux' && spawnSync('mount', mount).status === 0
afterAll(async () => {
  if (isMounted) spawnSync('umount', ['--lazy', home.folder])
  await home[Symbol.asyncDispose]()
})

it.skipIf(!isMounted)('a full disk is told as such, and harms nothing that was there', async () => {
  await using rig = await startRegistry({ dataDir: path.join(home.folder, 'data') })
  const kept = await rig.pushImage('app', '1.0.0')
  const large = randomBytes(12 * 1024 * 1024)
  const whole = `/v2/app/blobs/uploads/?digest=${digestOf(large)}`
  const started = await rig.call('POST', '/v2/app/blobs/uploads/', { body: '' })
  const chunked = String(started.headers.location)
  for (const [method, target] of [
    ['POST', whole],
    ['PATCH', chunked],
  ] as const) {
    const answer = await rig.call(method, target, { body: large })
    expect(answer.status).toBe(507)
    expect(errorCodes(answer)).toEqual(['UNKNOWN'])
    expect(await readdir(path.join(rig.dataDir, 'uploads'))).toEqual([])
  }

  const got = await rig.call('GET', '/v2/app/manifests/1.0.0')
  expect(got.body.toString()).toBe(kept.text)
  expect((await rig.pushImage('app', '2.0.0')).answer.status).toBe(201)
})

it.skipIf(!isMounted)('a disk that fills up between pushes loses no promise', async () => {
  const dataDir = path.join(home.folder, 'more')
  const told: string[] = []
  {
    await using rig = await startRegistry({ dataDir })
    const config = await rig.pushBlob('app', '{}')
    for (let index = 0; index < 400; index++) {
      const annotations = { pad: randomBytes(32_768).toString('base64') }
      const manifest = { schemaVersion: 2, config, layers: [], annotations }
      const answer = await rig.putManifest('app', `1.0.${index}`, manifest)
      if (answer.status !== 201) break
      told.push(`1.0.${index}`)
    }
    expect(told.length).toBeGreaterThan(10)
    expect(told.length).toBeLessThan(400)
  }
  await using again = await startRegistry({ dataDir })
  for (const tag of told) {
    expect((await again.call('GET', `/v2/app/manifests/${tag}`)).status).toBe(200)
  }
})
