import { AppError, isAppError } from '../../../../shared/errors.ts'
import type { Digest } from '../../../../shared/model/digest.ts'
import { type Target, withParameter } from '../http/target.ts'
import {
  pullScopes,
  pushScopes,
  repositoryParams,
  repositoryPath,
  type RepositoryContext,
} from '../repository-context.ts'
import type { BlobSource, Descriptor, Transferred } from '../types.ts'
import { uploadLocation } from './upload-location.ts'

type Options = { readonly signal: AbortSignal; readonly onBytes?: Transferred }

const restarts = 2
const cancelMs = 5_000

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
  if (response.status === 200) return true
  if (response.status === 404) return false
  const params = repositoryParams(context, { digest })
  throw context.translate(response, { action: 'blob', params })
}

/**
 * POST, then one PUT of the whole, as helm and oras do. A lost session, a token that ended, or a cut connection
 * starts over from POST, twice at most; the session left behind is cancelled.
 */
export const pushBlob = async (
  context: RepositoryContext,
  descriptor: Descriptor,
  source: BlobSource,
  options: Options,
): Promise<void> => {
  for (let attempt = 0; ; attempt++) {
    const location = await startUpload(context, descriptor, options)
    if (location === 'mounted') return
    const failure = await sendWhole(context, descriptor, source, location, options)
    if (!failure) return
    await cancelUpload(context, location)
    if (attempt >= restarts || !mayRestart(failure) || options.signal.aborted) throw failure
    // The answer may have been lost, not the bytes.
    if (failure.code === 'unreachable' && (await hasBlob(context, descriptor.digest, options))) {
      return options.onBytes?.(descriptor.sizeBytes)
    }
  }
}

const startUpload = async (
  context: RepositoryContext,
  { digest, sizeBytes }: Descriptor,
  { signal, onBytes }: Options,
): Promise<Target | 'mounted'> => {
  const response = await context.exchange({
    method: 'POST',
    target: repositoryPath(context, 'blobs/uploads/'),
    scopes: pushScopes(context),
    headers: { 'content-length': '0' },
    // A second session that nobody uses costs the registry nothing.
    repeatable: true,
    signal,
  })
  const { status } = response
  if (status === 202) return uploadLocation(response, context.registry, context.host)
  // Some registries know the content already and say so; that is believed after a look.
  if (status === 201 && (await hasBlob(context, digest, { signal }))) {
    onBytes?.(sizeBytes)
    return 'mounted'
  }
  throw context.translate(response, { action: 'upload-start', params: repositoryParams(context) })
}

/** Undefined when it is there. */
const sendWhole = async (
  context: RepositoryContext,
  descriptor: Descriptor,
  source: BlobSource,
  location: Target,
  { signal, onBytes }: Options,
): Promise<AppError | undefined> => {
  try {
    const response = await context.exchange({
      method: 'PUT',
      target: withParameter(location, 'digest', descriptor.digest),
      scopes: pushScopes(context),
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': String(descriptor.sizeBytes),
      },
      body: () => countedSource(context, descriptor, source, onBytes),
      restartsItself: true,
      signal,
    })
    // 201 by the specification; 204 from some.
    if (response.status === 201 || response.status === 204) return undefined
    const params = repositoryParams(context, { digest: descriptor.digest })
    return context.translate(response, { action: 'upload', params })
  } catch (error) {
    if (isAppError(error)) return error
    throw error
  }
}

async function* countedSource(
  context: RepositoryContext,
  { sizeBytes }: Descriptor,
  source: BlobSource,
  onBytes: Transferred | undefined,
): AsyncGenerator<Uint8Array> {
  let sentBytes = 0
  for await (const chunk of source()) {
    sentBytes += chunk.byteLength
    if (sentBytes > sizeBytes) throw sourceChanged(context, sizeBytes, sentBytes)
    yield chunk
    onBytes?.(sentBytes)
  }
  if (sentBytes < sizeBytes) throw sourceChanged(context, sizeBytes, sentBytes)
}

const sourceChanged = (context: RepositoryContext, promised: number, received: number): AppError =>
  new AppError('integrity', 'source-changed', repositoryParams(context), {
    details: { promisedSizeBytes: promised, receivedSizeBytes: received },
  })

/** 401: the token ended on the way. 404: another replica, or a proxy, does not know the session. */
const mayRestart = ({ code, reason, params }: AppError): boolean =>
  code === 'unreachable' ||
  (code === 'unauthorized' && reason === 'sign-in-needed') ||
  params['status'] === 404 ||
  params['status'] === 416

/** Best effort: GHCR answers 405, and sessions end by themselves. */
const cancelUpload = async (context: RepositoryContext, location: Target): Promise<void> => {
  try {
    await context.exchange({
      method: 'DELETE',
      target: location,
      scopes: pushScopes(context),
      signal: AbortSignal.timeout(cancelMs),
    })
  } catch {
    // Nothing depends on it.
  }
}
