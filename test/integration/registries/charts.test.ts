import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { isDigest } from '../../../shared/model/digest.ts'
import { mediaType } from '../../../shared/model/media-types.ts'
import { createForkedParser } from '../../../electron/adapters/forked-parser.ts'
import type { Desktop, ParserChild } from '../../../electron/core/ports.ts'
import { addRegistry, type AppRigOptions, startApp, type AppRig } from '../../support/app-rig.ts'
import { type ChartVersion, putChart, putManifest } from '../../support/chart-version.ts'
import { reply, startFaultRegistry } from '../../support/fault-registry/fault-registry.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const repository = 'team/demo'

const open = async (chart: Partial<ChartVersion> = {}, options: AppRigOptions = {}) => {
  const registry = await startFaultRegistry()
  onTestFinished(() => registry.stop())
  const put = putChart(registry, { repository, tag: '1.0.0', ...chart })
  const rig = await startApp(options)
  const { id: registryId } = await addRegistry(rig, registry.host)
  return { registry, rig, registryId, put }
}

const read = (rig: AppRig, registryId: string, reference: string) => {
  if (!isDigest(reference) && reference.includes(':')) throw new Error('no reference')
  const source = { from: 'registry', registryId, repository, reference } as const
  return rig.call('charts.read', { source })
}

const keysOf = (warnings: readonly { key: string }[]) => warnings.map(({ key }) => key)

describe('charts.read', () => {
  it('reads a version by tag and by digest, and asks for its bytes once', async () => {
    const { registry, rig, registryId, put } = await open({ withProvenance: true })
    const byTag = await read(rig, registryId, '1.0.0')
    expect(byTag).toMatchObject({
      metadata: { name: 'demo', version: '1.0.0', appVersion: '1.0' },
      archiveDigest: put.archiveDigest,
      archiveSizeBytes: put.archive.byteLength,
      hasProvenance: true,
      warnings: [],
    })
    const asked = registry.requests.length
    expect(await read(rig, registryId, put.digest)).toEqual(byTag)
    expect(registry.requests.length).toBe(asked)
    expect(registry.log(/blobs/)).toHaveLength(2)
  })

  it('says where config and tag differ from Chart.yaml', async () => {
    const config = { name: 'other', version: '9.9.9' }
    const { rig, registryId } = await open({ version: '1.0.1', config })
    const { warnings, metadata } = await read(rig, registryId, '1.0.0')
    expect(keysOf(warnings)).toEqual(['config-differs', 'tag-differs'])
    expect(warnings[0]?.params).toMatchObject({ name: 'demo', configName: 'other' })
    expect(metadata.version).toBe('1.0.1')
  })

  it('does not take "_" in a tag for a difference', async () => {
    const { rig, registryId } = await open({ tag: '1.0.0_b1' })
    expect((await read(rig, registryId, '1.0.0_b1')).warnings).toEqual([])
  })

  it('names a legacy layer', async () => {
    const { rig, registryId } = await open({ layerType: mediaType.helmChartLegacy })
    expect(keysOf((await read(rig, registryId, '1.0.0')).warnings)).toEqual(['legacy-chart-layer'])
  })

  it('takes the first of several charts in an index, and says so', async () => {
    const { registry, rig, registryId, put } = await open()
    const second = putChart(registry, { repository, tag: '2.0.0' })
    const child = (digest: string) => ({ mediaType: mediaType.ociManifest, digest, size: 1 })
    const manifests = [child(second.digest), child(put.digest)]
    putManifest(registry, repository, 'both', { schemaVersion: 2, manifests }, mediaType.ociIndex)
    const { metadata, warnings } = await read(rig, registryId, 'both')
    expect(metadata.version).toBe('2.0.0')
    expect(keysOf(warnings)).toContain('several-charts')
  })

  it('refuses what is no chart', async () => {
    const { registry, rig, registryId } = await open()
    const digest = registry.addBlob(new TextEncoder().encode('{}'))
    const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: 2 }
    putManifest(registry, repository, 'image', { schemaVersion: 2, config, layers: [] })
    const chartConfig = { ...config, mediaType: mediaType.helmConfig }
    putManifest(registry, repository, 'empty', {
      schemaVersion: 2,
      config: chartConfig,
      layers: [],
    })
    await expect(read(rig, registryId, 'image')).rejects.toMatchObject({
      reason: 'not-a-chart-version',
      params: { kind: 'image' },
    })
    await expect(read(rig, registryId, 'empty')).rejects.toMatchObject({ reason: 'no-chart-layer' })
  })

  it('does not open an archive of more than 32 MiB', async () => {
    const { registry, rig, registryId } = await open()
    const digest = registry.addBlob(new TextEncoder().encode('{}'))
    const layer = {
      mediaType: mediaType.helmChart,
      digest: `sha256:${'0'.repeat(64)}`,
      size: 32 * 1024 * 1024 + 1,
    }
    const config = { mediaType: mediaType.helmConfig, digest, size: 2 }
    putManifest(registry, repository, 'huge', { schemaVersion: 2, config, layers: [layer] })
    await expect(read(rig, registryId, 'huge')).rejects.toMatchObject({
      code: 'too-large',
      reason: 'preview',
    })
    expect(registry.log(/blobs/)).toEqual([])
  })

  it('never keeps bytes that are not those promised', async () => {
    const { registry, rig, registryId, put } = await open()
    registry.on(new RegExp(`blobs/${put.archiveDigest}`), ({ response }) => {
      const wrong = Buffer.from(put.archive)
      wrong[20] = (wrong[20] ?? 0) ^ 1
      response.end(wrong)
    })
    await expect(read(rig, registryId, '1.0.0')).rejects.toMatchObject({ code: 'integrity' })
    expect(cachedFiles(rig)).toEqual([])
  })

  it('fetches again what has changed on disk', async () => {
    const { registry, rig, registryId } = await open()
    const before = await read(rig, registryId, '1.0.0')
    const [file = ''] = cachedFiles(rig)
    const bytes = readFileSync(file)
    bytes[20] = (bytes[20] ?? 0) ^ 1
    writeFileSync(file, bytes)
    // The archive that is open does not ask the disk; the next program does.
    expect(await read(rig, registryId, '1.0.0')).toEqual(before)
    expect(registry.log(/blobs/)).toHaveLength(2)
    await rig.app.close()
    const next = await startApp({ dataDir: rig.dataDir })
    expect(await read(next, registryId, '1.0.0')).toEqual(before)
    expect(registry.log(/blobs/)).toHaveLength(3)
  })
})

