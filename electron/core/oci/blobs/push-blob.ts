import { AppError, isAppError } from '../../../../shared/errors.ts'
import type { Digest } from '../../../../shared/model/digest.ts'
import { limits } from '../../http/base/limits.ts'
import type { Target } from '../../http/base/target.ts'
import type { RepositoryContext } from '../exchange/repository-context.ts'
import type { BlobSource, Descriptor } from '../base/content.ts'
import { pushChunks } from './push-chunks.ts'
import { createSourceReader, type SourceReader } from './source-reader.ts'
import {
  askMount,
  askStatus,
  cancelUpload,
  closeUpload,
  hasBlob,
  judgeClosing,
  startUpload,
  type UploadOptions,
  type UploadSession,
  type UploadStatus,
} from './upload-calls.ts'
import { resumedChunk, smallerChunk } from './chunk-sizes.ts'

const restarts = 2

/** Undefined: all at once. */
type ChunkBytes = number | undefined

/**
 * A blob that another repository of this registry is known to hold is mounted from there. Else, or where the registry
 * would rather have it sent, it is: POST, then one PUT of the whole, as helm and oras do. Where that is too large, or
 * breaks off, it goes on in pieces: from where the registry is if it knows, else from POST, twice at most. The session
 * left behind is cancelled.
 */
export const pushBlob = async (
  context: RepositoryContext,
  descriptor: Descriptor,
  source: BlobSource,
  options: UploadOptions,
): Promise<void> => {
  const reader = createSourceReader(context, source, descriptor.sizeBytes)
  try {
    await pushFrom(reader, context, descriptor, options)
  } finally {
    await reader.close().catch(() => undefined)
  }
}

const pushFrom = async (
  reader: SourceReader,
  context: RepositoryContext,
  descriptor: Descriptor,
  options: UploadOptions,
): Promise<void> => {
  let chunkBytes = chunksFor(descriptor, context.uploads.chunkBytes)
  let tooLarge: AppError | undefined
  let opened = await tryMount(context, descriptor, options)
  for (let attempt = 0; ; attempt++) {
    const session = opened ?? (await startUpload(context, descriptor, options))
    opened = undefined
    if (session === 'mounted') return
    const ended = await send(reader, context, descriptor, session, chunkBytes, options)
    if (!ended) return
    const { failure } = ended
    await cancelUpload(context, ended.location)
    if (options.signal.aborted) throw new AppError('cancelled', 'by-user')
    const ofSource = reader.failure()
    if (ofSource) throw ofSource
    // Perhaps only the answer was lost and the bytes arrived, so the registry is asked before anything is sent again.
    if (failure.code === 'unreachable' && (await hasBlob(context, descriptor.digest, options))) {
      return options.onBytes?.(descriptor.sizeBytes)
    }
    if (failure.params['status'] === 413) {
      const smaller = chunkBytes === undefined ? smallerChunk(descriptor.sizeBytes) : undefined
      if (smaller === undefined) throw failure
      tooLarge = failure
      chunkBytes = smaller
      // A body that is too large for the registry does not count as a try.
      attempt--
    } else if (chunkBytes !== undefined && isUnsupported(failure)) {
      if (tooLarge) throw tooLarge
      chunkBytes = undefined
    } else if (attempt >= restarts || !mayRestart(failure)) {
      throw failure
    } else if (failure.code === 'unreachable') {
      chunkBytes ??= resumedChunk(descriptor.sizeBytes)
    }
    if (attempt >= restarts) throw failure
  }
}

/** Whether the registry took it over from the other repository; nothing is left of a session that it opened instead. */
export const mountBlob = async (
  context: RepositoryContext,
  digest: Digest,
  from: string,
  options: { readonly signal: AbortSignal },
): Promise<boolean> => {
  const answer = await askMount(context, digest, from, options)
  if (answer === 'mounted') return true
  if (answer) await cancelUpload(context, answer.location)
  return false
}

const tryMount = async (
  context: RepositoryContext,
  { digest, sizeBytes }: Descriptor,
  options: UploadOptions,
): Promise<UploadSession | 'mounted' | undefined> => {
  const from = await context.blobPlaces.mountable(digest, context.name, options.signal)
  if (from === undefined) return undefined
  const answer = await askMount(context, digest, from, options)
  if (answer === 'mounted') options.onBytes?.(sizeBytes)
  return answer
}

/** A blob that fits into one piece is sent whole. */
const chunksFor = ({ sizeBytes }: Descriptor, chunkBytes: ChunkBytes): ChunkBytes =>
  chunkBytes !== undefined && sizeBytes > chunkBytes ? chunkBytes : undefined

/** What ended a session, and where it was last: each answer may have named another place. */
type Ended = { readonly failure: AppError; readonly location: Target }

/** Undefined when it is there. */
const send = async (
  reader: SourceReader,
  context: RepositoryContext,
  descriptor: Descriptor,
  session: UploadSession,
  chunkBytes: ChunkBytes,
  options: UploadOptions,
): Promise<Ended | undefined> => {
  const inChunks = async (from: UploadStatus, size: number): Promise<Ended | undefined> => {
    const plan = { ...session, ...from, chunkBytes: size }
    const outcome = await pushChunks(context, descriptor, reader, plan, options)
    const { failure, location } = outcome
    if (failure) return { failure, location }
    context.uploads.chunkBytes = outcome.chunkBytes
    return undefined
  }
  if (chunkBytes !== undefined) return inChunks({ ...session, offset: 0 }, chunkBytes)
  const failure = await sendWhole(reader, context, descriptor, session, options)
  if (!failure) return undefined
  if (failure.code !== 'unreachable' || options.signal.aborted) return { ...session, failure }
  if (reader.failure()) return { ...session, failure }
  const status = await askStatus(context, session.location, options)
  const isPart = status && status.offset > 0 && status.offset < descriptor.sizeBytes
  if (!isPart) return { ...session, ...status, failure }
  const size = resumedChunk(descriptor.sizeBytes) ?? descriptor.sizeBytes
  const rest = await inChunks(status, size)
  // A registry whose state contradicts what it said gets the whole blob again.
  return rest && (mayRestart(rest.failure) ? rest : { ...rest, failure })
}

const sendWhole = async (
  reader: SourceReader,
  context: RepositoryContext,
  descriptor: Descriptor,
  { location }: UploadSession,
  options: UploadOptions,
): Promise<AppError | undefined> => {
  const { sizeBytes } = descriptor
  const body = async function* () {
    let sentBytes = 0
    for await (const part of reader.take(0, sizeBytes)) {
      yield part
      sentBytes += part.byteLength
      options.onBytes?.(sentBytes)
    }
  }
  try {
    const response = await closeUpload(context, descriptor, location, options, { sizeBytes, body })
    return await judgeClosing(context, descriptor, response, options)
  } catch (error) {
    if (isAppError(error)) return error
    throw error
  }
}

/** 401: the token ended on the way. 404: another replica, or a proxy, does not know the session. */
const mayRestart = ({ code, params, details }: AppError): boolean =>
  code === 'unreachable' ||
  [401, 404, 416].includes(Number(params['status'])) ||
  (code === 'rate-limited' && (details?.retryAfterMs ?? 0) <= limits.maxRetryAfterMs)

/** What registries say to a PATCH that they do not know. */
const isUnsupported = ({ params }: AppError): boolean =>
  [400, 404, 405, 415, 501].includes(Number(params['status']))
