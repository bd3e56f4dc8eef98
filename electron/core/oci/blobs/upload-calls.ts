import { AppError, isAppError } from '../../../../shared/errors.ts'
import type { Digest } from '../../../../shared/model/digest.ts'
import type { HttpResponse } from '../../http/base/http-types.ts'
import { isWebPage } from '../../http/base/response-headers.ts'
import { type Target, withParameter } from '../../http/base/target.ts'
import {
  pullScopes,
  pushScopes,
  repositoryParams,
  repositoryPath,
  type RepositoryContext,
} from '../exchange/repository-context.ts'
import type { Descriptor, Transferred } from '../base/content.ts'
import { repositoryScope } from '../auth/scope.ts'
import { uploadLocation } from './upload-location.ts'

export type UploadOptions = {
  readonly signal: AbortSignal
  readonly onBytes?: Transferred
}

export type UploadSession = {
  readonly location: Target
  /** `OCI-Chunk-Min-Length`; 0 where the registry does not say. */
  readonly minChunkBytes: number
}

const cancelMs = 5_000

// Where HEAD itself is refused the blob counts as missing: sending it once more does no harm.
const notThere: ReadonlySet<number> = new Set([404, 405, 501])

export const hasBlob = async (
  context: RepositoryContext,
  digest: Digest,
  { signal }: { readonly signal: AbortSignal },
): Promise<boolean> => {
  const response = await context.exchange({
    method: 'HEAD',
    target: repositoryPath(context, `blobs/${digest}`),
    scopes: pullScopes(context),
    accept: '*/*',
    signal,
  })
  // Not that of a page which says 200 to everything: then the upload tells what it is.
  if (response.status === 200) return !isWebPage(response)
  if (notThere.has(response.status)) return false
  const params = repositoryParams(context, { digest })
  throw context.translate(response, { action: 'blob', params })
}

export const startUpload = async (
  context: RepositoryContext,
  { digest, sizeBytes }: Descriptor,
  { signal, onBytes }: UploadOptions,
): Promise<UploadSession | 'mounted'> => {
  const response = await context.exchange({
    method: 'POST',
    target: repositoryPath(context, 'blobs/uploads/'),
    scopes: pushScopes(context),
    headers: { 'content-length': '0' },
    // This POST may be repeated: a second session that nobody uses costs the registry nothing.
    repeatable: true,
    signal,
  })
  const { status } = response
  if (status === 202) return openedSession(context, response)
  // Some registries know the content already and say so; that is believed after a look.
  if (status === 201 && (await hasBlob(context, digest, { signal }))) {
    onBytes?.(sizeBytes)
    return 'mounted'
  }
  throw context.translate(response, { action: 'upload-start', params: repositoryParams(context) })
}

/**
 * Asks for a blob that another repository of this registry has (distribution spec, "Mounting a blob from another
 * repository"). A session where the registry would rather have it sent; undefined where it knows no such request, or
 * has a word against it: an upload then tells what that is.
 */
export const askMount = async (
  context: RepositoryContext,
  digest: Digest,
  from: string,
  { signal }: { readonly signal: AbortSignal },
): Promise<UploadSession | 'mounted' | undefined> => {
  try {
    const response = await context.exchange({
      method: 'POST',
      target: repositoryPath(
        context,
        `blobs/uploads/?mount=${encodeURIComponent(digest)}&from=${encodeURIComponent(from)}`,
      ),
      // The one it is for comes first: its sign-in is used.
      scopes: [...pushScopes(context), repositoryScope(from, 'pull')],
      headers: { 'content-length': '0' },
      repeatable: true,
      signal,
    })
    if (response.status === 202) return openedSession(context, response)
    if (response.status !== 201) return undefined
    const stated = response.headers.get('docker-content-digest')
    return stated === digest || (await hasBlob(context, digest, { signal })) ? 'mounted' : undefined
  } catch (error) {
    if (signal.aborted || !isAppError(error)) throw error
    return undefined
  }
}

const openedSession = (context: RepositoryContext, response: HttpResponse): UploadSession => {
  const stated = response.headers.get('oci-chunk-min-length') ?? ''
  return {
    location: uploadLocation(response, context.registry, context.host),
    minChunkBytes: /^\d{1,15}$/.test(stated) ? Number(stated) : 0,
  }
}

/** How many bytes an answer says to have: `Range: 0-99` are 100, no range is none. Undefined where it is no range. */
export const receivedBytes = ({ headers }: HttpResponse): number | undefined => {
  const range = headers.get('range')
  if (range === undefined) return undefined
  const end = /^(?:bytes=)?0-(\d{1,15})$/.exec(range)?.[1]
  // "0-0" is one byte or none, and nobody sends one.
  return end === undefined ? undefined : end === '0' ? 0 : Number(end) + 1
}

/** Where a session goes on after an answer that may name another place. */
export const nextLocation = (
  context: RepositoryContext,
  response: HttpResponse,
  location: Target,
): Target =>
  response.headers.get('location') === undefined
    ? location
    : uploadLocation(response, context.registry, context.host)

export type UploadStatus = { readonly location: Target; readonly offset: number }

/** What the registry has of an upload; undefined when it does not know it, does not tell, or was not waited for. */
export const askStatus = async (
  context: RepositoryContext,
  location: Target,
  { signal }: UploadOptions,
): Promise<UploadStatus | undefined> => {
  try {
    const response = await context.exchange({
      method: 'GET',
      target: location,
      scopes: pushScopes(context),
      signal,
    })
    const offset = receivedBytes(response)
    if (response.status !== 204 || offset === undefined) return undefined
    return { location: nextLocation(context, response, location), offset }
  } catch (error) {
    if (isAppError(error)) return undefined
    throw error
  }
}

/** The last PUT of an upload, or its only one. */
export const closeUpload = (
  context: RepositoryContext,
  { digest }: Descriptor,
  location: Target,
  { signal }: UploadOptions,
  content: {
    readonly sizeBytes: number
    readonly body?: () => AsyncIterable<Uint8Array>
  },
): Promise<HttpResponse> =>
  context.exchange({
    method: 'PUT',
    target: withParameter(location, 'digest', digest),
    scopes: pushScopes(context),
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(content.sizeBytes),
    },
    ...(content.body && { body: content.body, restartsItself: true }),
    signal,
  })

/**
 * Undefined when the answer to the last PUT says that the blob is there: 201 by the specification, 204 from some. One
 * that names another digest is believed only after a look.
 */
export const judgeClosing = async (
  context: RepositoryContext,
  { digest }: Descriptor,
  response: HttpResponse,
  { signal }: UploadOptions,
): Promise<AppError | undefined> => {
  const params = repositoryParams(context, { digest })
  if (response.status !== 201 && response.status !== 204) {
    return context.translate(response, { action: 'upload', params })
  }
  const stated = response.headers.get('docker-content-digest') ?? digest
  if (stated === digest || (await hasBlob(context, digest, { signal }))) return undefined
  return new AppError('integrity', 'digest-mismatch', params, {
    details: { promisedDigest: digest, receivedDigest: stated.slice(0, 200) },
  })
}

/** Best effort: GHCR answers 405, and sessions end by themselves. */
export const cancelUpload = async (context: RepositoryContext, location: Target): Promise<void> => {
  try {
    await context.exchange({
      method: 'DELETE',
      target: location,
      scopes: pushScopes(context),
      signal: AbortSignal.timeout(cancelMs),
    })
  } catch {
    // Nothing depends on the cancel, so its failure is ignored.
  }
}
