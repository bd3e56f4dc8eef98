import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { Agent } from 'node:http'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { RegistryStep } from '../../../electron/core/local-registry/checkpoint.ts'
import {
  type Call,
  createCall,
  createFolder,
  digestOf,
  jsonOf,
  ociManifest,
  startRegistry,
} from '../../support/local-registry/registry-rig.ts'
import { spawnKeeper } from '../../support/local-registry/spawn-keeper.ts'

const steps: RegistryStep[] = [
  'temporary-opened',
  'temporary-written',
  'temporary-synced',
  'renamed',
  'folder-synced',
  'ledger-written',
  'ledger-synced',
  'content-removed',
]
const isSoak = process.env['CHARTROOM_SOAK'] === '1'
const occurrences = isSoak ? Array.from({ length: 40 }, (_, index) => index) : [0, 3, 9]

/** What the client was told: only that must be true after the crash. */
type Told = { tags: Map<string, string>; deleted: Set<string> }

/** Pushes three versions and deletes the first, until the registry dies. */
const work = async (call: Call, told: Told) => {
  for (const version of ['1.0.0', '2.0.0', '3.0.0']) {
    const config = await push(call, Buffer.from('{}'))
    const layer = await push(call, randomBytes(200_000))
    const body = JSON.stringify({
      schemaVersion: 2,
      mediaType: ociManifest,
      config,
      layers: [layer],
    })
    const headers = { 'Content-Type': ociManifest }
    const put = await call('PUT', `/v2/app/manifests/${version}`, { body, headers })
    expect(put.status).toBe(201)
    told.tags.set(version, digestOf(body))
  }
  const first = told.tags.get('1.0.0') ?? ''
  told.tags.delete('1.0.0')
  expect((await call('DELETE', `/v2/app/manifests/${first}`)).status).toBe(202)
  told.deleted.add(first)
}

const push = async (call: Call, bytes: Buffer) => {
  const digest = digestOf(bytes)
  const started = await call('POST', '/v2/app/blobs/uploads/', { body: '' })
  const location = String(started.headers.location)
  await call('PATCH', location, { body: bytes })
  const end = await call('PUT', `${location}?digest=${digest}`, { body: '' })
  expect(end.status).toBe(201)
  return { mediaType: 'application/octet-stream', digest, size: bytes.length }
}

const crashAt = async (dataDir: string, step: RegistryStep, occurrence: number) => {
  const told: Told = { tags: new Map(), deleted: new Set() }
  const child = spawnKeeper(dataDir, step, String(occurrence))
  const exited = once(child, 'exit')
  const [port] = (await once(child.stdout, 'data')) as [Buffer]
  const agent = new Agent({ keepAlive: true })
  const died = await work(createCall(Number(port), agent), told).then(
    () => false,
    () => true,
  )
  agent.destroy()
  child.kill('SIGKILL')
  await exited
  return { told, died }
}

/** Every file under a digest has that digest: no half content under a final name. */
const checkStoredBytes = async (dataDir: string) => {
  const blobs = path.join(dataDir, 'blobs')
  // A crash before the first byte leaves no folder.
  if (!existsSync(blobs)) return
  const entries = await readdir(blobs, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter(candidate => candidate.isFile())) {
    const bytes = await readFile(path.join(entry.parentPath, entry.name))
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(entry.name)
  }
}

const checkAfterCrash = async (dataDir: string, told: Told) => {
  await using rig = await startRegistry({ dataDir })
  await checkStoredBytes(dataDir)
  for (const [tag, digest] of told.tags) {
    const answer = await rig.call('GET', `/v2/app/manifests/${tag}`)
    expect(answer.headers['docker-content-digest']).toBe(digest)
    const { config, layers } = jsonOf(answer) as {
      config: { digest: string }
      layers: { digest: string }[]
    }
    for (const { digest: blob } of [config, ...layers]) {
      const got = await rig.call('GET', `/v2/app/blobs/${blob}`)
      expect(digestOf(got.body)).toBe(blob)
    }
  }
  for (const digest of told.deleted) {
    expect((await rig.call('HEAD', `/v2/app/manifests/${digest}`)).status).toBe(404)
  }
  // And it works on, whatever was left lying about.
  const after: Told = { tags: new Map(), deleted: new Set() }
  await work(rig.call, after)
}

describe.each(steps)('a registry killed at %s', step => {
  it('has kept every promise it made', async () => {
    let deaths = 0
    for (const occurrence of occurrences) {
      await using home = await createFolder()
      const { told, died } = await crashAt(home.folder, step, occurrence)
      if (died) deaths++
      await checkAfterCrash(home.folder, told)
    }
    expect(deaths).toBeGreaterThan(0)
  })
})

it('syncs the bytes before it names them, and names them before it says so', async () => {
  const seen: RegistryStep[] = []
  await using rig = await startRegistry({ reached: step => seen.push(step) })
  await rig.pushBlob('app', 'some bytes')
  expect(seen).toEqual([
    'temporary-opened',
    'temporary-written',
    'temporary-synced',
    'renamed',
    'folder-synced',
    'ledger-written',
    'ledger-synced',
  ])
})
