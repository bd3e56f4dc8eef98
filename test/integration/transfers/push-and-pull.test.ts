import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import * as fs from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Digest } from '../../../shared/model/digest.ts'
import { chartArchive } from '../../support/archives/chart-archive.ts'
import { type HttpTap, startHttpTap } from '../../support/http-tap.ts'
import { startRegistry } from '../../support/local-registry/registry-rig.ts'
import { createTransfersRig, type TransfersRig } from '../../support/transfers-rig.ts'

let registry: Awaited<ReturnType<typeof startRegistry>>
let tap: HttpTap
let rig: TransfersRig
let folder = ''
const { signal } = new AbortController()

beforeEach(async () => {
  registry = await startRegistry()
  tap = await startHttpTap(`127.0.0.1:${registry.port}`)
  rig = await createTransfersRig({ host: tap.host })
  folder = path.join(rig.folder, 'work')
  await fs.mkdir(folder)
})
afterEach(async () => {
  await rig.close()
  await tap.stop()
  await registry[Symbol.asyncDispose]()
})

const sha256 = (bytes: Uint8Array): Digest =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest

const archive = (version: string, more: Record<string, string | Uint8Array> = {}) =>
  chartArchive({
    'demo/Chart.yaml': `apiVersion: v2\nname: demo\nversion: ${version}\n`,
    'demo/values.yaml': 'a: 1\n',
    ...more,
  })

const write = async (fileName: string, bytes: Uint8Array | string) => {
  const file = path.join(folder, fileName)
  await fs.writeFile(file, bytes)
  return file
}

const openDraft = async (...files: string[]) => {
  const { drafts, refused } = await rig.transfers.drafts.openPaths(files, signal)
  expect(refused).toEqual([])
  const [draft] = drafts
  if (draft === undefined) throw new Error('no draft')
  return draft
}

const provenanceFor = (fileName: string, digest: string) =>
  `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nname: demo\n\n...\nfiles:\n  ${fileName}: ${digest}\n-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n`

const target = () => ({ registryId: rig.registryId, namespace: 'team' })

const push = async (file: string, extra: object = {}) => {
  const draft = await openDraft(file)
  const started = await rig.transfers.pushes.start(
    { draftId: draft.draftId, target: target(), ...extra },
    signal,
  )
  return started.result === 'started' ? rig.ended(started.transferId) : started
}

const pull = async (digest: Digest, change: object = {}) => {
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
    signal,
  )
}

const pullToEnd = async (digest: Digest, change: object = {}) => {
  const started = await pull(digest, change)
  if (started.result !== 'started') throw new Error(started.result)
  return rig.ended(started.transferId)
}

const pushed = async (version = '1.0.0') => {
  const done = await push(await write(`demo-${version}.tgz`, archive(version)))
  if (!('state' in done) || done.state !== 'done' || done.digest === undefined) {
    throw new Error(JSON.stringify(done))
  }
  await fs.rm(path.join(folder, `demo-${version}.tgz`))
  return done.digest as Digest
}

const digestAtTag = async (tag: string) =>
  (await rig.client.repository('team/demo').resolve(tag, { signal })).digest

