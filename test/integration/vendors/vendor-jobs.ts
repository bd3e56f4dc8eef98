import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'vitest'
import { isAppError } from '../../../shared/errors.ts'
import type { Input, Output } from '../../../shared/ipc/contract.ts'
import { type Digest, isDigest } from '../../../shared/model/digest.ts'
import { vendorOfHost } from '../../../shared/model/vendor.ts'
import { type AppRig, startApp } from '../../support/app-rig.ts'
import { digestOf, jsonOf } from '../../support/local-registry/registry-rig.ts'
import { transferEnded } from '../../support/app-transfers.ts'
import { archiveOf, seedChart } from '../../support/registries/seed-chart.ts'
import { canary, type Credential, type Simulator } from '../../support/registries/simulator.ts'
import type { Simulation } from '../../support/registries/start-simulation.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { openClient } from './open-client.ts'
import { errorOf } from '../../support/how-it-ended.ts'

/** One vendor that runs, and the program before it. */
export type Bench = {
  readonly simulator: Simulator
  readonly simulation: Simulation
  readonly rig: AppRig
}

/** Says how it went: `ok`, or `code/reason` of the refusal, for each thing that was tried. */
export type Job = (bench: Bench) => Promise<string>

/** The program on a machine whose way out is the vendor's proxy and whose roots hold its authority. */
export const openApp = ({ proxy, authority, env, dockerConfig }: Simulation): Promise<AppRig> => {
  const homeDir = temporaryFolder()
  if (dockerConfig) {
    mkdirSync(path.join(homeDir, '.docker'))
    writeFileSync(path.join(homeDir, '.docker', 'config.json'), JSON.stringify(dockerConfig))
  }
  return startApp({
    homeDir,
    env: { HTTPS_PROXY: proxy, ...env },
    ports: {
      network: { systemCertificates: async () => [authority], systemProxy: async () => undefined },
    },
  })
}

const outcomeOf = async (act: () => Promise<unknown>): Promise<string> => {
  try {
    await act()
    return 'ok'
  } catch (error) {
    if (!isAppError(error)) throw error
    return `${error.code}/${error.reason}`
  }
}

const add = async (
  { rig, simulator, simulation }: Bench,
  { username, secret }: Credential,
): Promise<Extract<Output<'registries.add'>, { result: 'ok' }>['registry']> => {
  const signIn: Input<'registries.add'>['signIn'] = simulation.dockerConfig
    ? { kind: 'found', foundId: await findSignIn(rig), keep: 'keychain' }
    : { kind: 'user', username, secret }
  const request = { address: simulator.address, signIn, decisions: {} }
  let added = await rig.call('registries.add', request)
  if (added.result !== 'ok' && added.decision === 'realm') {
    expect(added.realm).toBe(simulator.asksRealm)
    added = await rig.call('registries.add', { ...request, decisions: { realm: added.realm } })
  }
  if (added.result !== 'ok') throw new Error(`owes a decision: ${added.decision}`)
  return added.registry
}

const findSignIn = async ({ call }: AppRig): Promise<string> => {
  const { found } = await call('signIns.found', {})
  expect(found).toHaveLength(1)
  return found[0]?.id ?? ''
}

const signIn: Job = async bench => {
  const { credential } = bench.simulation
  return outcomeOf(async () => {
    const added = await add(bench, credential)
    expect(added.signIn).toMatchObject({ kind: 'user', secret: 'keychain' })
    expect(JSON.stringify(added)).not.toContain(credential.secret)
    // Others are known by what they say, later.
    if (vendorOfHost(added.host) !== undefined) expect(added.vendor).toBe(bench.simulator.vendor)
    expect(['connected', 'limited']).toContain(added.state.status)
  })
}

const wrongPassword: Job = async bench => {
  const { username } = bench.simulation.credential
  const outcome = await outcomeOf(() => add(bench, { username, secret: canary() }))
  const { registries } = await bench.rig.call('registries.list', {})
  expect(registries).toEqual([])
  return outcome
}

const others = ['alpha', 'beta', 'gamma', 'delta']

/** A chart of two versions. */
const seed = async ({ simulation, simulator }: Bench) => {
  const repository = `${simulator.namespace}/demo`
  const [chart] = await Promise.all(
    ['1.0.0', '1.1.0+b1'].map(version => seedChart(simulation.registry, repository, version)),
  )
  if (!chart) throw new Error('nothing seeded')
  return { repository, chart }
}

const open = async (bench: Bench) => {
  const seeded = await seed(bench)
  const { id: registryId } = await add(bench, bench.simulation.credential)
  return { ...seeded, registryId }
}

