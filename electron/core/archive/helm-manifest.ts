import { createHash } from 'node:crypto'
import { parseDigest, type Digest } from '../../../shared/model/digest.ts'
import { mediaType } from '../../../shared/model/media-types.ts'
import { compareBytes } from './metadata/decode-struct.ts'
import { goString } from './metadata/go-json.ts'
import { createdAnnotation } from './metadata/helm-annotations.ts'
import type { InspectedArchive } from './types.ts'

export type LayerBytes = { readonly digest: Digest; readonly sizeBytes: number }
export type HelmLayer = LayerBytes & {
  readonly mediaType: string
  readonly role: 'chart' | 'provenance'
}

export type HelmManifest = {
  readonly config: Uint8Array
  readonly configDigest: Digest
  readonly manifest: Uint8Array
  readonly manifestDigest: Digest
  /** In manifest order: by digest. */
  readonly layers: readonly HelmLayer[]
}

/**
 * The bytes that `helm push` would send: docs/protocol.md, "The chart as an artifact". `created` is RFC 3339
 * (formatCreated); a chart annotation of that name wins.
 */
export const helmManifest = (input: {
  readonly inspected: Pick<InspectedArchive, 'configJson' | 'annotations'>
  readonly created: string
  readonly chartLayer: LayerBytes
  readonly provenanceLayer?: LayerBytes | undefined
}): HelmManifest => {
  const config = Buffer.from(input.inspected.configJson)
  const configDigest = sha256(config)
  const layers = sortedLayers(input.chartLayer, input.provenanceLayer)
  const annotations = new Map([[createdAnnotation, input.created], ...input.inspected.annotations])
  const configLayer = {
    mediaType: mediaType.helmConfig,
    digest: configDigest,
    sizeBytes: config.length,
  }
  const manifest = Buffer.from(
    `{"schemaVersion":2,"config":${descriptor(configLayer)},` +
      `"layers":[${layers.map(descriptor).join(',')}],"annotations":${textMap(annotations)}}`,
  )
  return { config, configDigest, manifest, manifestDigest: sha256(manifest), layers }
}

const sortedLayers = (chart: LayerBytes, provenance: LayerBytes | undefined): HelmLayer[] => {
  const layers: HelmLayer[] = [{ ...chart, mediaType: mediaType.helmChart, role: 'chart' }]
  if (provenance)
    layers.push({ ...provenance, mediaType: mediaType.helmProvenance, role: 'provenance' })
  return layers.sort((a, b) => compareBytes(a.digest, b.digest))
}

const descriptor = (layer: LayerBytes & { mediaType: string }): string =>
  `{"mediaType":${goString(layer.mediaType)},"digest":"${layer.digest}","size":${layer.sizeBytes}}`

const textMap = (map: ReadonlyMap<string, string>): string => {
  const keys = [...map.keys()].sort(compareBytes)
  return `{${keys.map(key => `${goString(key)}:${goString(map.get(key) ?? '')}`).join(',')}}`
}

const sha256 = (bytes: Uint8Array): Digest => {
  const digest = parseDigest(`sha256:${createHash('sha256').update(bytes).digest('hex')}`)
  if (!digest) throw new Error('a sha256 is a digest')
  return digest
}
