import { open } from 'node:fs/promises'
import { AppError } from '../../../shared/errors.ts'
import { receiveBlob } from '../oci/blobs/receive-blob.ts'
import type { RepositoryClient } from '../oci/types.ts'
import type { Descriptor } from '../oci/base/content.ts'
import { writeAll } from '../files/atomic-file.ts'
import type { ContentCache } from '../store/content-cache.ts'

/** What is opened for reading on the screen (docs/threats.md, "Limits"). A pull to disk takes more. */
export const previewLimitBytes = 32 * 1024 * 1024

/** The path of a verified archive: from the cache, else from the registry. Throws `too-large/preview`. */
export const chartArchive = async (
  cache: ContentCache,
  registryId: string,
  repository: RepositoryClient,
  layer: Descriptor,
  signal: AbortSignal,
): Promise<string> => {
  if (layer.sizeBytes > previewLimitBytes) {
    const { sizeBytes } = layer
    throw new AppError('too-large', 'preview', { sizeBytes, limitBytes: previewLimitBytes })
  }
  const known = await cache.archivePath(layer.digest)
  if (known !== undefined) return known
  return cache.writeArchive(registryId, layer.digest, async temporaryPath => {
    const file = await open(temporaryPath, 'wx', 0o600)
    let position = 0
    const sink = async (chunks: readonly Uint8Array[]) => {
      position = await writeAll(file, chunks, position)
    }
    try {
      await receiveBlob(repository, layer, sink, { signal })
    } finally {
      await file.close()
    }
  })
}
