import { AppError, isAppError } from '../../../../shared/errors.ts'
import type { HttpResponse } from '../../http/base/http-types.ts'
import type { Target } from '../../http/base/target.ts'
import {
  pushScopes,
  repositoryParams,
  type RepositoryContext,
} from '../exchange/repository-context.ts'
import type { Descriptor } from '../base/content.ts'
import type { SourceReader } from './source-reader.ts'
import {
  askStatus,
  closeUpload,
  hasBlob,
  judgeClosing,
  nextLocation,
  receivedBytes,
  type UploadOptions,
} from './upload-calls.ts'
import { smallerChunk, smallestChunkBytes } from './chunk-sizes.ts'

export type ChunkPlan = {
  readonly location: Target
  /** What the registry has already. */
  readonly offset: number
  readonly chunkBytes: number
  readonly minChunkBytes: number
}

/** Pieces that were taken, where the session is now, and why it ended where it did not end well. */
export type ChunkOutcome = {
  readonly failure: AppError | undefined
  readonly chunkBytes: number
  readonly location: Target
}

const triesWithoutProgress = 3
/** Bounds an upload whose every step forward is lost again. Unlike the tries, this count is never reset. */
const maxStepsBack = 4

type Progress = {
  location: Target
  offset: number
  chunkBytes: number
  tries: number
  stepsBack: number
}

/**
 * PATCHes a blob in pieces and closes the upload. Where a piece breaks off, or is refused as out of order, the
 * registry is asked how far it is; where it is too large, smaller ones follow (docs/protocol.md, "Uploading a blob").
 */
export const pushChunks = async (
  context: RepositoryContext,
  descriptor: Descriptor,
  reader: SourceReader,
  plan: ChunkPlan,
  options: UploadOptions,
): Promise<ChunkOutcome> => {
  const at: Progress = {
    ...plan,
    chunkBytes: Math.max(plan.chunkBytes, plan.minChunkBytes),
    tries: 0,
    stepsBack: 0,
  }
  const end = (failure: AppError | undefined) => ({
    failure,
    chunkBytes: at.chunkBytes,
    location: at.location,
  })
  while (at.offset < descriptor.sizeBytes) {
    const before = at.offset
    const outcome = await sendChunk(context, descriptor, reader, at, options)
    if (outcome === 'complete') return end(undefined)
    if (reader.failure() && outcome) return end(outcome)
    const failure = outcome && (await recover(context, outcome, at, plan, options))
    if (failure) return end(failure)
    if (at.offset > descriptor.sizeBytes) return end(malformed(context))
    // Smaller pieces than those that were too large are another way, not another try; there are six sizes.
    if (outcome?.params['status'] !== 413) countTry(at, before, descriptor.sizeBytes)
    if (at.tries >= triesWithoutProgress || at.stepsBack >= maxStepsBack) {
      return end(outcome ?? malformed(context))
    }
  }
  return end(await close(context, descriptor, at.location, options))
}

/** A few bytes do not count as progress; else a registry that takes one at a time would get a request for each. */
const countTry = (at: Progress, before: number, sizeBytes: number): void => {
  const isProgress = at.offset - before >= smallestChunkBytes || at.offset === sizeBytes
  at.tries = isProgress ? 0 : at.tries + 1
  if (at.offset < before) at.stepsBack++
}

/** `complete`: the registry closed the upload by itself. An error: this piece is not there, as far as known. */
const sendChunk = async (
  context: RepositoryContext,
  descriptor: Descriptor,
  reader: SourceReader,
  at: Progress,
  options: UploadOptions,
): Promise<'complete' | AppError | undefined> => {
  const { digest, sizeBytes } = descriptor
  const length = Math.min(at.chunkBytes, sizeBytes - at.offset)
  try {
    const response = await patch(context, reader, at, length, options)
    const isTaken = response.status >= 200 && response.status < 300
    if (!isTaken) {
      const params = repositoryParams(context, { digest })
      return context.translate(response, { action: 'upload', params })
    }
    const isLast = at.offset + length === sizeBytes
    // ECR answers 201 to the last piece, and then knows no upload to close.
    if (response.status === 201 && isLast && (await hasBlob(context, digest, options))) {
      return 'complete'
    }
    at.location = nextLocation(context, response, at.location)
    at.offset = Math.min(receivedBytes(response) ?? at.offset + length, at.offset + length)
    return undefined
  } catch (error) {
    if (isAppError(error)) return error
    throw error
  }
}

const patch = (
  context: RepositoryContext,
  reader: SourceReader,
  { location, offset }: Progress,
  length: number,
  { signal, onBytes }: UploadOptions,
): Promise<HttpResponse> =>
  context.exchange({
    method: 'PATCH',
    target: location,
    scopes: pushScopes(context),
    headers: {
      'content-type': 'application/octet-stream',
      'content-length': String(length),
      'content-range': `${offset}-${offset + length - 1}`,
    },
    body: async function* () {
      let sentBytes = offset
      for await (const part of reader.take(offset, length)) {
        yield part
        sentBytes += part.byteLength
        onBytes?.(sentBytes)
      }
    },
    restartsItself: true,
    signal,
  })

/** Undefined when the upload can go on from where `at` says now; else the failure that ends it. */
const recover = async (
  context: RepositoryContext,
  failure: AppError,
  at: Progress,
  { minChunkBytes }: ChunkPlan,
  options: UploadOptions,
): Promise<AppError | undefined> => {
  const status = failure.params['status']
  const smaller = smallerChunk(at.chunkBytes)
  const maySplit = smaller !== undefined && smaller >= minChunkBytes
  if (status === 413 && !maySplit) return failure
  // A proxy may also just hang up on what is too large for it, or takes too long.
  if (maySplit && (status === 413 || failure.code === 'unreachable')) at.chunkBytes = smaller
  if (status === 413) return undefined
  if (failure.code !== 'unreachable' && status !== 416 && status !== 401) return failure
  const known = await askStatus(context, at.location, options)
  if (!known) return failure
  Object.assign(at, known)
  return undefined
}

const close = async (
  context: RepositoryContext,
  descriptor: Descriptor,
  location: Target,
  options: UploadOptions,
): Promise<AppError | undefined> => {
  try {
    const response = await closeUpload(context, descriptor, location, options, { sizeBytes: 0 })
    return await judgeClosing(context, descriptor, response, options)
  } catch (error) {
    if (isAppError(error)) return error
    throw error
  }
}

const malformed = ({ host }: RepositoryContext): AppError =>
  new AppError('unsupported', 'malformed-answer', { host })