/** The strategy that listed, or what stands in the way. What the user keeps is listed all the same. */
const list: Job = async bench => {
  const { rig, simulator, simulation } = bench
  // Enough for several pages of every vendor that cuts them small here.
  const more = others.map(name => `${simulator.namespace}/${name}`)
  await Promise.all(more.map(name => seedChart(simulation.registry, name, '0.1.0')))
  const { registryId, repository } = await open(bench)
  const listed = async () => {
    const { items, end } = await rig.stream('repositories.list', { registryId })
    const names = items.flatMap(page => page.repositories).map(({ name }) => name)
    return { names: names.toSorted(), strategy: end.strategy, truncated: end.truncated }
  }
  const all = [repository, ...more].toSorted()
  try {
    const { names, strategy, truncated } = await listed()
    expect(names).toEqual(all)
    expect(truncated).toBe(false)
    return `ok by ${strategy}`
  } catch (error) {
    if (!isAppError(error)) throw error
    await rig.call('repositories.keep', { registryId, repositories: [repository] })
    expect(await listed()).toMatchObject({ names: [repository], strategy: 'kept' })
    return `${error.code}/${error.reason}`
  }
}

const read: Job = async bench => {
  const { registryId, repository, chart } = await open(bench)
  const { rig, simulation } = bench
  await simulation.registry.pushImage(repository, chart.digest.replace(':', '-'))
  return outcomeOf(async () => {
    const listed = await rig.stream('versions.list', { registryId, repository })
    const tags = listed.items.flatMap(page => page.tags)
    expect(tags.toSorted()).toEqual(['1.0.0', '1.1.0_b1'])
    expect(listed.end).toMatchObject({ total: 2, hidden: 1, truncated: false })
    const { items } = await rig.stream('versions.details', { registryId, repository, tags })
    const details = { tag: '1.0.0', digest: chart.digest, kind: 'chart', version: '1.0.0' }
    expect(items).toHaveLength(2)
    expect(items).toContainEqual({ details: expect.objectContaining(details) })
    const source = { from: 'registry', registryId, repository, reference: '1.0.0' } as const
    expect(await rig.call('charts.read', { source })).toMatchObject({
      metadata: { name: 'demo', version: '1.0.0', appVersion: '9' },
      archiveDigest: digestOf(chart.archive),
    })
  })
}

const outcomeOfTransfer = async (bench: Bench, transferId: string) => {
  const transfer = await transferEnded(bench.rig, transferId)
  const { state } = transfer
  const error = errorOf(transfer)
  return error ? `${error.code}/${error.reason}` : state === 'done' ? 'ok' : state
}

type Parcel = {
  readonly name: string
  readonly version: string
  readonly namespace: string
  readonly archive?: Buffer
  readonly moveTagFrom?: Digest
}

const pushTo = async (bench: Bench, registryId: string, parcel: Parcel) => {
  const { rig } = bench
  const { name, version, namespace, moveTagFrom } = parcel
  const file = path.join(temporaryFolder(), `${name}-${version}.tgz`)
  writeFileSync(file, parcel.archive ?? archiveOf(name, version))
  const granted = { path: file, fileName: path.basename(file), modifiedMs: 0, temporary: false }
  const opened = await rig.call('drafts.open', { tokens: [rig.app.grants.grant(granted)] })
  const draftId = opened.drafts[0]?.draftId ?? ''
  try {
    const started = await rig.call('push.start', {
      draftId,
      target: { registryId, namespace },
      ...(moveTagFrom && { moveTagFrom }),
    })
    if (started.result !== 'started') return started.result
    return await outcomeOfTransfer(bench, started.transferId)
  } catch (error) {
    if (!isAppError(error)) throw error
    return `${error.code}/${error.reason}`
  }
}

const push: Job = async bench => {
  const { registryId, repository } = await open(bench)
  const parcel = { name: 'demo', version: '2.0.0+b1', namespace: bench.simulator.namespace }
  const outcome = await pushTo(bench, registryId, parcel)
  if (outcome === 'ok') {
    const { registry } = bench.simulation
    const stored = await registry.call('GET', `/v2/${repository}/manifests/2.0.0_b1`)
    const { layers } = jsonOf(stored) as { layers: { digest: string }[] }
    expect(layers.map(({ digest }) => digest)).toEqual([digestOf(archiveOf('demo', '2.0.0+b1'))])
  }
  return outcome
}

