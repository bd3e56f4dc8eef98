import { describe, expect, it, onTestFinished } from 'vitest'
import { systemClock } from '../../../electron/adapters/system-clock.ts'
import type { Clock } from '../../../electron/core/ports.ts'
import { addRegistry, type AppRig, startApp } from '../../support/app-rig.ts'
import { putChart } from '../../support/chart-version.ts'
import {
  type FaultRegistry,
  reply,
  startFaultRegistry,
} from '../../support/fault-registry/fault-registry.ts'
import { send } from '../../support/fault-registry/memory-registry.ts'
import { failureOf } from '../oci/oci-harness.ts'

const oneDayMs = 24 * 60 * 60 * 1000

const open = async (script: (registry: FaultRegistry) => void, path = '', signIn?: SignIn) => {
  const registry = await startFaultRegistry()
  onTestFinished(() => registry.stop())
  script(registry)
  let offsetMs = 0
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + offsetMs }
  const rig = await startApp({ ports: { clock } })
  const { id: registryId } = await addRegistry(rig, `${registry.host}${path}`, signIn)
  const pass = (ms: number) => {
    offsetMs += ms
  }
  return { registry, rig, registryId, pass }
}

type SignIn = Parameters<typeof addRegistry>[2]

const list = async (rig: AppRig, registryId: string) => {
  const { items, end } = await rig.stream('repositories.list', { registryId })
  return { names: items.flatMap(page => page.repositories.map(({ name }) => name)), ...end }
}

const listingOf = async (rig: AppRig, registryId: string) => {
  const { page } = await rig.call('capabilities.read', { registryId })
  return page.capabilities.find(({ name }) => name === 'repository-listing')
}

/** Says that it is Harbor, refuses its catalog, and shows one project to all. */
const harbor = (registry: FaultRegistry) => {
  const realm = `Bearer realm="${registry.origin}/service/token",service="harbor-registry"`
  registry.on(/GET \/v2\/$/, ({ request, response }) =>
    request.headers.authorization === undefined
      ? send(response, 401, '', { 'www-authenticate': realm })
      : send(response, 200, {}),
  )
  registry.on(/service\/token/, reply(200, { token: 'a-token' }))
  registry.on(/_catalog/, reply(403, { errors: [{ code: 'DENIED' }] }))
  registry.on(/projects\?/, reply(200, [{ name: 'one' }]))
  registry.on(/projects\/one\/repositories/, reply(200, [{ name: 'one/a' }]))
}

const isListing = /_catalog|api\/v2\.0\/projects/

describe('a registry that refuses its catalog', () => {
  it('is asked who it is, and listed its own way', async () => {
    const { registry, rig, registryId } = await open(harbor)
    expect(await list(rig, registryId)).toMatchObject({
      names: ['one/a'],
      strategy: 'harbor-projects',
      total: 1,
    })
    expect(await rig.call('repositories.listing', { registryId })).toMatchObject({
      chosen: 'probed',
      strategy: 'harbor-projects',
      others: ['catalog', 'kept'],
    })
    expect(await listingOf(rig, registryId)).toMatchObject({
      state: 'works',
      value: 'harbor-projects',
      params: { repositories: 1 },
      foundBy: 'listing',
    })
    const { registries } = await rig.call('registries.list', {})
    expect(registries[0]).toMatchObject({ vendor: 'harbor', state: { status: 'connected' } })
    expect(registry.log(isListing).at(0)).toContain('_catalog')
  })

  it('is listed that way at once from then on, for a day', async () => {
    const { registry, rig, registryId, pass } = await open(registry => {
      registry.on(/_catalog/, reply(404, ''))
      registry.on(/_oci/, reply(404, ''))
      registry.on(/GET \/v2\/$/, reply(200, {}, { 'x-harbor-csrf-token': 'x' }))
      registry.on(/projects\?/, reply(200, [{ name: 'one' }]))
      registry.on(/projects\/one\/repositories/, reply(200, [{ name: 'one/a' }]))
    })
    await list(rig, registryId)
    const before = registry.log(isListing).length
    await list(rig, registryId)
    expect(
      registry
        .log(isListing)
        .slice(before)
        .every(line => line.includes('/api/v2.0/')),
    ).toBe(true)
    registry.on(/projects/, reply(404, ''))
    registry.on(/_catalog/, reply(200, { repositories: ['two/b'] }))
    pass(oneDayMs)
    expect(await list(rig, registryId)).toMatchObject({ names: ['two/b'], strategy: 'catalog' })
  })

  it('shows what the user keeps when nothing else works', async () => {
    const { registry, rig, registryId } = await open(registry => {
      registry.on(/_catalog|_oci|api/, reply(404, ''))
    })
    const failure = await failureOf(list(rig, registryId))
    expect(failure).toMatchObject({ code: 'unsupported', reason: 'no-catalog' })
    putChart(registry, { repository: 'team/kept', tag: '1.0.0' })
    await rig.call('repositories.keep', { registryId, repositories: ['team/kept'] })
    expect(await list(rig, registryId)).toMatchObject({ names: ['team/kept'], strategy: 'kept' })
    expect(await listingOf(rig, registryId)).toMatchObject({
      state: 'refused',
      value: 'kept',
      params: { repositories: 1 },
    })
  })

  it('is tried again each time while only kept ones are shown', async () => {
    const { registry, rig, registryId } = await open(registry => {
      registry.on(/_catalog|_oci|api/, reply(404, ''))
    })
    await failureOf(list(rig, registryId))
    registry.on(/_catalog/, reply(200, { repositories: ['a/b'] }))
    expect(await list(rig, registryId)).toMatchObject({ names: ['a/b'], strategy: 'catalog' })
  })
})

