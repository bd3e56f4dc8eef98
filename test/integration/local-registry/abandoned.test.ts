import { readdir, readFile, utimes } from 'node:fs/promises'
import path from 'node:path'
import { expect, it } from 'vitest'
import { startRegistry } from '../../support/local-registry/registry-rig.ts'

const hourMs = 60 * 60 * 1000

const openUpload = async (rig: Awaited<ReturnType<typeof startRegistry>>, body?: string) => {
  const started = await rig.call('POST', '/v2/app/blobs/uploads/', { body: '' })
  const location = String(started.headers.location)
  if (body !== undefined) await rig.call('PATCH', location, { body })
  return async () => (await rig.call('GET', location)).status
}

it('uploads that nobody goes on with are dropped while the registry runs', async () => {
  const clock = { nowMs: 0 }
  await using rig = await startRegistry({ monotonicMs: () => clock.nowMs, sweepEveryMs: 5 })
  const empty = await openUpload(rig)
  const begun = await openUpload(rig, 'half of a blob')
  clock.nowMs += 2 * hourMs
  await expect.poll(empty).toBe(404)
  expect(await begun()).toBe(204)
  clock.nowMs += 23 * hourMs
  await expect.poll(begun).toBe(404)
  await expect.poll(() => readdir(path.join(rig.dataDir, 'uploads'))).toEqual([])
})

it('an upload of the last run goes on when the clock was set back, and goes when it is old', async () => {
  await using first = await startRegistry()
  for (const body of ['young', 'old']) await openUpload(first, body)
  await first.stop()
  const folder = path.join(first.dataDir, 'uploads')
  const data = (await readdir(folder)).filter(name => !name.endsWith('.repository'))
  for (const name of data) {
    const isOld = (await readFile(path.join(folder, name), 'utf8')) === 'old'
    const time = new Date(Date.now() + (isOld ? -25 : 1000) * hourMs)
    await utimes(path.join(folder, name), time, time)
  }
  await using again = await startRegistry({ dataDir: first.dataDir })
  expect(await readdir(path.join(again.dataDir, 'uploads'))).toHaveLength(2)
})
