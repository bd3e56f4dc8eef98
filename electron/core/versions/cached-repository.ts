import { createReadStream } from 'node:fs'
import { AppError } from '../../../shared/errors.ts'
import { parseDigest } from '../../../shared/model/digest.ts'
import { verifiedChunks } from '../oci/blobs/verified-chunks.ts'
import type { RepositoryClient } from '../oci/types.ts'
import type { ContentCache } from '../store/content-cache.ts'

/** What lies on this machine of any repository, read as a registry would be; no request is sent. */
export const createCachedRepository = (
  cache: Pick<ContentCache, 'read' | 'archivePath'>,
): Pick<RepositoryClient, 'manifest' | 'openBlob'> => ({
  /** Only a digest can be read here, for only the registry knows what a tag names. */
  manifest: async reference => {
    const digest = parseDigest(reference)
    const bytes = digest && (await cache.read(digest))
    if (!digest || !bytes) throw notHere(reference)
    return { digest, bytes, mediaType: '' }
  },
  openBlob: async function* ({ digest }, { signal }) {
    const path = await cache.archivePath(digest)
    if (path === undefined) throw notHere(digest)
    // The same check as of bytes from a registry: the file may have changed since it was looked at.
    yield* verifiedChunks(createReadStream(path, { signal }), digest, () => notHere(digest))
  },
})

const notHere = (reference: string) =>
  new AppError('not-found', 'not-on-this-machine', { reference })
