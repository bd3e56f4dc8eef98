import * as fs from 'node:fs/promises'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { emptyDatabase } from '../../../electron/core/store/database.ts'
import type { Transfer } from '../../../shared/ipc/schemas/transfers.ts'
import { archive, sha256, useTransfersBench } from '../../support/transfers-bench.ts'
import { createTransfersRig } from '../../support/transfers-rig.ts'

// A page that is reloaded right after the click, and a program that is killed then: what was asked for is not lost.

const { bench, write, openDraft, target, push, pull, pushed, digestAtTag } = useTransfersBench()

const holdManifests = () => {
  bench.tap.fault = ({ path: asked }) =>
    asked.includes('/manifests/') ? { kind: 'hold' } : undefined
}
const letGo = () => {
  bench.tap.fault = () => undefined
  bench.tap.release()
}
const list = () => bench.rig.transfers.engine.list()

const startPush = async (text = '') => {
  const file = await write('demo-1.0.0.tgz', archive('1.0.0', { 'demo/NOTES': text }))
  const { draftId } = await openDraft(file)
  const page = new AbortController()
  holdManifests()
  const { pushes } = bench.rig.transfers
  const answer = pushes.start({ draftId, target: target() }, page.signal)
  answer.catch(() => undefined)
  await bench.tap.held()
  return { answer, draftId, reload: () => page.abort() }
}

it('a push goes on although its page is gone before the registry has answered', async () => {
  const { answer, draftId, reload } = await startPush()
  // The sheet that is open tells of it itself.
  expect(list()).toEqual([])
  reload()
  await bench.rig.transfers.drafts.discard([draftId])
  expect(list()).toMatchObject([{ kind: 'push', state: 'waiting', title: 'demo 1.0.0' }])
  letGo()
  const started = await answer
  if (started.result !== 'started') throw new Error('not started')
  expect(await bench.rig.ended(started.transferId)).toMatchObject({ state: 'done' })
  expect(await digestAtTag('1.0.0')).toMatch(/^sha256:/)
})

it('a push that owes a question to a page that is gone moves no tag, and says so in the list', async () => {
  await push(await write('demo-1.0.0.tgz', archive('1.0.0')))
  const before = await digestAtTag('1.0.0')
  const { answer, reload } = await startPush('changed')
  reload()
  letGo()
  await answer
  await expect
    .poll(() => list()[0])
    .toMatchObject({ state: 'failed', error: { reason: 'tag-moved' } })
  expect(await digestAtTag('1.0.0')).toBe(before)
})

it('a push whose page is there is asked about as before, and leaves no transfer', async () => {
  await push(await write('demo-1.0.0.tgz', archive('1.0.0')))
  const { answer } = await startPush('changed')
  letGo()
  expect(await answer).toMatchObject({ result: 'needs-decision', decision: 'move-tag' })
  expect(list()).toHaveLength(1)
})

it('a push that is cancelled before the registry has answered is called so', async () => {
  const { answer, reload } = await startPush()
  reload()
  const [waiting] = list()
  const cancelled = bench.rig.transfers.engine.cancel(waiting?.id ?? '')
  await expect(answer).rejects.toMatchObject({ code: 'cancelled' })
  await cancelled
  expect(list()).toMatchObject([{ state: 'cancelled' }])
})

it('a pull goes on although its page is gone before the registry has answered', async () => {
  const digest = await pushed()
  await bench.rig.coldClient()
  holdManifests()
  const page = new AbortController()
  const answer = pull(digest, {}, page.signal)
  await bench.tap.held()
  page.abort()
  expect(list()[0]).toMatchObject({ kind: 'pull', state: 'waiting', title: 'demo 1.0.0' })
  letGo()
  const started = await answer
  if (started.result !== 'started') throw new Error('not started')
  expect(await bench.rig.ended(started.transferId)).toMatchObject({ state: 'done' })
  expect(sha256(await fs.readFile(path.join(bench.folder, 'demo-1.0.0.tgz')))).toBe(
    sha256(archive('1.0.0')),
  )
})

it('a pull into the browser that is refused leaves no folder behind', async () => {
  const digest = await pushed()
  const spool = path.join(bench.rig.folder, 'data/chartroom-pulls')
  bench.tap.fault = ({ path: asked }) =>
    asked.includes('/blobs/') ? { kind: 'answer', status: 403 } : undefined
  const started = await pull(digest, { destination: { kind: 'browser' } })
  if (started.result !== 'started') throw new Error('not started')
  expect(await bench.rig.ended(started.transferId)).toMatchObject({ state: 'failed' })
  await expect.poll(() => fs.readdir(spool)).toEqual([])
})

/** The program after one that was killed between the last act of a transfer and its line in the journal. */
const killedAtTheEnd = async (act: (rig: typeof bench.rig) => Promise<Transfer>) => {
  const database = emptyDatabase()
  const first = await createTransfersRig({ host: bench.tap.host, database })
  onTestFinished(() => first.close())
  const done = await act(first)
  const row = database.prepare('SELECT row FROM transfers WHERE id = ?').get(done.id)
  const running = { ...JSON.parse(String(row?.row)), transfer: { ...done, state: 'running' } }
  database
    .prepare('UPDATE transfers SET row = ? WHERE id = ?')
    .run(JSON.stringify(running), done.id)
  const again = await createTransfersRig({ host: bench.tap.host, database })
  onTestFinished(() => again.close())
  const [interrupted] = again.transfers.engine.list()
  expect(interrupted).toMatchObject({ state: 'failed', error: { reason: 'interrupted' } })
  const { signal } = new AbortController()
  const { transferId } = await again.transfers.retry(interrupted?.id ?? '', signal)
  const ended = await again.ended(transferId)
  expect(again.transfers.engine.list()).toHaveLength(1)
  return ended
}

it.each(['ask', 'replace', 'keep-both'] as const)(
  'a pull (%s) that was killed after its file had its name ends as done when it is tried again',
  async onExisting => {
    const digest = await pushed()
    if (onExisting !== 'ask') await write('demo-1.0.0.tgz', 'something else')
    const fileName = onExisting === 'keep-both' ? 'demo-1.0.0 (2).tgz' : 'demo-1.0.0.tgz'
    const ended = await killedAtTheEnd(async rig => {
      rig.chosen.folder = bench.folder
      const folder = await rig.transfers.folders.choose()
      const started = await rig.transfers.pulls.start(
        {
          registryId: rig.registryId,
          repository: 'team/demo',
          digest,
          tag: '1.0.0',
          destination: { kind: 'folder', folderId: folder?.folderId ?? '' },
          keepProvenance: true,
          onExisting,
        },
        new AbortController().signal,
      )
      if (started.result !== 'started') throw new Error('not started')
      return rig.ended(started.transferId)
    })
    expect(ended).toMatchObject({
      state: 'done',
      blobs: [{ state: 'already-there' }],
      outcome: { fileName, contents: 'same-as-tag', helmLoads: true },
    })
    const names = onExisting === 'keep-both' ? ['demo-1.0.0.tgz', fileName] : [fileName]
    expect((await fs.readdir(bench.folder)).sort()).toEqual(names.sort())
  },
)