describe('an empty catalog', () => {
  it('is not the last word where another way may know more', async () => {
    const { rig, registryId } = await open(registry => {
      const realm = `Bearer realm="${registry.origin}/v2/auth",service="${registry.host}"`
      registry.on(/GET \/v2\/$/, reply(401, '', { 'www-authenticate': realm }), 3)
      registry.on(/_catalog/, reply(200, { repositories: [] }))
      const repositories = [{ namespace: 'team', name: 'public' }]
      registry.on(/api\/v1\/repository/, reply(200, { repositories }))
    }, '/team')
    expect(await list(rig, registryId)).toMatchObject({
      names: ['team/public'],
      strategy: 'quay-api',
    })
  })

  it('is asked again when what worked instead was found a day ago', async () => {
    const { registry, rig, registryId, pass } = await open(registry => {
      const realm = `Bearer realm="${registry.origin}/v2/auth",service="${registry.host}"`
      registry.on(/GET \/v2\/$/, reply(401, '', { 'www-authenticate': realm }), 3)
      registry.on(/_catalog/, reply(200, { repositories: [] }))
      const repositories = [{ namespace: 'team', name: 'public' }]
      registry.on(/api\/v1\/repository/, reply(200, { repositories }))
    }, '/team')
    await list(rig, registryId)
    const catalogs = () => registry.log(/_catalog/).length
    const known = catalogs()
    await list(rig, registryId)
    expect(catalogs()).toBe(known)
    pass(oneDayMs)
    await list(rig, registryId)
    expect(catalogs()).toBeGreaterThan(known)
  })

  it('is an empty registry where none does', async () => {
    const { rig, registryId } = await open(registry => registry.on(/_oci/, reply(404, '')))
    expect(await list(rig, registryId)).toMatchObject({ names: [], strategy: 'catalog', total: 0 })
  })

  it('counts what lies outside the registry’s path as nothing', async () => {
    const { rig, registryId } = await open(registry => {
      registry.on(/GET \/v2\/$/, reply(200, {}, { 'x-harbor-csrf-token': 'x' }))
      registry.on(/_catalog/, reply(200, { repositories: ['other/x'] }))
      registry.on(/projects\/one\/repositories/, reply(200, [{ name: 'one/a' }]))
    }, '/one')
    expect(await list(rig, registryId)).toMatchObject({ names: ['one/a'] })
  })
})

describe('a sign-in', () => {
  const guarded = (registry: FaultRegistry) => {
    registry.on(/_catalog/, reply(401, '', { 'www-authenticate': 'Basic realm="r"' }))
    registry.on(/_oci/, reply(404, ''))
  }

  it('that is missing is asked for', async () => {
    const { rig, registryId } = await open(guarded)
    expect(await failureOf(list(rig, registryId))).toMatchObject({ code: 'unauthorized' })
    const { registries } = await rig.call('registries.list', {})
    expect(registries[0]?.state.status).toBe('sign-in-needed')
  })

  it('that is missing does not hide what the user keeps', async () => {
    const { registry, rig, registryId } = await open(guarded)
    putChart(registry, { repository: 'team/kept', tag: '1.0.0' })
    await rig.call('repositories.keep', { registryId, repositories: ['team/kept'] })
    expect(await list(rig, registryId)).toMatchObject({ names: ['team/kept'], strategy: 'kept' })
  })
})

describe('a way that the user chose', () => {
  it('is the only one, until it is let go', async () => {
    const { registry, rig, registryId } = await open(harbor)
    await list(rig, registryId)
    const chosen = await rig.call('repositories.listing', { registryId, choose: 'catalog' })
    expect(chosen).toMatchObject({ chosen: 'user', strategy: 'catalog' })
    const before = registry.log(isListing).length
    expect(await failureOf(list(rig, registryId))).toMatchObject({ reason: 'no-catalog' })
    expect(
      registry
        .log(isListing)
        .slice(before)
        .every(line => line.includes('_catalog')),
    ).toBe(true)
    await rig.call('repositories.listing', { registryId, probe: true })
    expect(await list(rig, registryId)).toMatchObject({ strategy: 'harbor-projects' })
  })

  it('may be to list nothing', async () => {
    const { registry, rig, registryId } = await open(() => {})
    await rig.call('repositories.listing', { registryId, choose: 'kept' })
    const before = registry.log().length
    expect(await list(rig, registryId)).toMatchObject({ names: [], strategy: 'kept', total: 0 })
    expect(registry.log()).toHaveLength(before)
  })
})

describe('a page in the middle', () => {
  it.each([400, 403, 404, 405, 501])(
    'answered %i ends the list early and keeps what came',
    async status => {
      const { rig, registryId } = await open(registry => {
        const link = { link: '</v2/_catalog?last=gone&n=100>; rel="next"' }
        registry.on(/last=gone/, reply(status, { errors: [{ code: 'UNSUPPORTED' }] }))
        registry.on(/_catalog\?n=1000$/, reply(200, { repositories: ['a/b'] }, link))
      })
      expect(await list(rig, registryId)).toMatchObject({ names: ['a/b'], truncated: true })
    },
  )

  it('that fails is a failure: half a list is no list', async () => {
    const { rig, registryId } = await open(registry => {
      const link = { link: '</v2/_catalog?last=b&n=100>; rel="next"' }
      registry.on(/last=b/, reply(429, '', { 'retry-after': '120' }))
      registry.on(/_catalog\?n=1000$/, reply(200, { repositories: ['a/b'] }, link))
    })
    expect(await failureOf(list(rig, registryId))).toMatchObject({ code: 'rate-limited' })
    expect(await listingOf(rig, registryId)).toMatchObject({ state: 'unknown' })
  })
})
