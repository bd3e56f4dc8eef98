import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { type Digest, parseDigest } from '../../../shared/model/digest.ts'
import { addRegistry, type AppRig, startApp } from '../../support/app-rig.ts'
import { chartArchive } from '../../support/archives/chart-archive.ts'
import { putChart } from '../../support/chart-version.ts'
import { reply, startFaultRegistry } from '../../support/fault-registry/fault-registry.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const open = async () => {
  const registry = await startFaultRegistry()
  onTestFinished(() => registry.stop())
  const rig = await startApp()
  const { id: registryId } = await addRegistry(rig, registry.host)
  const draftId = await draftIn(rig)
  const target = { registryId, namespace: 'team' }
  const review = async () => {
    const { items } = await rig.stream('push.review', { draftId, target })
    return Object.fromEntries(items.map(({ check, state, key }) => [check, `${state} ${key}`]))
  }
  const push = async (moveTagFrom?: Digest) => {
    const started = await rig.call('push.start', {
      draftId,
      target,
      ...(moveTagFrom && { moveTagFrom }),
    })
    if (started.result !== 'started') throw new Error(started.result)
    await ended(rig, started.transferId)
  }
  const capability = async (name: string) => {
    const { page } = await rig.call('capabilities.read', { registryId })
    return page.capabilities.find(one => one.name === name)
  }
  return { registry, review, push, capability }
}

const draftIn = async ({ app, call }: AppRig) => {
  const file = path.join(temporaryFolder(), 'demo-1.0.0.tgz')
  const yaml = 'apiVersion: v2\nname: demo\nversion: 1.0.0\n'
  writeFileSync(file, chartArchive({ 'demo/Chart.yaml': yaml }))
  const granted = { path: file, fileName: path.basename(file), modifiedMs: 0, temporary: false }
  const { drafts } = await call('drafts.open', { tokens: [app.grants.grant(granted)] })
  return drafts[0]?.draftId ?? ''
}

const ended = async ({ call }: AppRig, transferId: string) => {
  const hangUp = new AbortController()
  const over = Promise.withResolvers<void>()
  const watching = call(
    'transfers.watch',
    {},
    {
      signal: hangUp.signal,
      onProgress: ({ transfers }) => {
        const one = transfers.find(({ id }) => id === transferId)
        if (one && one.state !== 'waiting' && one.state !== 'running') over.resolve()
      },
    },
  )
  watching.catch(() => undefined)
  await over.promise
  hangUp.abort()
}

it('after a push to nowhere, the review says that somebody has to create it first', async () => {
  const { registry, review, push, capability } = await open()
  expect(await review()).toMatchObject({ target: 'passed new' })
  registry.on(/POST .*uploads/, reply(404, { errors: [{ code: 'NAME_UNKNOWN' }] }))
  await push()
  expect(await capability('create-on-push')).toMatchObject({
    state: 'refused',
    foundBy: 'push',
    exchange: { method: 'POST', response: { status: 404 } },
  })
  expect(await review()).toMatchObject({ target: 'failed must-exist' })
})

it('after a tag that could not be moved, the review refuses to move one there', async () => {
  const { registry, review, push, capability } = await open()
  const { digest } = putChart(registry, { repository: 'team/demo', tag: '1.0.0', version: '9.9.9' })
  expect(await review()).toMatchObject({ tag: 'decision other-digest' })
  registry.on(/PUT .*manifests/, reply(409, { errors: [{ code: 'TAG_IMMUTABLE' }] }))
  await push(parseDigest(digest))
  expect(await capability('immutable-tags')).toMatchObject({
    state: 'limited',
    params: { repository: 'team/demo' },
  })
  expect(await review()).toMatchObject({ tag: 'failed immutable' })
})

it('a push that is taken shows which content is, and that the repository was made', async () => {
  const { review, push, capability } = await open()
  expect(await capability('create-on-push')).toMatchObject({ state: 'unknown' })
  await review()
  await push()
  expect(await capability('create-on-push')).toMatchObject({ state: 'works', foundBy: 'push' })
  expect(await capability('artifact-types')).toMatchObject({
    state: 'works',
    value: 'accepted',
    params: { count: 1, types: 'charts' },
  })
})

it('a tag that moved shows that tags can', async () => {
  const { registry, push, capability } = await open()
  const { digest } = putChart(registry, { repository: 'team/demo', tag: '1.0.0', version: '9.9.9' })
  await push(parseDigest(digest))
  expect(await capability('immutable-tags')).toMatchObject({ state: 'works', value: 'none' })
  expect(await capability('create-on-push')).toMatchObject({ state: 'unknown' })
})
