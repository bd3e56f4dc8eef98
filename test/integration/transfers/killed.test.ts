import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import * as fs from 'node:fs/promises'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../../electron/core/store/database.ts'
import { createTransfersRig } from '../../support/transfers-rig.ts'
import { archive, sha256, useTransfersBench } from '../../support/transfers-bench.ts'

// SIGKILL in the middle: what lies under a final name is whole, and the next start knows (docs/threats.md, "Writing a
// file").

const { bench, write, pushed, digestAtTag } = useTransfersBench()
const { signal } = new AbortController()
const program = path.join(import.meta.dirname, '../../support/transfers-process.ts')
const databaseFolder = () => path.join(bench.rig.folder, 'journal')

const begin = async (action: 'pull' | 'push', target: string, digest = '') => {
  const args = [program, action, bench.tap.host, databaseFolder(), target, digest]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [folder] = await once(child.stdout, 'data')
  onTestFinished(() => fs.rm(String(folder).trim(), { recursive: true, force: true }))
  return async () => {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
  }
}

/** The program after it. */
const startAgain = async () => {
  const rig = await createTransfersRig({
    host: bench.tap.host,
    database: openDatabase(databaseFolder(), Date.now).db,
  })
  onTestFinished(() => rig.close())
  return rig
}

it('a pull leaves a part and no file, is called interrupted, can be tried again, and its part goes', async () => {
  const noise = { 'demo/noise': randomBytes(3 << 20) }
  const bytes = archive('1.0.0', noise)
  const layer = await bench.registry.pushBlob('team/demo', bytes)
  const config = await bench.registry.pushBlob('team/demo', '{"name":"demo","version":"1.0.0"}')
  await bench.registry.putManifest('team/demo', '1.0.0', {
    schemaVersion: 2,
    config: { ...config, mediaType: 'application/vnd.cncf.helm.config.v1+json' },
    layers: [{ ...layer, mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip' }],
  })
  bench.tap.fault = one =>
    one.path.includes(layer.digest) ? { kind: 'hold-body', afterBytes: 5 << 19 } : undefined
  const kill = await begin('pull', bench.folder, await digestAtTag('1.0.0'))
  await bench.tap.held()
  const writtenBytes = async () => {
    const [name] = await fs.readdir(bench.folder)
    return name === undefined ? 0 : (await fs.stat(path.join(bench.folder, name))).size
  }
  await expect.poll(writtenBytes, { timeout: 20_000 }).toBeGreaterThan(1 << 19)
  await kill()
  bench.tap.fault = () => undefined
  bench.tap.release()
  const [part = '', ...others] = await fs.readdir(bench.folder)
  expect(part).toMatch(/^\.chartroom-[0-9a-f]{12}\.part$/)
  expect(others).toEqual([])

  const rig = await startAgain()
  const [interrupted] = rig.transfers.engine.list()
  expect(interrupted).toMatchObject({ state: 'failed', error: { reason: 'interrupted' } })
  const { transferId } = await rig.transfers.retry(interrupted?.id ?? '', signal)
  expect(await rig.ended(transferId)).toMatchObject({ state: 'done' })
  expect(sha256(await fs.readFile(path.join(bench.folder, 'demo-1.0.0.tgz')))).toBe(sha256(bytes))

  const longAgo = new Date(Date.now() - 8 * 24 * 60 * 60 * 1000)
  await fs.utimes(path.join(bench.folder, part), longAgo, longAgo)
  await startAgain()
  await expect.poll(() => fs.readdir(bench.folder)).toEqual(['demo-1.0.0.tgz'])
}, 60_000)

it('a push leaves no tag and is called interrupted', async () => {
  const before = await pushed('0.9.0')
  bench.tap.fault = one =>
    one.method === 'PUT' && one.path.includes('/uploads/') ? { kind: 'hold' } : undefined
  const kill = await begin('push', await write('demo-1.0.0.tgz', archive('1.0.0')))
  await bench.tap.held()
  await kill()
  bench.tap.fault = () => undefined
  bench.tap.release()
  const rig = await startAgain()
  expect(rig.transfers.engine.list()).toMatchObject([
    { kind: 'push', tag: '1.0.0', state: 'failed', error: { reason: 'interrupted' } },
  ])
  await expect(digestAtTag('1.0.0')).rejects.toMatchObject({ code: 'not-found' })
  expect(await digestAtTag('0.9.0')).toBe(before)
}, 60_000)
