import { createHash } from 'node:crypto'
import { helmManifest } from '../../../electron/core/archive/helm-manifest.ts'
import type { InspectedArchive } from '../../../electron/core/archive/types.ts'
import { parseDigest } from '../../../shared/model/digest.ts'
import { versionToTag } from '../../../shared/model/tag.ts'

const layerOf = (bytes: Uint8Array) => {
  const digest = parseDigest(`sha256:${createHash('sha256').update(bytes).digest('hex')}`)
  if (!digest) throw new Error('a sha256 is a digest')
  return { digest, sizeBytes: bytes.length }
}

/** What we would push, in the words of a golden. */
export const ourManifest = (input: {
  readonly inspected: InspectedArchive
  readonly created: string
  readonly provenance: Uint8Array | undefined
}) => {
  const { inspected, created, provenance } = input
  const { archiveDigest, archiveSizeBytes, metadata } = inspected
  const made = helmManifest({
    inspected,
    created,
    chartLayer: { digest: archiveDigest, sizeBytes: archiveSizeBytes },
    provenanceLayer: provenance && layerOf(provenance),
  })
  return {
    tag: versionToTag(metadata.version),
    manifestDigest: made.manifestDigest as string,
    manifest: Buffer.from(made.manifest).toString('utf8'),
    config: Buffer.from(made.config).toString('utf8'),
  }
}
