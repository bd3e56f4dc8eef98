import path from 'node:path'
import type { Digest } from '../../../../shared/model/digest.ts'
import { mediaType } from '../../../../shared/model/media-types.ts'
import { joinRepository } from '../../../../shared/model/reference.ts'
import { versionToTag } from '../../../../shared/model/tag.ts'
import { formatCreated } from '../../archive/created-time.ts'
import { helmManifest } from '../../archive/helm-manifest.ts'
import { verifiedChunks } from '../../oci/blobs/verified-chunks.ts'
import type { Descriptor } from '../../oci/base/content.ts'
import type { OpenDraft } from '../user-files/drafts.ts'
import type { HeldFile } from '../../files/held-file.ts'

export type PlannedBlob = Descriptor & {
  readonly role: 'config' | 'chart' | 'provenance'
  readonly fileName: string
  readonly source: () => AsyncIterable<Uint8Array>
}

/** The exact bytes of a push, and where they go. Computed before anything is sent. */
export type PushPlan = {
  readonly repository: string
  readonly tag: string
  readonly manifest: {
    readonly bytes: Uint8Array
    readonly digest: Digest
    readonly mediaType: string
  }
  readonly config: PlannedBlob
  /** In manifest order. */
  readonly layers: readonly PlannedBlob[]
}

/**
 * The same bytes as `helm push` of this file into `oci://host/namespace`: docs/protocol.md, "The chart as an artifact".
 */
export const planPush = (draft: OpenDraft, namespace: string): PushPlan => {
  const { inspected, archive, provenance } = draft
  const chartLayer = {
    mediaType: mediaType.helmChart,
    digest: inspected.archiveDigest,
    sizeBytes: archive.sizeBytes,
  }
  const provenanceLayer = provenance && {
    mediaType: mediaType.helmProvenance,
    digest: provenance.digest,
    sizeBytes: provenance.file.sizeBytes,
  }
  const helm = helmManifest({
    inspected,
    created: formatCreated(archive.modifiedMs),
    chartLayer,
    ...(provenanceLayer && { provenanceLayer }),
  })
  const layerOf = (layer: Descriptor): PlannedBlob =>
    provenance !== undefined && layer.mediaType === mediaType.helmProvenance
      ? planned(layer, 'provenance', provenance.file)
      : planned(layer, 'chart', archive)
  return {
    repository: joinRepository(namespace, inspected.metadata.name),
    tag: versionToTag(inspected.metadata.version),
    manifest: {
      bytes: helm.manifest,
      digest: helm.manifestDigest,
      mediaType: mediaType.ociManifest,
    },
    config: {
      mediaType: mediaType.helmConfig,
      digest: helm.configDigest,
      sizeBytes: helm.config.byteLength,
      role: 'config',
      fileName: 'config.json',
      source: async function* () {
        yield helm.config
      },
    },
    layers: helm.layers.map(layerOf),
  }
}

const planned = (layer: Descriptor, role: PlannedBlob['role'], file: HeldFile): PlannedBlob => ({
  ...layer,
  role,
  fileName: path.basename(file.fileName),
  // A file that changed under us ends the push before a manifest names it.
  source: () => verifiedChunks(file.read(), layer.digest, file.changed),
})