describe('a push', () => {
  it('goes round: what was pushed with its .prov is pulled byte for byte', async () => {
    const bytes = archive('1.0.0+build.1')
    const file = await write('demo-1.0.0.tgz', bytes)
    const provenance = provenanceFor('demo-1.0.0.tgz', sha256(bytes))
    await write('demo-1.0.0.tgz.prov', provenance)
    const done = await push(file)
    expect(done).toMatchObject({ state: 'done', repository: 'team/demo', tag: '1.0.0_build.1' })
    expect(rig.pushed).toEqual([{ registryId: rig.registryId, repository: 'team/demo' }])
    if (!('digest' in done)) throw new Error('not pushed')
    const pulled = await pullToEnd(done.digest as Digest, { tag: '1.0.0_build.1' })
    expect(pulled.outcome).toMatchObject({
      fileName: 'demo-1.0.0+build.1.tgz',
      contents: 'same-as-tag',
      helmLoads: true,
    })
    expect(sha256(await fs.readFile(path.join(folder, 'demo-1.0.0+build.1.tgz')))).toBe(
      sha256(bytes),
    )
    expect(await fs.readFile(path.join(folder, 'demo-1.0.0+build.1.tgz.prov'), 'utf8')).toBe(
      provenance,
    )
  })

  it('is reviewed by reading alone: nothing of the chart leaves the machine', async () => {
    const draft = await openDraft(await write('demo-1.0.0.tgz', archive('1.0.0')))
    const told: string[] = []
    const review = await rig.transfers.pushes.review(
      { draftId: draft.draftId, target: target() },
      { signal, progress: check => told.push(check.check) },
    )
    expect(review.reference).toBe(`oci://${tap.host}/team/demo:1.0.0`)
    expect(review.helmCommand).toBe(`helm push demo-1.0.0.tgz oci://${tap.host}/team --plain-http`)
    expect(told.sort()).toEqual(review.checks.map(check => check.check).sort())
    expect(review.checks.filter(check => check.state === 'failed')).toEqual([])
    expect(new Set(tap.seen.map(({ method }) => method))).toEqual(new Set(['GET']))
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
    await fs.utimes(path.join(folder, 'demo-1.0.0.tgz'), 1, 1)
    tap.seen.length = 0
    const from = await digestAtTag('1.0.0')
    const again = await push(path.join(folder, 'demo-1.0.0.tgz'), { moveTagFrom: from })
    expect(again).toMatchObject({ state: 'done' })
    expect(tap.seen.filter(({ method }) => method === 'POST')).toEqual([])
  })

  it('stops before a manifest names a file that changed under it', async () => {
    const file = await write('demo-1.0.0.tgz', archive('1.0.0'))
    const draft = await openDraft(file)
    tap.fault = ({ method }) => (method === 'POST' ? { kind: 'hold' } : undefined)
    const started = await rig.transfers.pushes.start(
      { draftId: draft.draftId, target: target() },
      signal,
    )
    if (started.result !== 'started') throw new Error(started.result)
    await tap.held()
    const same = archive('1.0.0', { 'demo/values.yaml': 'a: 2\n' })
    await fs.writeFile(file, same)
    tap.fault = () => undefined
    tap.release()
    expect(await rig.ended(started.transferId)).toMatchObject({
      state: 'failed',
      error: { reason: 'file-changed' },
    })
    expect(
      tap.seen.filter(one => one.method === 'PUT' && one.path.includes('/manifests/')),
    ).toEqual([])
  })

  it('refuses a file that changed since it was reviewed', async () => {
    const file = await write('demo-1.0.0.tgz', archive('1.0.0'))
    const draft = await openDraft(file)
    await fs.writeFile(file, archive('1.0.0', { 'demo/more': 'x' }))
    await expect(
      rig.transfers.pushes.start({ draftId: draft.draftId, target: target() }, signal),
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
    tap.fault = one => (armed && matches(one) ? { kind: 'hold' } : undefined)
    const starting = rig.transfers.pushes.start(
      { draftId: draft.draftId, target: target() },
      signal,
    )
    armed = true
    const started = await starting
    if (started.result !== 'started') throw new Error(started.result)
    await tap.held()
    await rig.transfers.engine.cancel(started.transferId)
    expect(rig.transfers.engine.get(started.transferId).state).toBe('cancelled')
    tap.fault = () => undefined
    tap.release()
    await expect(digestAtTag('1.0.0')).rejects.toMatchObject({ code: 'not-found' })
  })

  it('cancelled after the manifest was sent says what the registry has: pushed', async () => {
    const draft = await openDraft(await write('demo-1.0.0.tgz', archive('1.0.0')))
    tap.fault = one =>
      one.method === 'PUT' && one.path.includes('/manifests/') ? { kind: 'hold-answer' } : undefined
    const started = await rig.transfers.pushes.start(
      { draftId: draft.draftId, target: target() },
      signal,
    )
    if (started.result !== 'started') throw new Error(started.result)
    await tap.held()
    const cancelled = rig.transfers.engine.cancel(started.transferId)
    tap.fault = () => undefined
    tap.release()
    await cancelled
    expect(rig.transfers.engine.get(started.transferId)).toMatchObject({ state: 'done' })
  })

  it('sends every blob once more when the registry only thought it had them', async () => {
    const isLook = ({ method, path: url }: { method: string; path: string }) =>
      method === 'HEAD' && url.includes('/blobs/')
    tap.fault = one =>
      isLook(one) ? { kind: 'answer', status: 200, headers: { 'content-length': '1' } } : undefined
    const done = await push(await write('demo-1.0.0.tgz', archive('1.0.0')))
    expect(done).toMatchObject({ state: 'done' })
    expect(tap.seen.filter(({ method }) => method === 'POST')).toHaveLength(2)
    const puts = tap.seen.filter(one => one.method === 'PUT' && one.path.includes('/manifests/'))
    expect(puts).toHaveLength(2)
  })

  it('whose answer was lost is read back, not repeated', async () => {
    let dropped = false
    tap.fault = one => {
      if (dropped || one.method !== 'PUT' || !one.path.includes('/manifests/')) return undefined
      dropped = true
      return { kind: 'drop-answer' }
    }
    expect(await push(await write('demo-1.0.0.tgz', archive('1.0.0')))).toMatchObject({
      state: 'done',
    })
    const puts = tap.seen.filter(one => one.method === 'PUT' && one.path.includes('/manifests/'))
    expect(puts).toHaveLength(1)
  })
})

describe('what is handed over', () => {
  const refusedReason = async (...files: string[]) => {
    const { drafts, refused } = await rig.transfers.drafts.openPaths(files, signal)
    expect(drafts).toEqual([])
    return refused.map(({ error }) => error.reason)
  }

  it('a folder, a link, a FIFO, a vanished file, a huge one: each refused with its reason', async () => {
    await fs.mkdir(path.join(folder, 'folder.tgz'))
    await fs.symlink(await write('real.tgz', archive('1.0.0')), path.join(folder, 'link.tgz'))
    execFileSync('mkfifo', [path.join(folder, 'fifo.tgz')])
    const huge = await fs.open(path.join(folder, 'huge.tgz'), 'w')
    await huge.truncate(102 * 1024 * 1024)
    await huge.close()
    const names = ['folder', 'link', 'fifo', 'gone', 'huge']
    expect(await refusedReason(...names.map(name => path.join(folder, `${name}.tgz`)))).toEqual([
      'file-is-folder',
      'file-is-link',
      'file-not-regular',
      'file',
      'archive-file',
    ])
  })

  it('a token that opens nothing refuses its own file, and no other', async () => {
    const { grants, drafts } = rig.transfers
    const grant = async (version: string) =>
      grants.grant({
        path: await write(`demo-${version}.tgz`, archive(version)),
        fileName: `demo-${version}.tgz`,
        modifiedMs: 0,
        temporary: false,
      })
    const used = await grant('1.0.0')
    await drafts.redeem([used], signal)
    const opened = await drafts.redeem([await grant('2.0.0'), used, await grant('3.0.0')], signal)
    expect(opened.drafts.map(({ fileName }) => fileName)).toEqual([
      'demo-2.0.0.tgz',
      'demo-3.0.0.tgz',
    ])
    expect(opened.refused).toMatchObject([{ token: used, error: { reason: 'file-token' } }])
  })

  it('an upload that is refused leaves no file behind', async () => {
    const upload = (fileName: string, filePath: string) =>
      ({ path: filePath, fileName, modifiedMs: 0, temporary: true }) as const
    const broken = await write('broken', 'no archive')
    const orphan = await write('orphan', provenanceFor('other.tgz', 'x'))
    const kept = await write('kept', archive('1.0.0'))
    const noProvenance = await write('no-provenance', Buffer.alloc(2 << 20))
    const opened = await rig.transfers.drafts.open(
      [
        upload('broken.tgz', broken),
        upload('other.tgz.prov', orphan),
        upload('demo.tgz', kept),
        upload('demo.tgz.prov', noProvenance),
      ],
      signal,
    )
    expect(opened.refused).toHaveLength(2)
    expect(await fs.readdir(folder)).toEqual(['kept'])
    await rig.transfers.drafts.discard(opened.drafts.map(draft => draft.draftId))
    expect(await fs.readdir(folder)).toEqual([])
  })

  it('a .prov alone has no chart', async () => {
    const orphan = await write('demo-1.0.0.tgz.prov', provenanceFor('demo-1.0.0.tgz', 'x'))
    expect(await refusedReason(orphan)).toEqual(['provenance-without-chart'])
  })

  it.each([
    ['a link to a credential file', 'file-is-link'],
    ['a FIFO', 'file-not-regular'],
    ['2 MiB', 'archive-file'],
    ['no PGP message', 'not-a-provenance'],
  ])('a neighbouring .prov that is %s is not read and not pushed', async (what, reason) => {
    const file = await write('demo-1.0.0.tgz', archive('1.0.0'))
    const neighbour = `${file}.prov`
    if (what.startsWith('a link')) await fs.symlink(await write('secret', 'canary'), neighbour)
    else if (what === 'a FIFO') execFileSync('mkfifo', [neighbour])
    else await fs.writeFile(neighbour, what === '2 MiB' ? Buffer.alloc(2 << 20) : 'canary')
    const draft = await openDraft(file)
    expect(draft.provenance).toBeUndefined()
    expect(draft.provenanceRefused).toBe(reason)
  })

  it('a .prov whose hash differs is a decision: push without it, or not', async () => {
    const file = await write('demo-1.0.0.tgz', archive('1.0.0'))
    await write('demo-1.0.0.tgz.prov', provenanceFor('demo-1.0.0.tgz', `sha256:${'0'.repeat(64)}`))
    expect(await push(file)).toMatchObject({
      result: 'needs-decision',
      decision: 'provenance-differs',
    })
    expect(tap.seen.filter(({ method }) => method !== 'GET')).toEqual([])
    const done = await push(file, { withoutProvenance: true })
    expect(done).toMatchObject({ state: 'done', blobs: [{ role: 'config' }, { role: 'chart' }] })
  })
})

describe('a pull', () => {
  it('with one wrong byte leaves nothing and says what was promised and what came', async () => {
    const bytes = archive('1.0.0')
    const digest = await pushed()
    tap.fault = one =>
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
    expect(ended.error?.details?.receivedDigest).toMatch(/^sha256:/)
    expect(await fs.readdir(folder)).toEqual([])
  })

  it('never overwrites silently', async () => {
    const digest = await pushed()
    await write('demo-1.0.0.tgz', 'mine')
    expect(await pull(digest)).toMatchObject({ result: 'needs-decision', decision: 'exists' })
    const second = await pullToEnd(digest, { onExisting: 'keep-both' })
    expect(second.outcome?.fileName).toBe('demo-1.0.0 (2).tgz')
    expect(await fs.readFile(path.join(folder, 'demo-1.0.0.tgz'), 'utf8')).toBe('mine')
    const third = await pullToEnd(digest, { onExisting: 'replace' })
    expect(third.outcome?.fileName).toBe('demo-1.0.0.tgz')
    expect(await pull(digest)).toEqual({ result: 'already-there', fileName: 'demo-1.0.0.tgz' })
  })

  it('does not write what another pull is writing', async () => {
    const digest = await pushed()
    tap.fault = one => (one.path.includes('/blobs/') ? { kind: 'hold' } : undefined)
    const first = await pull(digest)
    await tap.held()
    expect(await pull(digest)).toMatchObject({ result: 'needs-decision', decision: 'exists' })
    const second = await pull(digest, { onExisting: 'keep-both' })
    tap.fault = () => undefined
    tap.release()
    if (first.result !== 'started' || second.result !== 'started') throw new Error('not started')
    await Promise.all([rig.ended(first.transferId), rig.ended(second.transferId)])
    expect((await fs.readdir(folder)).sort()).toEqual(['demo-1.0.0 (2).tgz', 'demo-1.0.0.tgz'])
  })

  it('cancelled while bytes flow leaves nothing', async () => {
    const digest = await pushed()
    tap.fault = one => (one.path.includes('/blobs/') ? { kind: 'hold' } : undefined)
    const started = await pull(digest)
    if (started.result !== 'started') throw new Error(started.result)
    await tap.held()
    await rig.transfers.engine.cancel(started.transferId)
    expect(await fs.readdir(folder)).toEqual([])
    tap.release()
  })

  it('says that the tag moved since the row was shown', async () => {
    const shownDigest = await pushed()
    const file = await write('demo-1.0.0.tgz', archive('1.0.0', { 'demo/x': 'y' }))
    await push(file, { moveTagFrom: shownDigest })
    const plan = await rig.transfers.pulls.resolve(
      { registryId: rig.registryId, repository: 'team/demo', reference: '1.0.0', shownDigest },
      signal,
    )
    expect(plan).toMatchObject({ movedFrom: shownDigest, digest: await digestAtTag('1.0.0') })
  })

  it('over helm’s limits is saved and named as one that helm will not load', async () => {
    const bytes = archive('1.0.0', { 'demo/zeros': Buffer.alloc(5 * 1024 * 1024 + 1) })
    const layer = await registry.pushBlob('team/demo', bytes)
    const config = await registry.pushBlob('team/demo', '{"name":"demo","version":"1.0.0"}')
    await registry.putManifest('team/demo', '1.0.0', {
      schemaVersion: 2,
      config: { ...config, mediaType: 'application/vnd.cncf.helm.config.v1+json' },
      layers: [{ ...layer, mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip' }],
    })
    const ended = await pullToEnd(await digestAtTag('1.0.0'))
    expect(ended).toMatchObject({
      state: 'done',
      outcome: { helmLoads: false, contents: 'unreadable' },
    })
    expect(sha256(await fs.readFile(path.join(folder, 'demo-1.0.0.tgz')))).toBe(sha256(bytes))
  })

  it('into the browser waits in the spool for single-use tickets, and goes with its transfer', async () => {
    const digest = await pushed()
    const ended = await pullToEnd(digest, { destination: { kind: 'browser' } })
    const { tickets } = await rig.transfers.tickets(ended.id)
    expect(tickets).toHaveLength(1)
    const ticket = tickets[0]?.url.split('/').at(-1) ?? ''
    const spooled = rig.transfers.downloads.redeem(ticket)
    expect(sha256(await fs.readFile(spooled?.path ?? ''))).toBe(sha256(archive('1.0.0')))
    expect(rig.transfers.downloads.redeem(ticket)).toBeUndefined()
    await rig.transfers.clear(ended.id)
    await expect(fs.stat(spooled?.path ?? '')).rejects.toMatchObject({ code: 'ENOENT' })
  })
})
