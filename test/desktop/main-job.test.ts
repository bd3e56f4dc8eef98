import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createCall, type Call } from '../../shared/ipc/client.ts'
import type { Output, Progress } from '../../shared/ipc/contract.ts'
import { parseDigest } from '../../shared/model/digest.ts'
import { chartArchive, goodChartYaml } from '../support/archives/chart-archive.ts'
import { loadPreload } from '../support/electron-double/load-preload.ts'
import {
  electron,
  mainWindow,
  runMain,
  type RunningMain,
} from '../support/electron-double/run-main.ts'
import { startStallingRegistry } from '../support/stalling-registry/stalling-registry.ts'
import { outcomeOfPull } from '../support/how-it-ended.ts'

type Transfer = Progress<'transfers.watch'>['transfers'][number]

const archive = chartArchive({
  'demo/Chart.yaml': goodChartYaml,
  'demo/values.yaml': 'replicas: 1\n',
  'demo/README.md': '# demo\n',
})

let main: RunningMain
let call: Call
let registryId: string
let digest: string
let downloads: string

/** As the page that was loaded last does it: one watch, until a transfer is as wanted. */
const untilTransfer = (isWanted: (transfer: Transfer) => boolean): Promise<Transfer> => {
  const hangUp = new AbortController()
  const found = Promise.withResolvers<Transfer>()
  const onProgress = ({ transfers }: Progress<'transfers.watch'>) => {
    const wanted = transfers.find(isWanted)
    if (wanted) found.resolve(wanted)
  }
  call('transfers.watch', {}, { signal: hangUp.signal, onProgress }).catch(() => undefined)
  return found.promise.finally(() => hangUp.abort())
}

const untilEnded = async (transferId: string): Promise<Transfer> => {
  const ended = await untilTransfer(
    ({ id, state }) => id === transferId && !['waiting', 'running'].includes(state),
  )
  expect(ended).toMatchObject({ state: 'done' })
  return ended
}

/** The next dialog that the program shows. */
const nextDialog = async () => {
  if (electron.dialogs.length === 0)
    await new Promise<void>(resolve => electron.app.once('dialog', () => resolve()))
  const dialog = electron.dialogs.shift()
  if (dialog === undefined) throw new Error('no dialog')
  return dialog
}

const chooseFolder = async (folder: string) => {
  const chosen = call('folders.choose', {})
  const dialog = await nextDialog()
  expect(dialog.options['properties']).toEqual(['openDirectory', 'createDirectory'])
  dialog.answer({ canceled: false, filePaths: [folder] })
  const { folder: granted } = await chosen
  if (granted === undefined) throw new Error('no folder was granted')
  return granted.folderId
}

const openDrafts = async (paths: readonly string[]): Promise<Output<'drafts.open'>> => {
  const files = paths.map(file => ({ path: file, name: path.basename(file), lastModified: 0 }))
  const { bridge } = loadPreload()
  const tokens = await bridge.grant(files as unknown as File[])
  return call('drafts.open', { tokens })
}

beforeAll(async () => {
  main = await runMain()
  call = createCall(loadPreload().bridge.open)
  downloads = path.join(main.dataDir, 'downloads')
  mkdirSync(downloads)
  writeFileSync(path.join(main.dataDir, 'demo-1.2.3.tgz'), archive)
})
afterAll(async () => {
  await main.stop()
})

it('a dropped chart is read by a process of its own', async () => {
  const { drafts, refused } = await openDrafts([path.join(main.dataDir, 'demo-1.2.3.tgz')])
  expect(refused).toEqual([])
  const [draft] = drafts
  expect(draft?.metadata).toMatchObject({ name: 'demo', version: '1.2.3' })
  const chart = await call('charts.read', {
    source: { from: 'draft', draftId: draft?.draftId ?? '' },
  })
  expect(JSON.stringify(chart)).toContain('replicas: 1')
  await call('drafts.discard', { draftIds: [draft?.draftId ?? ''] })
})