/** Another chart of the same version: where the vendor can keep a tag where it is, it does so here. */
const moveTag: Job = async bench => {
  const { registryId, repository } = await open(bench)
  const { simulator, simulation } = bench
  const { digest } = await seedChart(simulation.registry, repository, '9.0.0')
  const parcel = { name: 'demo', version: '9.0.0', namespace: simulator.namespace }
  expect(await pushTo(bench, registryId, parcel)).toBe('needs-decision')
  if (!isDigest(digest)) throw new Error('no digest')
  const outcome = await pushTo(bench, registryId, { ...parcel, moveTagFrom: digest })
  const now = await simulation.registry.call('HEAD', `/v2/${repository}/manifests/9.0.0`)
  expect(now.headers['docker-content-digest'] === digest).toBe(outcome !== 'ok')
  return outcome
}

/** Whose registry it is, as its answers show, and what its page says of it. */
const learn: Job = async bench => {
  const { registryId, repository } = await open(bench)
  const { rig } = bench
  await rig.stream('versions.list', { registryId, repository })
  const { page } = await rig.call('capabilities.test', { registryId })
  const valueOf = (name: string) => page.capabilities.find(one => one.name === name)?.value
  const limit = valueOf('rate-limit')
  const limited = limit === 'unknown' || limit === 'none-said' ? '' : `, limit: ${limit}`
  return `ok: ${page.vendor}, referrers: ${valueOf('referrers')}${limited}`
}

const pull: Job = async bench => {
  const { registryId, repository, chart } = await open(bench)
  const { rig } = bench
  if (!isDigest(chart.digest)) throw new Error('no digest')
  const request = { registryId, repository, digest: chart.digest, tag: '1.0.0' }
  return outcomeOf(async () => {
    const started = await rig.call('pull.start', {
      ...request,
      destination: { kind: 'browser' },
      keepProvenance: true,
      onExisting: 'ask',
    })
    if (started.result !== 'started') throw new Error(started.result)
    const { transferId } = started
    expect(await outcomeOfTransfer(bench, transferId)).toBe('ok')
    const { tickets } = await rig.call('transfers.tickets', { transferId })
    const ticket = tickets[0]?.url.split('/').at(-1) ?? ''
    const file = rig.app.downloads.redeem(ticket)
    expect(file?.fileName).toBe('demo-1.0.0.tgz')
    expect(digestOf(readFileSync(file?.path ?? ''))).toBe(digestOf(chart.archive))
  })
}

/** By digest and by tag: registries differ in which of the two they have. */
const remove: Job = async bench => {
  const { repository, chart } = await open(bench)
  const { signal } = new AbortController()
  const { registry } = bench.simulation
  await using client = openClient(bench.simulator, bench.simulation)
  const there = client.repository(repository)
  const isThere = async (reference: string) =>
    (await registry.call('HEAD', `/v2/${repository}/manifests/${reference}`)).status === 200
  const byTag = await outcomeOf(() => there.deleteManifest('1.1.0_b1', { signal }))
  expect(await isThere('1.1.0_b1')).toBe(byTag !== 'ok')
  const byDigest = await outcomeOf(() => there.deleteManifest(chart.digest, { signal }))
  expect(await isThere(chart.digest)).toBe(byDigest !== 'ok')
  return byDigest === byTag ? byTag : `digest: ${byDigest}, tag: ${byTag}`
}

/** Reading what is not there, and pushing to where nothing was made ready. */
const missing: Job = async bench => {
  const { registryId } = await open(bench)
  const { rig, simulator } = bench
  const repository = `${simulator.nowhere ?? 'nowhere'}/absent`
  const reading = await outcomeOf(() => rig.stream('versions.list', { registryId, repository }))
  const namespace = simulator.nowhere ?? 'nowhere'
  const pushing = await pushTo(bench, registryId, { name: 'absent', version: '1.0.0', namespace })
  return `read: ${reading}, push: ${pushing}`
}

/** A page is open while what it was opened with ends. */
const expired: Job = async bench => {
  const { registryId, repository } = await open(bench)
  const { rig, simulation } = bench
  const readTags = () => rig.stream('versions.list', { registryId, repository })
  await readTags()
  simulation.expire()
  return outcomeOf(readTags)
}

export const jobs = {
  'sign in': signIn,
  list,
  read,
  push,
  pull,
  delete: remove,
  'wrong password': wrongPassword,
  'missing repository': missing,
  'expired token': expired,
  'taken tag': moveTag,
  capabilities: learn,
} as const satisfies Record<string, Job>

export type JobName = keyof typeof jobs
