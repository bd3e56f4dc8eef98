import { isRepositoryName } from '../../../shared/model/reference.ts'
import { isTag } from '../../../shared/model/tag.ts'
import { type Digest, isDigest } from '../../../shared/model/digest.ts'
import { AppError } from '../../../shared/errors.ts'
import { openBlob, readBlob } from './blobs/open-blob.ts'
import { mountBlob, pushBlob } from './blobs/push-blob.ts'
import { hasBlob } from './blobs/upload-calls.ts'
import { registryLimits } from './base/limits.ts'
import { parseTarget } from '../http/base/target.ts'
import { listNames } from './listing/list-names.ts'
import { deleteManifest } from './manifests/delete-manifest.ts'
import { pushManifest } from './manifests/push-manifest.ts'
import { readManifest, resolveManifest } from './manifests/read-manifest.ts'
import { listReferrers } from './manifests/referrers.ts'
import {
  pullScopes,
  repositoryParams,
  repositoryPath,
  type RepositoryContext,
} from './exchange/repository-context.ts'
import type { RepositoryClient } from './types.ts'

export type RepositoryClientOptions = RepositoryContext & {
  readonly rights: RepositoryClient['rights']
  readonly onWarning: (text: string) => void
}

/** Whoever calls, only a valid name, reference or digest becomes part of a path. */
export const createRepositoryClient = (options: RepositoryClientOptions): RepositoryClient => {
  const context: RepositoryContext = options
  if (!isRepositoryName(context.name)) {
    throw new AppError('not-found', 'repository', repositoryParams(context))
  }
  const saw = (digest: Digest) => context.blobPlaces.saw(digest, context.name)
  return {
    tags: ({ signal }) => listTags(context, signal, options.onWarning),
    resolve: async (reference, call) =>
      resolveManifest(context, checkReference(context, reference), call),
    manifest: async (reference, call) =>
      readManifest(context, checkReference(context, reference), call),
    readBlob: async (descriptor, call) => {
      checkDigest(context, descriptor.digest)
      return readBlob(context, descriptor, call)
    },
    openBlob: async function* (descriptor, call) {
      checkDigest(context, descriptor.digest)
      yield* openBlob(context, descriptor, call)
      saw(descriptor.digest)
    },
    hasBlob: async (digest, call) => {
      checkDigest(context, digest)
      const isThere = await hasBlob(context, digest, call)
      if (isThere) saw(digest)
      return isThere
    },
    pushBlob: async (descriptor, source, call) => {
      checkDigest(context, descriptor.digest)
      await pushBlob(context, descriptor, source, call)
      saw(descriptor.digest)
    },
    mountBlob: async (digest, from, call) => {
      checkDigest(context, digest)
      if (!isRepositoryName(from)) {
        throw new AppError('not-found', 'repository', { host: context.host, repository: from })
      }
      const isMounted = await mountBlob(context, digest, from, call)
      if (isMounted) saw(digest)
      return isMounted
    },
    pushManifest: async (reference, manifest, call) =>
      pushManifest(context, checkReference(context, reference), manifest, call),
    referrers: async (digest, call) => {
      checkDigest(context, digest)
      return listReferrers(context, digest, call)
    },
    deleteManifest: async (reference, call) =>
      deleteManifest(context, checkReference(context, reference), call),
    rights: options.rights,
  }
}

const checkReference = (context: RepositoryContext, reference: string): string => {
  if (!reference.includes(':') && !isTag(reference)) {
    throw new AppError('not-found', 'manifest', repositoryParams(context, { reference }))
  }
  if (reference.includes(':')) checkDigest(context, reference)
  return reference
}

const checkDigest = (context: RepositoryContext, digest: string): void => {
  if (isDigest(digest)) return
  const params = repositoryParams(context, { digest: digest.slice(0, 80) })
  throw new AppError('unsupported', 'malformed-digest', params)
}

const listTags = (
  context: RepositoryContext,
  signal: AbortSignal,
  onWarning: (text: string) => void,
) => {
  // Without `n` most registries send everything at once: docs/protocol.md, "Page sizes".
  const first = parseTarget(repositoryPath(context, 'tags/list'), context.registry)
  return listNames({
    host: context.host,
    field: 'tags',
    isValid: isTag,
    first: first ? [first] : [],
    get: target =>
      context.exchange({
        method: 'GET',
        target,
        scopes: pullScopes(context),
        limitBytes: registryLimits.pageBytes,
        signal,
      }),
    refused: response =>
      context.translate(response, { action: 'tags', params: repositoryParams(context) }),
    onWarning,
  })
}
