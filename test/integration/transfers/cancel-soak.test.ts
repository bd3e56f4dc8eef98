import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { chartArchive } from '../../support/archives/chart-archive.ts'
import { startRegistry } from '../../support/local-registry/registry-rig.ts'
import { createTransfersRig, type TransfersRig } from '../../support/transfers-rig.ts'

// Many starts and cancels at random moments leave nothing behind: docs/threats.md, "Many things at once".

const rounds = process.env['CHARTROOM_SOAK'] === undefined ? 25 : 1000
const { signal } = new AbortController()

let registry: Awaited<ReturnType<typeof startRegistry>>
let rig: TransfersRig
beforeAll(async () => {
  registry = await startRegistry()
  rig = await createTransfersRig({ host: `127.0.0.1:${registry.port}` })
})
afterAll(async () => {
  await rig.close()
  await registry[Symbol.asyncDispose]()
})

const openFiles = async () => (await readdir('/proc/self/fd').catch(() => [])).length

const pushOne = async (round: number) => {
  const file = path.join(rig.folder, 'demo-1.0.0.tgz')
  const chartYaml = `apiVersion: v2\nname: demo\nversion: 1.0.${round}\n`
  await writeFile(file, chartArchive({ 'demo/Chart.yaml': chartYaml, 'demo/x': `${round}` }))
  const { drafts } = await rig.transfers.drafts.openPaths([file], signal)
  const draftId = drafts[0]?.draftId ?? ''
  const target = { registryId: rig.registryId, namespace: 'soak' }
  const started = await rig.transfers.pushes.start({ draftId, target }, signal)
  if (started.result !== 'started') throw new Error(started.result)
  // A moment that moves from round to round, from at once to past the end.
  for (let turns = 0; turns < (round * 7) % 60; turns += 1) await new Promise(setImmediate)
  await rig.transfers.engine.cancel(started.transferId)
  await rig.transfers.drafts.discard([draftId])
  return rig.transfers.engine.get(started.transferId).state
}

it(`${rounds} pushes, each cancelled at another moment, leave no file open and no part behind`, async () => {
  await pushOne(0)
  const before = await openFiles()
  const states = new Set<string>()
  for (let round = 1; round <= rounds; round += 1) states.add(await pushOne(round))
  expect([...states].every(state => state === 'cancelled' || state === 'done')).toBe(true)
  expect(rig.transfers.engine.running()).toBe(0)
  await rig.transfers.clear()
  expect(rig.transfers.engine.list()).toEqual([])
  // Idle connections come and go; files of drafts must not stay.
  expect(await openFiles()).toBeLessThanOrEqual(before + 8)
  expect((await readdir(rig.folder)).filter(name => name.endsWith('.part'))).toEqual([])
  expect(await readFile(path.join(rig.folder, 'demo-1.0.0.tgz'))).toBeDefined()
})
