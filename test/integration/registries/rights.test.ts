import { describe, expect, it, onTestFinished } from 'vitest'
import type { Input } from '../../../shared/ipc/contract.ts'
import { putChart } from '../../support/chart-version.ts'
import { startApp } from '../../support/app-rig.ts'
import {
  type Fault,
  reply,
  startFaultRegistry,
} from '../../support/fault-registry/fault-registry.ts'

const signIn = { kind: 'user', username: 'ann', secret: 'p4ssword' } as const

const readable = (access: readonly object[]) =>
  ['{}', JSON.stringify({ access }), 'x']
    .map(part => Buffer.from(part).toString('base64url'))
    .join('.')

/** A registry with a token service that answers a request for pull and push as it is told. */
const start = async (answerPush: Fault, { lists = true } = {}) => {
  const registry = await startFaultRegistry()
  onTestFinished(() => registry.stop())
  putChart(registry, { repository: 'team/demo', tag: '1.0.0' })
  putChart(registry, { repository: 'other/demo', tag: '1.0.0' })
  const challenge = `Bearer realm="${registry.origin}/token"`
  registry.on(/^GET \/v2\//, exchange => {
    const isSigned = exchange.request.headers.authorization !== undefined
    if (!isSigned) return reply(401, {}, { 'www-authenticate': challenge })(exchange)
    if (!lists && exchange.request.path.includes('_catalog')) return reply(404, {})(exchange)
    return exchange.pass()
  })
  registry.on(/^(GET|POST) \/token/, exchange =>
    decodeURIComponent(exchange.request.path).includes('push')
      ? answerPush(exchange)
      : reply(200, { token: 'opaque' })(exchange),
  )
  const rig = await startApp()
  const probe = async (path: string, given: Input<'registries.probe'>['signIn'] = signIn) => {
    const address = `http://${registry.host}${path}`
    const looked = await rig.call('registries.probe', { address, signIn: given, decisions: {} })
    if (looked.result !== 'ok') throw new Error(looked.decision)
    return looked.probe.rights
  }
  return { registry, probe, rig }
}

const grants = (name: string, ...actions: string[]) =>
  reply(200, { token: readable([{ type: 'repository', name, actions }]) })

describe('what a sign-in may do, as a test of it shows', () => {
  it('is asked for the first repository below the path, and uploads nothing', async () => {
    const { probe, registry } = await start(grants('team/demo', 'pull', 'push'))
    expect(await probe('/team')).toEqual({
      repository: 'team/demo',
      pull: 'granted',
      push: 'granted',
    })
    expect(registry.requests.every(({ method }) => method === 'GET')).toBe(true)
  })

  it('may be less than was asked for', async () => {
    const { probe } = await start(grants('team/demo', 'pull'))
    expect(await probe('/team')).toMatchObject({ pull: 'granted', push: 'refused' })
  })

  it('is not known of a token that cannot be read', async () => {
    const { probe } = await start(reply(200, { token: 'opaque' }))
    expect(await probe('/team')).toMatchObject({ pull: 'unknown', push: 'unknown' })
  })

  it('does not include a push where the token service gives none, and the sign-in is good all the same', async () => {
    const { probe } = await start(reply(403, { errors: [{ code: 'DENIED' }] }))
    expect(await probe('/team')).toMatchObject({ pull: 'unknown', push: 'refused' })
  })

  it('is asked for the path itself where nothing is listed, unless that is but a namespace', async () => {
    const { probe } = await start(grants('team/new', 'pull', 'push'), { lists: false })
    expect(await probe('/team/new')).toMatchObject({ repository: 'team/new', push: 'granted' })
    expect(await probe('/team')).toBeUndefined()
  })

  it('is asked for nobody and by no sign-in that is being added', async () => {
    const { probe, registry, rig } = await start(grants('team/demo', 'pull', 'push'))
    expect(await probe('/team', { kind: 'anonymous' })).toBeUndefined()
    await rig.call('registries.add', {
      address: `http://${registry.host}/team`,
      signIn,
      decisions: { sessionOnly: true },
    })
    expect(registry.requests.filter(({ path }) => /push/.test(path))).toEqual([])
  })

  it('is left out where the token service says something else', async () => {
    const { probe } = await start(reply(418, 'no'))
    expect(await probe('/team')).toBeUndefined()
  })
})
