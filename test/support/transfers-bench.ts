import { createHash } from 'node:crypto'
import * as fs from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, expect } from 'vitest'
import type { Digest } from '../../shared/model/digest.ts'
import { chartArchive } from './archives/chart-archive.ts'
import { type HttpTap, startHttpTap } from './http-tap.ts'
import { type Rig, startRegistry } from './local-registry/registry-rig.ts'
import { createTransfersRig, type TransfersRig } from './transfers-rig.ts'

/** What every test of pushing and pulling has: a registry behind a tap, the core's transfers, a folder to work in. */
export type TransfersBench = {
  registry: Rig
  tap: HttpTap
  rig: TransfersRig
  folder: string
}

const { signal } = new AbortController()

export const sha256 = (bytes: Uint8Array): Digest =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest

export const archive = (version: string, more: Record<string, string | Uint8Array> = {}) =>
  chartArchive({
    'demo/Chart.yaml': `apiVersion: v2\nname: demo\nversion: ${version}\n`,
    'demo/values.yaml': 'a: 1\n',
    ...more,
  })

export const provenanceFor = (fileName: string, digest: string) =>
  `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nname: demo\n\n...\nfiles:\n  ${fileName}: ${digest}\n-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n`

/** A bench of its own for every test of the file; `bench` is filled when a test begins. */
export const useTransfersBench = () => {
  const bench = {} as TransfersBench
  beforeEach(async () => {
    const registry = await startRegistry()
    const tap = await startHttpTap(`127.0.0.1:${registry.port}`)
    const rig = await createTransfersRig({ host: tap.host })
    const folder = path.join(rig.folder, 'work')
    await fs.mkdir(folder)
    Object.assign(bench, { registry, tap, rig, folder })
  })
  afterEach(async () => {
    await bench.rig.close()
    await bench.tap.stop()
    await bench.registry[Symbol.asyncDispose]()
  })

  const write = async (fileName: string, bytes: Uint8Array | string) => {
    const file = path.join(bench.folder, fileName)
    await fs.writeFile(file, bytes)
    return file
  }

  const openDraft = async (...files: string[]) => {
    const { drafts, refused } = await bench.rig.transfers.drafts.openPaths(files, signal)
    expect(refused).toEqual([])
    const [draft] = drafts
    if (draft === undefined) throw new Error('no draft')
    return draft
  }

  const target = () => ({ registryId: bench.rig.registryId, namespace: 'team' })

  const push = async (file: string, extra: object = {}) => {
    const draft = await openDraft(file)
    const started = await bench.rig.transfers.pushes.start(
      { draftId: draft.draftId, target: target(), ...extra },
      signal,
    )
    return started.result === 'started' ? bench.rig.ended(started.transferId) : started
  }

  const pull = async (digest: Digest, change: object = {}, page = signal) => {
    const { rig, folder } = bench
    rig.chosen.folder = folder
    const chosen = await rig.transfers.folders.choose()
    return rig.transfers.pulls.start(
      {
        registryId: rig.registryId,
        repository: 'team/demo',
        digest,
        tag: '1.0.0',
        destination: { kind: 'folder', folderId: chosen?.folderId ?? '' },
        keepProvenance: true,
        onExisting: 'ask',
        ...change,
      },
      page,
    )
  }

  const pullToEnd = async (digest: Digest, change: object = {}) => {
    const started = await pull(digest, change)
    if (started.result !== 'started') throw new Error(started.result)
    return bench.rig.ended(started.transferId)
  }

  /** Pushes a chart whose file is gone afterwards; its digest. */
  const pushed = async (version = '1.0.0', provenance?: string) => {
    const name = `demo-${version}.tgz`
    if (provenance !== undefined) await write(`${name}.prov`, provenance)
    const done = await push(await write(name, archive(version)))
    if (!('state' in done) || done.state !== 'done' || done.digest === undefined) {
      throw new Error(JSON.stringify(done))
    }
    await fs.rm(path.join(bench.folder, name))
    await fs.rm(path.join(bench.folder, `${name}.prov`), { force: true })
    return done.digest as Digest
  }

  const digestAtTag = async (tag: string) =>
    (await bench.rig.client.repository('team/demo').resolve(tag, { signal })).digest

  return { bench, write, openDraft, target, push, pull, pullToEnd, pushed, digestAtTag }
}
