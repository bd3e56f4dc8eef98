import { type Digest, parseDigest } from '../../../shared/model/digest.ts'
import type { RepositoryClient } from '../oci/types.ts'
import type { Descriptor } from '../oci/base/content.ts'
import type { BoundedContentCache } from '../store/bounded-content-cache.ts'

export type SmallContent = { readonly digest: Digest; readonly bytes: Uint8Array }

/** Manifests and configs of one repository: from the cache by digest, else from the registry, once. */
export type ContentStore = {
  manifest(reference: string, signal: AbortSignal): Promise<SmallContent>
  /** A small blob; throws `too-large` above 4 MiB. */
  blob(descriptor: Descriptor, signal: AbortSignal): Promise<Uint8Array>
  /** Writes what came new to the disk, all in one go. */
  flush(): void
}

// Manifest, index and config are at most 4 MiB each: docs/threats.md, "Limits".
const limitBytes = 4 * 1024 * 1024
const flushAt = 200

export const createContentStore = (
  registryId: string,
  repository: RepositoryClient,
  cache: BoundedContentCache,
): ContentStore => {
  const fresh = new Map<Digest, Uint8Array>()

  const keep = (digest: Digest, bytes: Uint8Array) => {
    fresh.set(digest, bytes)
    if (fresh.size >= flushAt) flush()
  }
  const flush = () => {
    if (fresh.size === 0) return
    cache.writeAll(registryId, fresh)
    fresh.clear()
  }
  const read = async (digest: Digest) => fresh.get(digest) ?? (await cache.read(digest))

  return {
    manifest: async (reference, signal) => {
      const digest = parseDigest(reference)
      const known = digest && (await read(digest))
      if (digest && known) return { digest, bytes: known }
      const manifest = await repository.manifest(reference, { signal })
      keep(manifest.digest, manifest.bytes)
      return manifest
    },
    blob: async (descriptor, signal) => {
      const known = await read(descriptor.digest)
      if (known) return known
      const bytes = await repository.readBlob(descriptor, { signal, limitBytes })
      keep(descriptor.digest, bytes)
      return bytes
    },
    flush,
  }
}