describe('charts.manifest', () => {
  it('shows the bytes as sent and which digest is which', async () => {
    const { registry, rig, registryId, put } = await open({ withProvenance: true })
    const view = await rig.call('charts.manifest', { registryId, repository, reference: '1.0.0' })
    expect(view).toMatchObject({
      digest: put.digest,
      kind: 'chart',
      raw: new TextDecoder().decode(put.manifest),
      sizeBytes: put.manifest.byteLength,
      config: { mediaType: mediaType.helmConfig },
      warnings: [],
    })
    expect(view.layers.map(({ role, digest }) => [role, digest])).toEqual([
      ['chart', put.archiveDigest],
      ['provenance', expect.any(String)],
    ])
    expect(JSON.parse(view.config?.raw ?? '')).toMatchObject({ name: 'demo' })
    expect(registry.log(new RegExp(put.archiveDigest))).toEqual([])
  })

  it('is shown where the registry has lost the config', async () => {
    const { registry, rig, registryId, put } = await open()
    const { config } = JSON.parse(new TextDecoder().decode(put.manifest)) as {
      config: { digest: string }
    }
    registry.on(new RegExp(config.digest), reply(404))
    const view = await rig.call('charts.manifest', { registryId, repository, reference: '1.0.0' })
    expect(view).toMatchObject({ digest: put.digest, config: { digest: config.digest } })
    expect(view.config?.raw).toBeUndefined()
  })

  it('shows the chart of an index, and the digest that the tag names', async () => {
    const { registry, rig, registryId, put } = await open()
    const child = { mediaType: mediaType.ociManifest, digest: put.digest, size: 1 }
    const body = { schemaVersion: 2, manifests: [child] }
    const indexDigest = putManifest(registry, repository, 'index', body, mediaType.ociIndex)
    const view = await rig.call('charts.manifest', { registryId, repository, reference: 'index' })
    expect(view).toMatchObject({ digest: put.digest, indexDigest, kind: 'chart' })
  })
})

