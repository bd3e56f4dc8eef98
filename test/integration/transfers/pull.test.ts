import * as fs from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { archive, provenanceFor, sha256, useTransfersBench } from '../../support/transfers-bench.ts'
import { errorOf, outcomeOfPull } from '../../support/how-it-ended.ts'

const { bench, write, push, pull, pullToEnd, pushed, digestAtTag } = useTransfersBench()
const { signal } = new AbortController()

describe('a pull', () => {
  it('with one wrong byte leaves nothing and says what was promised and what came', async () => {
    const bytes = archive('1.0.0')
    const digest = await pushed()
    bench.tap.fault = one =>
      one.path.includes(`/blobs/${sha256(bytes)}`)
        ? {
            kind: 'change-body',
            change: body => {
              const changed = Buffer.from(body)
              changed[40] = (changed[40] ?? 0) ^ 1
              return changed
            },
          }
        : undefined
    const ended = await pullToEnd(digest)
    expect(ended).toMatchObject({
      state: 'failed',
      error: { code: 'integrity', details: { promisedDigest: sha256(bytes) } },
    })
    expect(errorOf(ended)?.details?.receivedDigest).toMatch(/^sha256:/)
    expect(await fs.readdir(bench.folder)).toEqual([])
  })

  it('never overwrites silently', async () => {
    const digest = await pushed()
    await write('demo-1.0.0.tgz', 'mine')
    expect(await pull(digest)).toMatchObject({ result: 'needs-decision', decision: 'exists' })
    const second = await pullToEnd(digest, { onExisting: 'keep-both' })
    expect(outcomeOfPull(second).fileName).toBe('demo-1.0.0 (2).tgz')
    expect(await fs.readFile(path.join(bench.folder, 'demo-1.0.0.tgz'), 'utf8')).toBe('mine')
    const third = await pullToEnd(digest, { onExisting: 'replace' })
    expect(outcomeOfPull(third).fileName).toBe('demo-1.0.0.tgz')
    expect(await pull(digest)).toEqual({ result: 'already-there', fileName: 'demo-1.0.0.tgz' })
  })

  it('brings the .prov that is missing beside an archive that is there already', async () => {
    const bytes = archive('1.0.0')
    const provenance = provenanceFor('demo-1.0.0.tgz', sha256(bytes))
    const digest = await pushed('1.0.0', provenance)
    await pullToEnd(digest, { keepProvenance: false })
    expect(await fs.readdir(bench.folder)).toEqual(['demo-1.0.0.tgz'])
    const second = await pullToEnd(digest)
    expect(outcomeOfPull(second).provenanceFileName).toBe('demo-1.0.0.tgz.prov')
    expect(await fs.readFile(path.join(bench.folder, 'demo-1.0.0.tgz.prov'), 'utf8')).toBe(
      provenance,
    )
    expect(await pull(digest)).toEqual({ result: 'already-there', fileName: 'demo-1.0.0.tgz' })
  })

  it('asks before it writes over another .prov, and keeps both under one number', async () => {
    const digest = await pushed('1.0.0', provenanceFor('demo-1.0.0.tgz', sha256(archive('1.0.0'))))
    await write('demo-1.0.0.tgz.prov', 'mine')
    expect(await pull(digest)).toMatchObject({
      decision: 'exists',
      fileName: 'demo-1.0.0.tgz.prov',
    })
    const both = await pullToEnd(digest, { onExisting: 'keep-both' })
    expect(outcomeOfPull(both)).toMatchObject({
      fileName: 'demo-1.0.0 (2).tgz',
      provenanceFileName: 'demo-1.0.0 (2).tgz.prov',
    })
    expect(await fs.readFile(path.join(bench.folder, 'demo-1.0.0.tgz.prov'), 'utf8')).toBe('mine')
  })

  it('whose name was taken meanwhile leaves no .prov without its archive', async () => {
    const digest = await pushed('1.0.0', provenanceFor('demo-1.0.0.tgz', sha256(archive('1.0.0'))))
    bench.tap.fault = one => (one.path.includes('/blobs/') ? { kind: 'hold' } : undefined)
    const started = await pull(digest)
    if (started.result !== 'started') throw new Error(started.result)
    await bench.tap.held()
    await write('demo-1.0.0.tgz', 'mine')
    bench.tap.fault = () => undefined
    bench.tap.release()
    expect(await bench.rig.ended(started.transferId)).toMatchObject({
      state: 'failed',
      error: { code: 'conflict', reason: 'target-exists' },
    })
    expect(await fs.readdir(bench.folder)).toEqual(['demo-1.0.0.tgz'])
  })

  it('never replaces a folder', async () => {
    const digest = await pushed()
    await fs.mkdir(path.join(bench.folder, 'demo-1.0.0.tgz'))
    expect(await pullToEnd(digest, { onExisting: 'replace' })).toMatchObject({
      state: 'failed',
      error: { code: 'conflict', reason: 'target-exists' },
    })
    expect(await fs.readdir(bench.folder)).toEqual(['demo-1.0.0.tgz'])
  })

  it('into a folder that is gone says so', async () => {
    const digest = await pushed()
    bench.tap.fault = one => (one.path.includes('/manifests/') ? { kind: 'hold' } : undefined)
    const starting = pullToEnd(digest)
    await bench.tap.held()
    await fs.rm(bench.folder, { recursive: true })
    bench.tap.fault = () => undefined
    bench.tap.release()
    expect(await starting).toMatchObject({
      state: 'failed',
      error: { code: 'not-found', reason: 'folder', params: { folder: bench.folder } },
    })
  })

  it('does not write what another pull is writing', async () => {
    const digest = await pushed()
    bench.tap.fault = one => (one.path.includes('/blobs/') ? { kind: 'hold' } : undefined)
    const first = await pull(digest)
    await bench.tap.held()
    expect(await pull(digest)).toMatchObject({ result: 'needs-decision', decision: 'exists' })
    const second = await pull(digest, { onExisting: 'keep-both' })
    bench.tap.fault = () => undefined
    bench.tap.release()
    if (first.result !== 'started' || second.result !== 'started') throw new Error('not started')
    await Promise.all([bench.rig.ended(first.transferId), bench.rig.ended(second.transferId)])
    expect((await fs.readdir(bench.folder)).sort()).toEqual([
      'demo-1.0.0 (2).tgz',
      'demo-1.0.0.tgz',
    ])
  })

  it('cancelled while bytes flow leaves nothing', async () => {
    const digest = await pushed()
    bench.tap.fault = one => (one.path.includes('/blobs/') ? { kind: 'hold' } : undefined)
    const started = await pull(digest)
    if (started.result !== 'started') throw new Error(started.result)
    await bench.tap.held()
    await bench.rig.transfers.engine.cancel(started.transferId)
    expect(await fs.readdir(bench.folder)).toEqual([])
    bench.tap.release()
  })

  it('says that the tag moved since the row was shown', async () => {
    const shownDigest = await pushed()
    const file = await write('demo-1.0.0.tgz', archive('1.0.0', { 'demo/x': 'y' }))
    await push(file, { moveTagFrom: shownDigest })
    const plan = await bench.rig.transfers.pulls.resolve(
      {
        registryId: bench.rig.registryId,
        repository: 'team/demo',
        reference: '1.0.0',
        shownDigest,
      },
      signal,
    )
    expect(plan).toMatchObject({ movedFrom: shownDigest, digest: await digestAtTag('1.0.0') })
  })

  /** A chart that another program wrote under a tag. */
  const putChart = async (tag: string, bytes: Uint8Array, annotations: object = {}) => {
    const layer = await bench.registry.pushBlob('team/demo', bytes)
    const config = await bench.registry.pushBlob('team/demo', '{"name":"demo","version":"1.0.0"}')
    await bench.registry.putManifest('team/demo', tag, {
      schemaVersion: 2,
      config: { ...config, mediaType: 'application/vnd.cncf.helm.config.v1+json' },
      layers: [{ ...layer, mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip' }],
      annotations,
    })
    return digestAtTag(tag)
  }

  const mib = 1024 * 1024
  it.each([
    // helm 4 has a limit for a file of its own; both have the one of all files together.
    ['one file', 1, { helmLoads: true, refusingHelm: '3', contents: 'same-as-tag' }],
    ['all files', 21, { helmLoads: false, contents: 'unreadable' }],
  ])('over helm’s limits of %s is saved, and named as such', async (_limit, files, outcome) => {
    const zeros = Buffer.alloc(5 * mib + (files === 1 ? 1 : 0))
    const members = Array.from({ length: files }, (_, at) => [`demo/zeros-${at}`, zeros] as const)
    const bytes = archive('1.0.0', Object.fromEntries(members))
    const ended = await pullToEnd(await putChart('1.0.0', bytes))
    expect(ended).toMatchObject({ state: 'done', outcome })
    expect(sha256(await fs.readFile(path.join(bench.folder, 'demo-1.0.0.tgz')))).toBe(sha256(bytes))
  })

  it('says what the archive is where the tag names another version', async () => {
    const ended = await pullToEnd(await putChart('2.0.0', archive('1.0.0')), { tag: '2.0.0' })
    expect(outcomeOfPull(ended)).toMatchObject({
      fileName: 'demo-2.0.0.tgz',
      contents: 'differs',
      name: 'demo',
      version: '1.0.0',
    })
  })

  it.each([
    ['1.0.0+b1', '1.0.0+b1'],
    ['../'.repeat(100_000), 'digest'],
  ])('without a tag takes its version from the annotation, if it is one', async (says, version) => {
    const annotations = { 'org.opencontainers.image.version': says }
    const reference = await putChart('1.0.0', archive('1.0.0'), annotations)
    const plan = await bench.rig.transfers.pulls.resolve(
      { registryId: bench.rig.registryId, repository: 'team/demo', reference },
      signal,
    )
    const expected = version === 'digest' ? reference.slice(7, 19) : version
    expect(plan).toMatchObject({ version: expected, fileName: `demo-${expected}.tgz` })
  })

  it('into the browser waits in the spool for single-use tickets, and goes with its transfer', async () => {
    const digest = await pushed()
    const ended = await pullToEnd(digest, { destination: { kind: 'browser' } })
    const { tickets } = await bench.rig.transfers.tickets(ended.id)
    expect(tickets).toHaveLength(1)
    const ticket = tickets[0]?.url.split('/').at(-1) ?? ''
    const spooled = bench.rig.transfers.downloads.redeem(ticket)
    expect(sha256(await fs.readFile(spooled?.path ?? ''))).toBe(sha256(archive('1.0.0')))
    expect(bench.rig.transfers.downloads.redeem(ticket)).toBeUndefined()
    await bench.rig.transfers.clear(ended.id)
    await expect(fs.stat(spooled?.path ?? '')).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
