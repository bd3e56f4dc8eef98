import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import * as fs from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { expect, it } from 'vitest'
import { openDatabase } from '../../../electron/core/store/database.ts'
import { createTransfersRig, type TransfersRig } from '../../support/transfers-rig.ts'
import { archive, sha256, useTransfersBench } from '../../support/transfers-bench.ts'

// A program that is killed at any moment leaves a transfer whole, or one that is called interrupted and can be tried
// again: no torn file under its name, no tag without its blobs, nothing sent again that is there.

const rounds = process.env['CHARTROOM_SOAK'] === undefined ? 3 : 100
const limitMs = 60_000 + rounds * 15_000

const { bench, write, openDraft, target, digestAtTag } = useTransfersBench()
const { signal } = new AbortController()
const program = path.join(import.meta.dirname, '../../support/transfers-process.ts')
const noise = { 'demo/noise': randomBytes(3 << 20) }

type Action = readonly ['pull' | 'push', target: string, digest?: string]

/** Begins it in a program of its own. `begun` and `ended` tell when; its folder is removed at the end. */
const run = (databaseFolder: string, [action, target, digest = '']: Action) => {
  const args = [program, action, bench.tap.host, databaseFolder, target, digest]
  const child: ChildProcess = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const begun = Promise.withResolvers<string>()
  const ended = Promise.withResolvers<void>()
  createInterface({ input: child.stdout ?? process.stdin }).on('line', line =>
    line === 'ended' ? ended.resolve() : begun.resolve(line),
  )
  const kill = async () => {
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    await fs.rm(await begun.promise, { recursive: true, force: true })
  }
  return { begun: begun.promise, ended: ended.promise, kill }
}

/** How long it takes where nobody kills it. */
const measure = async (action: Action): Promise<number> => {
  const { begun, ended, kill } = run(path.join(bench.rig.folder, 'measured'), action)
  await begun
  const startedMs = performance.now()
  await ended
  const tookMs = performance.now() - startedMs
  await kill()
  return tookMs
}

/** Kills it somewhere on its way, or right after its end; the program that comes after is handed to `look`. */
const killSomewhere = async (
  action: Action,
  tookMs: number,
  look: (rig: TransfersRig, about: string) => Promise<void>,
) => {
  const databaseFolder = await fs.mkdtemp(path.join(bench.rig.folder, 'journal-'))
  const afterMs = Math.random() * tookMs * 1.1
  const { begun, kill } = run(databaseFolder, action)
  await begun
  await new Promise(resolve => setTimeout(resolve, afterMs))
  await kill()
  const { db } = openDatabase(databaseFolder, Date.now)
  const rig = await createTransfersRig({ host: bench.tap.host, database: db })
  try {
    await look(rig, `killed after ${Math.round(afterMs)} of ${Math.round(tookMs)} ms`)
  } finally {
    await rig.close()
    db.close()
  }
}

const putChart = async () => {
  const bytes = archive('1.0.0', noise)
  const layer = await bench.registry.pushBlob('team/demo', bytes)
  const config = await bench.registry.pushBlob('team/demo', '{"name":"demo","version":"1.0.0"}')
  await bench.registry.putManifest('team/demo', '1.0.0', {
    schemaVersion: 2,
    config: { ...config, mediaType: 'application/vnd.cncf.helm.config.v1+json' },
    layers: [{ ...layer, mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip' }],
  })
  return bytes
}

it(
  `${rounds} pulls, each killed at another moment, are whole or tried again`,
  async () => {
    const bytes = await putChart()
    const digest = await digestAtTag('1.0.0')
    const file = path.join(bench.folder, 'demo-1.0.0.tgz')
    const clean = async () => {
      for (const name of await fs.readdir(bench.folder)) await fs.rm(path.join(bench.folder, name))
    }
    const action: Action = ['pull', bench.folder, digest]
    const tookMs = await measure(action)
    for (let round = 0; round < rounds; round++) {
      await clean()
      await killSomewhere(action, tookMs, async (rig, about) => {
        const names = await fs.readdir(bench.folder)
        const saved = names.includes('demo-1.0.0.tgz')
        if (saved) expect(sha256(await fs.readFile(file)), about).toBe(sha256(bytes))
        const others = names.filter(name => name !== 'demo-1.0.0.tgz')
        expect(
          others.every(name => /^\.chartroom-[0-9a-f]{12}\.part$/.test(name)),
          about,
        ).toBe(true)
        const [transfer, ...more] = rig.transfers.engine.list()
        expect(more, about).toEqual([])
        // It was killed before it was asked for.
        if (!transfer) return expect(names, about).toEqual([])
        if (transfer.state === 'done') return expect(saved, about).toBe(true)
        expect(transfer, about).toMatchObject({ state: 'failed', error: { reason: 'interrupted' } })
        const again = await rig.transfers.retry(transfer.id, signal)
        expect(await rig.ended(again.transferId), about).toMatchObject({ state: 'done' })
        expect(sha256(await fs.readFile(file)), about).toBe(sha256(bytes))
        expect(rig.transfers.engine.list(), about).toHaveLength(1)
      })
    }
  },
  limitMs,
)

it(
  `${rounds} pushes, each killed at another moment, are whole or pushed again, and nothing twice`,
  async () => {
    const fileOf = (version: string) =>
      write(`demo-${version}.tgz`, archive(version, { 'demo/noise': randomBytes(3 << 20) }))
    const tookMs = await measure(['push', await fileOf('0.0.1')])
    const repository = bench.rig.client.repository('team/demo')
    const assertWhole = async (version: string, about: string) => {
      const { bytes } = await repository.manifest(version, { signal })
      const { config, layers } = JSON.parse(Buffer.from(bytes).toString('utf8'))
      for (const { digest, size, mediaType } of [config, ...layers]) {
        const blob = { digest, sizeBytes: size, mediaType }
        const read = await repository.readBlob(blob, { signal, limitBytes: 1 << 24 })
        expect(read.byteLength, about).toBe(size)
      }
    }
    for (let round = 0; round < rounds; round++) {
      const version = `1.0.${round}`
      const file = await fileOf(version)
      await killSomewhere(['push', file], tookMs, async (rig, about) => {
        const named = await digestAtTag(version).catch(() => undefined)
        if (named !== undefined) await assertWhole(version, about)
        const [transfer, ...more] = rig.transfers.engine.list()
        expect(more, about).toEqual([])
        if (transfer?.state === 'done') expect(named, about).toBe(transfer.digest)
        else if (transfer)
          expect(transfer, about).toMatchObject({ error: { reason: 'interrupted' } })
        // Its file is dropped again.
        bench.tap.seen.length = 0
        const { draftId } = await openDraft(file)
        const { pushes } = bench.rig.transfers
        const started = await pushes.start({ draftId, target: target() }, signal)
        const written = () =>
          bench.tap.seen.filter(({ method }) => !['GET', 'HEAD'].includes(method))
        if (named !== undefined) {
          expect(started, about).toEqual({ result: 'already-there', digest: named })
          expect(written(), about).toEqual([])
        } else {
          if (started.result !== 'started') throw new Error(started.result)
          expect(await bench.rig.ended(started.transferId), about).toMatchObject({ state: 'done' })
          const manifests = written().filter(one => one.path.includes('/manifests/'))
          expect(manifests, about).toHaveLength(1)
        }
        await assertWhole(version, about)
        await bench.rig.transfers.drafts.discard([draftId])
      })
      await fs.rm(file)
    }
  },
  limitMs,
)
