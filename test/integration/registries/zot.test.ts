import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { Digest } from '../../../shared/model/digest.ts'
import { mediaType } from '../../../shared/model/media-types.ts'
import { addRegistry, startApp } from '../../support/app-rig.ts'
import { chartArchive } from '../../support/archives/chart-archive.ts'
import { sha256 } from '../../support/fault-registry/memory-registry.ts'
import { startHttpTap } from '../../support/http-tap.ts'
import { createTransfersRig } from '../../support/transfers-rig.ts'
import { hasZot, startZot, type Zot } from '../../support/zot/zot.ts'
import { outcomeOfPull } from '../../support/how-it-ended.ts'

const { signal } = new AbortController()
const repository = 'team/demo'

const archive = (version: string) =>
  chartArchive({
    'demo/Chart.yaml': `apiVersion: v2\nname: demo\nversion: ${version}\nappVersion: "9"\n`,
    'demo/values.yaml': 'a: 1\n',
  })

// zot answers 200 to anybody, with a challenge: who waits for a 401 never signs in (docs/protocol.md, "Challenges").
describe.skipIf(!hasZot())('zot with anonymous reading and htpasswd', () => {
  let zot: Zot
  beforeAll(async () => {
    zot = await startZot()
  })
  afterAll(() => zot?.stop())

  const user = (secret: string) => ({ kind: 'user', username: zot.username, secret }) as const

  const openRig = async (credential?: { username: string; password: string }) => {
    const rig = await createTransfersRig({ host: zot.host, ...(credential && { credential }) })
    onTestFinished(() => rig.close())
    return rig
  }

  const push = async (rig: Awaited<ReturnType<typeof openRig>>, version: string) => {
    const file = path.join(rig.folder, `demo-${version}.tgz`)
    await writeFile(file, archive(version))
    const { drafts } = await rig.transfers.drafts.openPaths([file], signal)
    const draftId = drafts[0]?.draftId ?? ''
    const target = { registryId: rig.registryId, namespace: 'team' }
    const started = await rig.transfers.pushes.start({ draftId, target }, signal)
    if (started.result !== 'started') throw new Error(started.result)
    return rig.ended(started.transferId)
  }

  it('takes a chart from who signed in, without being asked twice, and gives it to anybody', async () => {
    const tap = await startHttpTap(zot.host)
    onTestFinished(() => tap.stop())
    const owner = await createTransfersRig({ host: tap.host, credential: zot })
    onTestFinished(() => owner.close())
    const pushed = await push(owner, '1.0.0+b1')
    expect(pushed).toMatchObject({ state: 'done', repository, tag: '1.0.0_b1' })
    // Config and archive, each begun once.
    expect(tap.seen.filter(({ method }) => method === 'POST')).toHaveLength(2)

    const stranger = await openRig()
    stranger.chosen.folder = path.join(stranger.folder, 'pulled')
    await mkdir(stranger.chosen.folder)
    const folder = await stranger.transfers.folders.choose()
    const pulling = await stranger.transfers.pulls.start(
      {
        registryId: stranger.registryId,
        repository,
        digest: pushed.digest as Digest,
        destination: { kind: 'folder', folderId: folder?.folderId ?? '' },
        keepProvenance: true,
        onExisting: 'ask',
      },
      signal,
    )
    if (pulling.result !== 'started') throw new Error(pulling.result)
    const { fileName } = outcomeOfPull(await stranger.ended(pulling.transferId))
    const bytes = await readFile(path.join(stranger.chosen.folder, fileName))
    expect(sha256(bytes)).toBe(sha256(archive('1.0.0+b1')))
  })

  it('takes nothing from who did not sign in, and says so', async () => {
    const pushed = await push(await openRig(), '0.1.0')
    expect(pushed).toMatchObject({
      state: 'failed',
      error: { code: 'unauthorized', reason: 'sign-in-needed' },
    })
  })

  it('refuses a wrong password, though it lets anybody read', async () => {
    const rig = await startApp()
    await expect(addRegistry(rig, zot.host, user('wrong'))).rejects.toMatchObject({
      code: 'unauthorized',
      reason: 'sign-in-refused',
    })
  })

  it('is looked at, signed in to and read', async () => {
    await push(await openRig(zot), '2.0.0')
    const rig = await startApp()
    const looked = await rig.call('registries.probe', { address: zot.host, decisions: {} })
    expect(looked).toMatchObject({ result: 'ok', probe: { authentication: 'basic' } })
    const { id: registryId, state } = await addRegistry(rig, zot.host, user(zot.password))
    expect(state).toMatchObject({ status: 'connected' })
    const listed = await rig.stream('repositories.list', { registryId })
    expect(listed.items.flatMap(page => page.repositories)).toMatchObject([{ name: repository }])
    const tags = (await rig.stream('versions.list', { registryId, repository })).items
    expect(tags.flatMap(page => page.tags)).toContain('2.0.0')
    const asked = { registryId, repository, tags: ['2.0.0'] }
    const [detail] = (await rig.stream('versions.details', asked)).items
    expect(detail).toMatchObject({ details: { kind: 'chart', version: '2.0.0', appVersion: '9' } })
    const source = { from: 'registry', registryId, repository, reference: '2.0.0' } as const
    expect(await rig.call('charts.read', { source })).toMatchObject({
      metadata: { name: 'demo', version: '2.0.0' },
    })
  })

  it('lists a catalog of many pages to its end', async () => {
    const { client } = await openRig(zot)
    const config = Buffer.from('{}')
    const descriptor = {
      mediaType: mediaType.helmConfig,
      digest: sha256(config) as Digest,
      sizeBytes: config.byteLength,
    }
    const wire = { ...descriptor, size: config.byteLength, sizeBytes: undefined }
    const bytes = Buffer.from(JSON.stringify({ schemaVersion: 2, config: wire, layers: [] }))
    const manifest = { bytes, mediaType: mediaType.ociManifest, digest: sha256(bytes) as Digest }
    const names = Array.from({ length: 120 }, (_, index) => `many/r${index}`)
    for (const name of names) {
      const one = client.repository(name)
      const source = async function* () {
        yield config
      }
      await one.pushBlob(descriptor, source, { signal })
      await one.pushManifest('1.0.0', manifest, { signal })
    }
    const pages: (readonly string[])[] = []
    for await (const page of client.catalog({ signal })) pages.push(page.names)
    expect(pages.length).toBeGreaterThan(1)
    expect(pages.flat()).toEqual(expect.arrayContaining(names))
    expect(new Set(pages.flat()).size).toBe(pages.flat().length)
  })

  it('deletes what was pushed, and says what is not there', async () => {
    const rig = await openRig(zot)
    const pushed = await push(rig, '3.0.0')
    const there = rig.client.repository(repository)
    await there.deleteManifest(pushed.digest ?? '', { signal })
    await expect(there.resolve('3.0.0', { signal })).rejects.toMatchObject({
      code: 'not-found',
      reason: 'manifest',
    })
    const missing = rig.client.repository('no/such').tags({ signal })
    await expect(missing.next()).rejects.toMatchObject({ code: 'not-found', reason: 'repository' })
  })
})
