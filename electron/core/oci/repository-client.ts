import { isRepositoryName } from '../../../shared/model/reference.ts'
import { isTag } from '../../../shared/model/tag.ts'
import { isDigest } from '../../../shared/model/digest.ts'
import { AppError } from '../../../shared/errors.ts'
import { pullBlob, readBlob } from './blobs/pull-blob.ts'
import { pushBlob } from './blobs/push-blob.ts'
import { hasBlob } from './blobs/upload-calls.ts'
import { limits } from '../http/base/limits.ts'
import { parseTarget } from '../http/base/target.ts'
import { listNames } from './listing/list-names.ts'
import { deleteManifest } from './manifests/delete-manifest.ts'
import { pushManifest } from './manifests/push-manifest.ts'
import { readManifest, resolveManifest } from './manifests/read-manifest.ts'
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

/** Nothing that is no name, reference or digest becomes part of a path, whoever asks. */
export const createRepositoryClient = (options: RepositoryClientOptions): RepositoryClient => {
  const context: RepositoryContext = options
  if (!isRepositoryName(context.name)) {
    throw new AppError('not-found', 'repository', repositoryParams(context))
  }
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
    pullBlob: async (descriptor, sink, call) => {
      checkDigest(context, descriptor.digest)
      return pullBlob(context, descriptor, sink, call)
    },
    hasBlob: async (digest, call) => {
      checkDigest(context, digest)
      return hasBlob(context, digest, call)
    },
    pushBlob: async (descriptor, source, call) => {
      checkDigest(context, descriptor.digest)
      return pushBlob(context, descriptor, source, call)
    },
    pushManifest: async (reference, manifest, call) =>
      pushManifest(context, checkReference(context, reference), manifest, call),
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
  // Without `n` most registries send everything at once (oci-registries 4.2).
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
        limitBytes: limits.pageBytes,
        signal,
      }),
    refused: response =>
      context.translate(response, { action: 'tags', params: repositoryParams(context) }),
    onWarning,
  })
}
