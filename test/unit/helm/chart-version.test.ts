import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isChart, requireChart } from '../../../electron/core/helm/chart-version.ts'
import { openVersion } from '../../../electron/core/helm/open-version.ts'
import { type Digest, isDigest } from '../../../shared/model/digest.ts'
import { mediaType } from '../../../shared/model/media-types.ts'

const { signal } = new AbortController()

type Json = Readonly<Record<string, unknown>>

const digestOf = (bytes: Uint8Array) =>
  `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest

/** A registry of manifests: what is put is found by its digest. */
const registry = () => {
  const stored = new Map<string, Uint8Array>()
  const put = (document: Json) => {
    const bytes = new TextEncoder().encode(JSON.stringify({ schemaVersion: 2, ...document }))
    stored.set(digestOf(bytes), bytes)
    return { digest: digestOf(bytes), size: bytes.byteLength }
  }
  const open = (reference: string) =>
    openVersion(
      {
        manifest: async text => {
          const bytes = stored.get(text)
          if (!bytes || !isDigest(text)) throw new Error(`nobody has ${text}`)
          return { digest: text, bytes }
        },
      },
      reference,
      signal,
    )
  return { put, open }
}

const blob = (type: string, mark: string) => ({
  mediaType: type,
  digest: digestOf(Buffer.from(mark)),
  size: mark.length,
})

const config = blob(mediaType.helmConfig, 'config')
const archive = blob(mediaType.helmChart, 'archive')
const legacy = blob(mediaType.helmChartLegacy, 'legacy archive')
const provenance = blob(mediaType.helmProvenance, 'prov')
const other = blob('application/vnd.example', 'other')
const imageConfig = blob('application/vnd.oci.image.config.v1+json', 'image')
const imageLayer = blob('application/vnd.oci.image.layer.v1.tar+gzip', 'layer')
const artifactConfig = blob('application/vnd.oci.empty.v1+json', '{}')

const digests = (layers: readonly { digest: string }[]) => layers.map(({ digest }) => digest)

describe('a manifest with a chart', () => {
  it.each<[string, Json, { archive: Json; provenance?: Json; others?: Json[] }]>([
    ['of helm 3', { config, layers: [archive] }, { archive }],
    [
      'with its media type',
      { mediaType: mediaType.ociManifest, config, layers: [archive] },
      { archive },
    ],
    ['with a provenance', { config, layers: [archive, provenance] }, { archive, provenance }],
    ['in another order', { config, layers: [provenance, archive] }, { archive, provenance }],
    ['of old media types', { config, layers: [legacy] }, { archive: legacy }],
    [
      'of Docker’s kind',
      { mediaType: mediaType.dockerManifest, config, layers: [archive] },
      { archive },
    ],
    [
      'among other layers',
      { config, layers: [other, archive, imageLayer] },
      { archive, others: [other, imageLayer] },
    ],
    [
      'and a second archive',
      { config, layers: [archive, legacy, provenance] },
      { archive, provenance, others: [legacy] },
    ],
  ])('%s', async (_name, document, expected) => {
    const { put, open } = registry()
    const { digest } = put(document)
    const { kind, chart } = await open(digest)
    expect(kind).toBe('chart')
    expect(requireChart(chart)).toMatchObject({
      rootDigest: digest,
      digest,
      config: { digest: config.digest },
      archive: { digest: expected.archive['digest'] },
      severalCharts: false,
    })
    expect(isChart(chart) && chart.provenance?.digest).toBe(expected.provenance?.['digest'])
    expect(isChart(chart) && digests(chart.otherLayers)).toEqual(
      (expected.others ?? []).map(layer => layer['digest']),
    )
  })

  it('keeps its annotations', async () => {
    const { put, open } = registry()
    const { digest } = put({ config, layers: [archive], annotations: { a: 'b' } })
    expect(requireChart((await open(digest)).chart).annotations).toEqual({ a: 'b' })
  })
})

describe('a manifest without one says why, once', () => {
  it.each<[string, Json, string, Json]>([
    [
      'an image',
      { config: imageConfig, layers: [imageLayer] },
      'image',
      { reason: 'not-a-chart-version', kind: 'image' },
    ],
    [
      'an image with a layer like an old chart’s',
      { config: imageConfig, layers: [legacy] },
      'image',
      { reason: 'not-a-chart-version', kind: 'image' },
    ],
    [
      'an artifact',
      { artifactType: 'application/vnd.example', config: artifactConfig, layers: [other] },
      'other',
      { reason: 'not-a-chart-version', kind: 'other' },
    ],
    [
      'an artifact with a chart’s layer',
      { config: artifactConfig, layers: [archive] },
      'other',
      { reason: 'not-a-chart-version', kind: 'other' },
    ],
    ['a chart without layers', { config, layers: [] }, 'chart', { reason: 'no-chart-layer' }],
    [
      'a chart of a provenance only',
      { config, layers: [provenance] },
      'chart',
      { reason: 'no-chart-layer' },
    ],
    [
      'an empty index',
      { manifests: [] },
      'index',
      { reason: 'not-a-chart-version', kind: 'index' },
    ],
  ])('%s', async (_name, document, kind, why) => {
    const { put, open } = registry()
    const opened = await open(put(document).digest)
    expect(opened.kind).toBe(kind)
    expect(opened.chart).toEqual(why)
    const { reason, ...params } = why
    expect(() => requireChart(opened.chart)).toThrow(
      expect.objectContaining({ code: 'unsupported', reason, params }),
    )
  })

  it.each([
    ['an artifact manifest', { mediaType: mediaType.ociArtifactManifest, blobs: [archive] }],
    ['an index that is a manifest too', { manifests: [], config, layers: [archive] }],
  ])('%s is none that anybody reads', async (_name, document) => {
    const { put, open } = registry()
    await expect(open(put(document).digest)).rejects.toMatchObject({ code: 'unsupported' })
  })
})

describe('an index', () => {
  const child = (put: ReturnType<typeof registry>['put'], document: Json, more: Json = {}) => ({
    mediaType: mediaType.ociManifest,
    ...put(document),
    ...more,
  })

  it('with one chart is that chart, named by the index', async () => {
    const { put, open } = registry()
    const image = child(put, { config: imageConfig, layers: [imageLayer] })
    const chart = child(put, { config, layers: [archive, provenance] })
    const { digest } = put({ manifests: [image, chart] })
    const opened = await open(digest)
    expect(opened.kind).toBe('chart')
    expect(requireChart(opened.chart)).toMatchObject({
      rootDigest: digest,
      digest: chart.digest,
      archive: { digest: archive.digest },
      provenance: { digest: provenance.digest },
      severalCharts: false,
    })
  })

  it('with several is its first, and says so; those that name themselves come first', async () => {
    const { put, open } = registry()
    const first = child(put, { config, layers: [legacy] })
    const second = child(put, { config, layers: [archive] })
    const plain = requireChart((await open(put({ manifests: [first, second] }).digest)).chart)
    expect(plain).toMatchObject({ digest: first.digest, severalCharts: true })
    const named = { ...second, artifactType: mediaType.helmConfig }
    const chosen = requireChart((await open(put({ manifests: [first, named] }).digest)).chart)
    expect(chosen).toMatchObject({ digest: second.digest, severalCharts: false })
  })

  it('within an index is looked into', async () => {
    const { put, open } = registry()
    const chart = child(put, { config, layers: [archive] })
    const inner = { mediaType: mediaType.ociIndex, ...put({ manifests: [chart] }) }
    const { digest } = put({ manifests: [inner] })
    expect(requireChart((await open(digest)).chart)).toMatchObject({
      rootDigest: digest,
      digest: chart.digest,
    })
  })

  it('of images, or of a chart without an archive, has its reason', async () => {
    const { put, open } = registry()
    const image = child(put, { config: imageConfig, layers: [imageLayer] })
    const images = await open(put({ manifests: [image] }).digest)
    expect(images).toMatchObject({
      kind: 'index',
      manifest: undefined,
      chart: { reason: 'not-a-chart-version', kind: 'index' },
    })
    const empty = child(put, { config, layers: [other] })
    const opened = await open(put({ manifests: [empty] }).digest)
    expect(opened.chart).toEqual({ reason: 'no-chart-layer' })
  })
})