it('a token opens its file once, and a path opens nothing', async () => {
  const file = path.join(main.dataDir, 'demo-1.2.3.tgz')
  const [token = ''] = await loadPreload().bridge.grant([
    { path: file, name: 'demo-1.2.3.tgz', lastModified: 0 } as unknown as File,
  ])
  const first = await call('drafts.open', { tokens: [token] })
  for (const used of [token, '', file]) {
    expect(await call('drafts.open', { tokens: [used] })).toMatchObject({
      drafts: [],
      refused: [{ fileName: '', token: used, error: { reason: 'file-token' } }],
    })
  }
  await call('drafts.discard', { draftIds: first.drafts.map(({ draftId }) => draftId) })
})

it('it is chosen in a dialog, pushed to the local registry and named by digest', async () => {
  ;({
    registry: { id: registryId },
  } = await call('registries.openLocal', {}))
  const chosen = call('drafts.choose', {})
  const dialog = await nextDialog()
  dialog.answer({ canceled: false, filePaths: [path.join(main.dataDir, 'demo-1.2.3.tgz')] })
  const draftId = (await chosen).drafts[0]?.draftId ?? ''
  const target = { registryId, namespace: 'team' }
  const review = await call('push.review', { draftId, target })
  expect(review.reference).toMatch(/^oci:\/\/127\.0\.0\.1:\d+\/team\/demo:1\.2\.3$/)
  const started = await call('push.start', { draftId, target })
  if (started.result !== 'started') throw new Error(started.result)
  const pushed = await untilEnded(started.transferId)
  digest = pushed.digest ?? ''
  expect(digest).toBe(review.plan?.manifest.digest)
})

it('it is pulled by digest into a folder chosen in a dialog, bytes equal', async () => {
  const folderId = await chooseFolder(downloads)
  const started = await call('pull.start', {
    registryId,
    repository: 'team/demo',
    digest: parseDigest(digest) ?? digest,
    tag: '1.2.3',
    destination: { kind: 'folder', folderId },
    keepProvenance: true,
    onExisting: 'ask',
  })
  if (started.result !== 'started') throw new Error(started.result)
  await untilEnded(started.transferId)
  const saved = path.join(downloads, 'demo-1.2.3.tgz')
  expect(readFileSync(saved).equals(archive)).toBe(true)
  await call('folders.reveal', { transferId: started.transferId })
  expect(electron.opened).toEqual([saved])
})

it('a transfer goes on while the page is gone, and quitting asks about it', async () => {
  const stalling = await startStallingRegistry(archive)
  const added = await call('registries.add', {
    address: `http://${stalling.host}`,
    signIn: { kind: 'anonymous' },
    decisions: { plainHttp: true },
  })
  if (added.result !== 'ok') throw new Error(JSON.stringify(added))
  const folder = path.join(main.dataDir, 'slow')
  mkdirSync(folder)
  const started = await call('pull.start', {
    registryId: added.registry.id,
    repository: stalling.repository,
    digest: stalling.digest,
    destination: { kind: 'folder', folderId: await chooseFolder(folder) },
    keepProvenance: true,
    onExisting: 'ask',
  })
  if (started.result !== 'started') throw new Error(started.result)
  await untilTransfer(
    ({ id, blobs }) => id === started.transferId && blobs.some(blob => blob.state === 'moving'),
  )

  mainWindow().webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 })
  const crash = await nextDialog()
  crash.answer({ response: 0 })
  // A new page: it sees the transfer that the old one started.
  call = createCall(loadPreload().bridge.open)
  const seen = await untilTransfer(({ id }) => id === started.transferId)
  expect(seen).toMatchObject({ state: 'running' })

  // The last window is closed: the question comes, and the answer brings a window back.
  mainWindow().close()
  const question = await nextDialog()
  expect(question.options['message']).toBe('1 transfer is running.')
  question.answer({ response: 0 })
  await new Promise(resolve => setImmediate(resolve))
  call = createCall(loadPreload().bridge.open)

  stalling.release()
  const { fileName } = outcomeOfPull(await untilEnded(started.transferId))
  expect(readFileSync(path.join(folder, fileName)).equals(archive)).toBe(true)
  await stalling.stop()
  expect(electron.app.exitCodes).toEqual([])
})