describe('one file of a version', () => {
  const files = { 'demo/templates/a.yaml': 'kind: A\n', 'demo/.helmignore': 'x\n' }

  const indexOf = async (rig: AppRig, registryId: string, wanted: string) => {
    const chart = await read(rig, registryId, '1.0.0')
    return chart.files.find(file => file.path === wanted)?.index ?? ''
  }
  const sourceOf = (registryId: string) =>
    ({ from: 'registry', registryId, repository, reference: '1.0.0' }) as const

  it('is read', async () => {
    const { rig, registryId } = await open({ files })
    const index = await indexOf(rig, registryId, 'templates/a.yaml')
    const content = await rig.call('charts.file', { source: sourceOf(registryId), index })
    expect(content).toMatchObject({ kind: 'text', text: 'kind: A\n' })
  })

  it('goes to the browser by a ticket', async () => {
    const { rig, registryId } = await open({ files })
    const index = await indexOf(rig, registryId, 'templates/a.yaml')
    const { ticket } = await rig.call('charts.saveFile', { source: sourceOf(registryId), index })
    expect(ticket).toMatchObject({ fileName: 'a.yaml', sizeBytes: 8 })
    const file = rig.app.downloads.redeem(ticket?.url.replace('/download/', '') ?? '')
    expect(readFileSync(file?.path ?? '', 'utf8')).toBe('kind: A\n')
    expect(statSync(file?.path ?? '').mode & 0o777).toBe(0o600)
  })

  it('goes where the dialog of the desktop said', async () => {
    const target = path.join(temporaryFolder(), 'saved.yaml')
    const suggested: string[] = []
    const desktop: Desktop = {
      chooseFolder: async () => undefined,
      chooseCharts: async () => [],
      chooseProgram: async () => undefined,
      chooseSavePath: async name => {
        suggested.push(name)
        return suggested.length === 1 ? undefined : target
      },
      revealFile: () => {},
      openExternal: async () => {},
      showTheme: () => {},
      showMenu: () => () => {},
    }
    const { rig, registryId } = await open({ files }, { ports: { desktop } })
    const index = await indexOf(rig, registryId, '.helmignore')
    const source = sourceOf(registryId)
    expect(await rig.call('charts.saveFile', { source, index })).toEqual({})
    expect(await rig.call('charts.saveFile', { source, index })).toEqual({ saved: target })
    expect(readFileSync(target, 'utf8')).toBe('x\n')
    expect(suggested[0]).toBe('.helmignore')
  })

  it('that is not there is said to be not there', async () => {
    const { rig, registryId } = await open()
    const saving = rig.call('charts.saveFile', { source: sourceOf(registryId), index: '99' })
    await expect(saving).rejects.toMatchObject({ code: 'not-found', reason: 'member' })
  })
})

it('a dropped archive is read by the same call', async () => {
  const { rig, put } = await open()
  const file = path.join(temporaryFolder(), 'demo-1.0.0.tgz')
  writeFileSync(file, put.archive)
  const token = rig.app.grants.grant({
    path: file,
    fileName: path.basename(file),
    modifiedMs: 0,
    temporary: false,
  })
  const { drafts } = await rig.call('drafts.open', { tokens: [token] })
  const source = { from: 'draft', draftId: drafts[0]?.draftId ?? '' } as const
  expect(await rig.call('charts.read', { source })).toMatchObject({
    metadata: { name: 'demo', version: '1.0.0' },
    archiveDigest: put.archiveDigest,
    hasProvenance: false,
  })
})

it('a dropped archive that changed is never told for the one that was reviewed', async () => {
  const parserProcess = createForkedParser(
    path.join(import.meta.dirname, '../../../electron/parser/main.ts'),
  )
  const children: ParserChild[] = []
  const start = () => {
    const child = parserProcess.start()
    children.push(child)
    return child
  }
  const { rig, put } = await open({}, { ports: { parserProcess: { start } } })
  const file = path.join(temporaryFolder(), 'demo-1.0.0.tgz')
  writeFileSync(file, put.archive)
  const fileName = path.basename(file)
  const granted = { path: file, fileName, modifiedMs: 0, temporary: false }
  const { drafts } = await rig.call('drafts.open', { tokens: [rig.app.grants.grant(granted)] })
  const source = { from: 'draft', draftId: drafts[0]?.draftId ?? '' } as const
  const before = await rig.call('charts.read', { source })
  writeFileSync(file, Buffer.concat([put.archive, Buffer.from('more')]))
  // What was reviewed is open still, and is told as it was.
  expect(await rig.call('charts.read', { source })).toEqual(before)
  for (const child of children) child.kill()
  await expect
    .poll(() => rig.call('charts.read', { source }).catch((error: unknown) => error))
    .toMatchObject({ reason: 'file-changed', params: { fileName } })
})

const cachedFiles = ({ dataDir }: AppRig): string[] =>
  readdirSync(path.join(dataDir, 'chartroom-cache'), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name))
