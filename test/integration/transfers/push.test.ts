import * as fs from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Digest } from '../../../shared/model/digest.ts'
import { archive, provenanceFor, sha256, useTransfersBench } from '../../support/transfers-bench.ts'
import { outcomeOfPull } from '../../support/how-it-ended.ts'

const { bench, write, openDraft, target, push, pullToEnd, digestAtTag } = useTransfersBench()
const { signal } = new AbortController()

describe('a push', () => {
  it('goes round: what was pushed with its .prov is pulled byte for byte', async () => {
    const bytes = archive('1.0.0+build.1')
    const file = await write('demo-1.0.0.tgz', bytes)
    const provenance = provenanceFor('demo-1.0.0.tgz', sha256(bytes))
    await write('demo-1.0.0.tgz.prov', provenance)
    const done = await push(file)
    expect(done).toMatchObject({ state: 'done', repository: 'team/demo', tag: '1.0.0_build.1' })
    expect(bench.rig.pushed).toEqual([
      { registryId: bench.rig.registryId, repository: 'team/demo' },
    ])
    if (!('digest' in done)) throw new Error('not pushed')
    const pulled = await pullToEnd(done.digest as Digest, { tag: '1.0.0_build.1' })
    expect(outcomeOfPull(pulled)).toMatchObject({
      fileName: 'demo-1.0.0+build.1.tgz',
      contents: 'same-as-tag',
      helmLoads: true,
    })
    expect(sha256(await fs.readFile(path.join(bench.folder, 'demo-1.0.0+build.1.tgz')))).toBe(
      sha256(bytes),
    )
    expect(await fs.readFile(path.join(bench.folder, 'demo-1.0.0+build.1.tgz.prov'), 'utf8')).toBe(
      provenance,
    )
  })

  it('is reviewed by reading alone: nothing of the chart leaves the machine', async () => {
    const draft = await openDraft(await write('demo-1.0.0.tgz', archive('1.0.0')))
    const told: string[] = []
    const review = await bench.rig.transfers.pushes.review(
      { draftId: draft.draftId, target: target() },
      { signal, progress: check => told.push(check.check) },
    )
    expect(review.reference).toBe(`oci://${bench.tap.host}/team/demo:1.0.0`)
    expect(review.helmCommand).toBe(
      `helm push demo-1.0.0.tgz oci://${bench.tap.host}/team --plain-http`,
    )
    expect(told.sort()).toEqual(review.checks.map(check => check.check).sort())
    expect(review.checks.filter(check => check.state === 'failed')).toEqual([])
    expect(new Set(bench.tap.seen.map(({ method }) => method))).toEqual(new Set(['GET']))
  })

  it('of the same bytes again is nothing to push, and of others asks before it moves the tag', async () => {
    const file = await write('demo-1.0.0.tgz', archive('1.0.0'))
    const first = await push(file)
    expect(await push(file)).toMatchObject({ result: 'already-there' })

    await write('demo-1.0.0.tgz', archive('1.0.0', { 'demo/NOTES': 'changed' }))
    const from = await digestAtTag('1.0.0')
    const asked = await push(file)
    expect(asked).toMatchObject({ result: 'needs-decision', decision: 'move-tag', from })
    const stale = await push(file, { moveTagFrom: sha256(Buffer.from('another')) })
    expect(stale).toMatchObject({ result: 'needs-decision', from })
    expect(await digestAtTag('1.0.0')).toBe(from)
    expect(await push(file, { moveTagFrom: from })).toMatchObject({ state: 'done' })
    expect(await digestAtTag('1.0.0')).not.toBe('digest' in first ? first.digest : '')
  })

  it('sends no blob that the registry has', async () => {
    await push(await write('demo-1.0.0.tgz', archive('1.0.0')))
    await fs.utimes(path.join(bench.folder, 'demo-1.0.0.tgz'), 1, 1)
    bench.tap.seen.length = 0
    const from = await digestAtTag('1.0.0')
    const again = await push(path.join(bench.folder, 'demo-1.0.0.tgz'), { moveTagFrom: from })
    expect(again).toMatchObject({ state: 'done' })
    expect(bench.tap.seen.filter(({ method }) => method === 'POST')).toEqual([])
  })

  it('stops before a manifest names a file that changed under it', async () => {
    const file = await write('demo-1.0.0.tgz', archive('1.0.0'))
    const draft = await openDraft(file)
    bench.tap.fault = ({ method }) => (method === 'POST' ? { kind: 'hold' } : undefined)
    const started = await bench.rig.transfers.pushes.start(
      { draftId: draft.draftId, target: target() },
      signal,
    )
    if (started.result !== 'started') throw new Error(started.result)
    await bench.tap.held()
    const same = archive('1.0.0', { 'demo/values.yaml': 'a: 2\n' })
    await fs.writeFile(file, same)
    bench.tap.fault = () => undefined
    bench.tap.release()
    expect(await bench.rig.ended(started.transferId)).toMatchObject({
      state: 'failed',
      error: { reason: 'file-changed' },
    })
    expect(
      bench.tap.seen.filter(one => one.method === 'PUT' && one.path.includes('/manifests/')),
    ).toEqual([])
  })

  it('refuses a file that changed since it was reviewed', async () => {
    const file = await write('demo-1.0.0.tgz', archive('1.0.0'))
    const draft = await openDraft(file)
    await fs.writeFile(file, archive('1.0.0', { 'demo/more': 'x' }))
    await expect(
      bench.rig.transfers.pushes.start({ draftId: draft.draftId, target: target() }, signal),
    ).rejects.toMatchObject({ reason: 'file-changed' })
  })

  it.each([
    ['the first look', ({ method }: { method: string }) => method === 'HEAD'],
    ['the upload', ({ method }: { method: string }) => method === 'POST'],
    [
      'the bytes',
      ({ method, path: url }: { method: string; path: string }) =>
        method === 'PUT' && url.includes('uploads'),
    ],
  ])('cancelled at %s ends at once and leaves no tag', async (_name, matches) => {
    const draft = await openDraft(await write('demo-1.0.0.tgz', archive('1.0.0')))
    let armed = false
    bench.tap.fault = one => (armed && matches(one) ? { kind: 'hold' } : undefined)
    const starting = bench.rig.transfers.pushes.start(
      { draftId: draft.draftId, target: target() },
      signal,
    )
    armed = true
    const started = await starting
    if (started.result !== 'started') throw new Error(started.result)
    await bench.tap.held()
    await bench.rig.transfers.engine.cancel(started.transferId)
    expect(bench.rig.transfers.engine.get(started.transferId).state).toBe('cancelled')
    bench.tap.fault = () => undefined
    bench.tap.release()
    await expect(digestAtTag('1.0.0')).rejects.toMatchObject({ code: 'not-found' })
  })

  it('cancelled after the manifest was sent says what the registry has: pushed', async () => {
    const draft = await openDraft(await write('demo-1.0.0.tgz', archive('1.0.0')))
    bench.tap.fault = one =>
      one.method === 'PUT' && one.path.includes('/manifests/') ? { kind: 'hold-answer' } : undefined
    const started = await bench.rig.transfers.pushes.start(
      { draftId: draft.draftId, target: target() },
      signal,
    )
    if (started.result !== 'started') throw new Error(started.result)
    await bench.tap.held()
    const cancelled = bench.rig.transfers.engine.cancel(started.transferId)
    bench.tap.fault = () => undefined
    bench.tap.release()
    await cancelled
    expect(bench.rig.transfers.engine.get(started.transferId)).toMatchObject({ state: 'done' })
  })

  it('sends every blob once more when the registry only thought it had them', async () => {
    const isLook = ({ method, path: url }: { method: string; path: string }) =>
      method === 'HEAD' && url.includes('/blobs/')
    bench.tap.fault = one =>
      isLook(one) ? { kind: 'answer', status: 200, headers: { 'content-length': '1' } } : undefined
    const done = await push(await write('demo-1.0.0.tgz', archive('1.0.0')))
    expect(done).toMatchObject({ state: 'done' })
    expect(bench.tap.seen.filter(({ method }) => method === 'POST')).toHaveLength(2)
    const puts = bench.tap.seen.filter(
      one => one.method === 'PUT' && one.path.includes('/manifests/'),
    )
    expect(puts).toHaveLength(2)
  })

  it('that another client overtook ends well, and says where its tag points now', async () => {
    bench.tap.fault = one =>
      one.method === 'PUT' && one.path.includes('/manifests/') ? { kind: 'hold-answer' } : undefined
    const ending = push(await write('demo-1.0.0.tgz', archive('1.0.0')))
    await bench.tap.held()
    const theirs = await bench.registry.pushImage('team/demo', '1.0.0')
    bench.tap.fault = () => undefined
    bench.tap.release()
    expect(await ending).toMatchObject({
      state: 'done',
      outcome: { tagNow: 'moved', pointsTo: theirs.digest },
    })
  })

  it('that the registry shows seconds later has ended well', async () => {
    let isStored = false
    let looks = 0
    bench.tap.fault = one => {
      if (!one.path.includes('/manifests/')) return undefined
      if (one.method === 'PUT') isStored = true
      else if (isStored && ++looks < 6) return { kind: 'answer', status: 404 }
      return undefined
    }
    const done = await push(await write('demo-1.0.0.tgz', archive('1.0.0')))
    expect(done).toMatchObject({ state: 'done' })
    expect(done).toMatchObject({ outcome: { tagNow: 'as-pushed' } })
  })

  it('that the registry took and does not show is stored, not visible yet', async () => {
    let isStored = false
    bench.tap.fault = one => {
      if (!one.path.includes('/manifests/')) return undefined
      if (one.method === 'PUT') isStored = true
      else if (isStored) return { kind: 'answer', status: 404 }
      return undefined
    }
    const done = await push(await write('demo-1.0.0.tgz', archive('1.0.0')))
    expect(done).toMatchObject({
      state: 'done',
      outcome: { tagNow: 'not-visible-yet' },
    })
  }, 30_000)

  it('whose answer was lost is read back, not repeated', async () => {
    let dropped = false
    bench.tap.fault = one => {
      if (dropped || one.method !== 'PUT' || !one.path.includes('/manifests/')) return undefined
      dropped = true
      return { kind: 'drop-answer' }
    }
    expect(await push(await write('demo-1.0.0.tgz', archive('1.0.0')))).toMatchObject({
      state: 'done',
    })
    const puts = bench.tap.seen.filter(
      one => one.method === 'PUT' && one.path.includes('/manifests/'),
    )
    expect(puts).toHaveLength(1)
  })
})
