import { execFileSync } from 'node:child_process'
import * as fs from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { archive, provenanceFor, useTransfersBench } from '../../support/transfers-bench.ts'

const { bench, write, openDraft, push } = useTransfersBench()
const { signal } = new AbortController()

describe('what is handed over', () => {
  const refusedReason = async (...files: string[]) => {
    const { drafts, refused } = await bench.rig.transfers.drafts.openPaths(files, signal)
    expect(drafts).toEqual([])
    return refused.map(({ error }) => error.reason)
  }

  it('a folder, a link, a FIFO, a vanished file, a huge one: each refused with its reason', async () => {
    await fs.mkdir(path.join(bench.folder, 'folder.tgz'))
    await fs.symlink(await write('real.tgz', archive('1.0.0')), path.join(bench.folder, 'link.tgz'))
    execFileSync('mkfifo', [path.join(bench.folder, 'fifo.tgz')])
    const huge = await fs.open(path.join(bench.folder, 'huge.tgz'), 'w')
    await huge.truncate(102 * 1024 * 1024)
    await huge.close()
    const names = ['folder', 'link', 'fifo', 'gone', 'huge']
    expect(
      await refusedReason(...names.map(name => path.join(bench.folder, `${name}.tgz`))),
    ).toEqual(['file-is-folder', 'file-is-link', 'file-not-regular', 'file', 'archive-file'])
  })

  it('a token that opens nothing refuses its own file, and no other', async () => {
    const { grants, transfers } = bench.rig
    const { drafts } = transfers
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
    const opened = await bench.rig.transfers.drafts.open(
      [
        upload('broken.tgz', broken),
        upload('other.tgz.prov', orphan),
        upload('demo.tgz', kept),
        upload('demo.tgz.prov', noProvenance),
      ],
      signal,
    )
    expect(opened.refused).toHaveLength(2)
    expect(await fs.readdir(bench.folder)).toEqual(['kept'])
    await bench.rig.transfers.drafts.discard(opened.drafts.map(draft => draft.draftId))
    expect(await fs.readdir(bench.folder)).toEqual([])
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
    expect(bench.tap.seen.filter(({ method }) => method !== 'GET')).toEqual([])
    const done = await push(file, { withoutProvenance: true })
    expect(done).toMatchObject({ state: 'done', blobs: [{ role: 'config' }, { role: 'chart' }] })
  })
})
